#include "config/token.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <optional>
#include <string_view>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include "config/locations.hpp"
#include "config/token_text.hpp"
#include "config/trusted_files.hpp"
#include "error/error.hpp"
#include "os/descriptor.hpp"
#include "text/token_like.hpp"

namespace bursar::config {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void refuse(const std::string& what, const std::string& next_step) {
  throw Error(ErrorKind::config, what, next_step);
}

// A personal token is 40 lower-case hexadecimal digits (F 1.1.3); a bearer token may be anything.
bool looks_like_personal_token(std::string_view token) {
  return token.size() == 40 && std::all_of(token.begin(), token.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
         });
}

std::optional<LoadedToken> from_environment(const Environment& environment) {
  if (const auto found = environment.find("BURSAR_TOKEN");
      found != environment.end() && !found->second.empty()) {
    return LoadedToken{token_from_text(found->second, "BURSAR_TOKEN"), "BURSAR_TOKEN", {}};
  }
  return std::nullopt;
}

std::optional<LoadedToken> from_credentials(const Environment& environment) {
  const auto directory = variable(environment, "CREDENTIALS_DIRECTORY");
  if (!directory) return std::nullopt;
  const fs::path file = fs::path(*directory) / "opencollective-token";
  std::error_code ignored;
  if (!fs::exists(file, ignored)) return std::nullopt;
  // systemd keeps others out by the directory and by access lists; the mode says little here.
  return LoadedToken{read_token_file(file.string(), false), "credential opencollective-token", {}};
}

std::optional<LoadedToken> from_settings(const Config& config) {
  if (!config.token_file.value.empty()) {
    return LoadedToken{read_token_file(config.token_file.value, true),
                       "token_file " + config.token_file.value,
                       {}};
  }
  if (!config.token_command.value.empty()) {
    require_trusted_token_command(config);
    return LoadedToken{run_token_command(config.token_command.value), "token_command", {}};
  }
  return std::nullopt;
}

std::optional<LoadedToken> first_token(const Config& config, const Environment& environment) {
  const OriginKind strongest =
      std::max(config.token_file.origin.kind, config.token_command.origin.kind);
  if (strongest == OriginKind::flag) return from_settings(config);
  if (auto token = from_environment(environment)) return token;
  if (strongest == OriginKind::environment) return from_settings(config);
  if (auto token = from_credentials(environment)) return token;
  return from_settings(config);
}

}  // namespace

os::Secret read_token_file(const std::string& path, bool private_only) {
  const std::string file = text::named_file(path, "token_file");
  const os::Descriptor opened(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  struct stat status {};
  if (opened.get() < 0 || ::fstat(opened.get(), &status) != 0) {
    refuse(fmt::format("cannot read the token file {}: {}", file, std::strerror(errno)),
           "name a file that holds the token alone and that this user may read");
  }
  if (!S_ISREG(status.st_mode)) {
    refuse(fmt::format("the token file {} is not a regular file", file),
           "name a file that holds the token alone; use token_command to run a program");
  }
  if (private_only && (status.st_mode & 0077U) != 0) {
    refuse(fmt::format("the token file {} has mode {:04o}: others than its owner have rights to it",
                       file, status.st_mode & 07777U),
           fmt::format("chmod 600 {}", file));
  }
  return read_token(opened.get(), "the token file " + file);
}

void write_token_file(const std::string& file, const os::Secret& token) {
  const os::Descriptor opened(::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  const auto write = [&](std::string_view text) {
    return ::write(opened.get(), text.data(), text.size()) == static_cast<ssize_t>(text.size());
  };
  // Straight from the secret's own memory: a buffer in between would keep a copy.
  if (opened.get() >= 0 && write(token.reveal()) && write("\n") && ::fsync(opened.get()) == 0)
    return;
  const std::string reason = std::strerror(errno);
  if (opened.get() >= 0) ::unlink(file.c_str());
  throw Error(ErrorKind::cannot_create,
              fmt::format("cannot write the token file {}: {}", file, reason),
              "write the token into a file of mode 0600 yourself and name it by --token-file");
}

LoadedToken load_token(const Config& config, const Environment& environment) {
  auto found = first_token(config, environment);
  if (!found) {
    return {os::Secret(),
            "none",
            {"no token: reading as anybody may, 10 requests a minute, without private fields"}};
  }
  LoadedToken token = std::move(*found);
  if (config.api_auth.value != "bearer" && !looks_like_personal_token(token.secret.reveal())) {
    token.warnings.push_back(fmt::format(
        "the token from {} does not look like a personal token (40 digits 0-9, a-f)", token.where));
  }
  return token;
}

}  // namespace bursar::config
