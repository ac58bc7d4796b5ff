#pragma once

#include <cstdint>
#include <string>

#include "http/transport.hpp"
#include "opencollective/client.hpp"
#include "opencollective/file_address.hpp"
#include "os/secret.hpp"

namespace bursar::opencollective {

// What asking for a file came to.
enum class FileOutcome : std::uint8_t {
  fetched,
  unauthorized,  // 401: the token is not known, or none was sent
  forbidden,     // 403: the token may not see this file
  absent,        // 404, 410
  too_large,
  misdirected,  // a redirect to where Bursar does not go
  failed,       // nothing that lasts: the network, 429, 5xx
};

struct FileAnswer {
  FileOutcome outcome = FileOutcome::failed;
  std::string body;          // of `fetched`
  std::string content_type;  // as the server declares it
  std::string said;          // of all others: what happened, without token or signature
};

// Fetches attachments (F 6.17). The token goes to the API that is configured and to nobody else:
// its redirect to the signed address of the storage is followed once, over another transport,
// without it.
class FileRoute {
 public:
  // All must outlive it. Throws Error(config) for a token that cannot be sent.
  FileRoute(http::Transport& api, http::Transport& storage, ClientOptions options,
            const os::Secret& token);

  // Throws only where the program was asked to stop.
  [[nodiscard]] FileAnswer fetch(const FileAddress& address, std::int64_t max_bytes);

 private:
  [[nodiscard]] FileAnswer from_platform(const std::string& id, std::int64_t max_bytes);
  [[nodiscard]] FileAnswer from_storage(const std::string& url, std::int64_t max_bytes);

  http::Transport& api_;
  http::Transport& storage_;
  const ClientOptions options_;
  const os::Secret& token_;
};

}  // namespace bursar::opencollective
