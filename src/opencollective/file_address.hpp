#pragma once

#include <cstdint>
#include <string>

namespace bursar::opencollective {

// Who hands out the file behind an attachment's address (F 6.17).
enum class FileHolder : std::uint8_t {
  platform,   // the platform's file route, to those who may see it: `name` is the file's id
  storage,    // the platform's storage, to everybody: `name` is the address
  elsewhere,  // somebody else, whom Bursar does not ask: `name` is the address
};

// The part of an address that stays the same: no query (signatures stand there), no fragment, no
// user name. Two attachments of one name are one file.
struct FileAddress {
  FileHolder holder = FileHolder::elsewhere;
  std::string name;
};

// The address of an attachment as the API gives it. Of an address of the file route,
// `…/api/files/uf_…`, only the id counts: the server that it names is never asked.
[[nodiscard]] FileAddress read_file_address(const std::string& url);
// The same from a name that was stored.
[[nodiscard]] FileAddress stored_file_address(const std::string& name);

// Where the API at `api_url` hands out the file with this id.
[[nodiscard]] std::string file_route_url(const std::string& api_url, const std::string& id);

// Whether a redirect of the API at `api_url` may be followed, without the token: to https; to this
// machine only where the API is on it, too.
[[nodiscard]] bool may_follow(const std::string& api_url, const std::string& location);

}  // namespace bursar::opencollective
