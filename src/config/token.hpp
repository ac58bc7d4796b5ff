#pragma once

#include <string>
#include <vector>

#include "config/config.hpp"
#include "os/secret.hpp"

namespace bursar::config {

// The access token and where it came from.
struct LoadedToken {
  os::Secret secret;  // empty: anonymous, 10 requests a minute and no private fields (F 1.2.4)
  std::string where;  // "token_file /etc/bursar/token", "BURSAR_TOKEN", "none"
  std::vector<std::string> warnings;
};

// Takes the token from the first of: --token-file, BURSAR_TOKEN, BURSAR_TOKEN_FILE or
// BURSAR_TOKEN_COMMAND, $CREDENTIALS_DIRECTORY/opencollective-token (systemd), token_file or
// token_command of bursar.toml. None at all is fine. Throws Error(config) where one is named but
// gives no usable token: unreadable, readable by others, empty, with blanks inside. No copy of the
// token is left in memory other than in the result (the process environment excepted, which is not
// ours).
[[nodiscard]] LoadedToken load_token(const Config& config, const Environment& environment);

// Reads a token from a file. With `private_only` its mode must give no rights to group and others.
[[nodiscard]] os::Secret read_token_file(const std::string& file, bool private_only);

// Writes a token to a new file, for its owner alone. Throws Error(cannot_create) where there is a
// file already, or none can be made.
void write_token_file(const std::string& file, const os::Secret& token);

// The first line that `/bin/sh -c command` prints. Throws Error(config) when the command fails or
// takes longer than `patience_ms`.
[[nodiscard]] os::Secret run_token_command(const std::string& command, int patience_ms = 60'000);

}  // namespace bursar::config
