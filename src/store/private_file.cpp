#include "store/private_file.hpp"

#include <cerrno>
#include <system_error>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include "error/error.hpp"

namespace bursar::store {

void create_private_file(const std::filesystem::path& file) {
  constexpr mode_t owner_only = 0600;
  const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, owner_only);
  if (descriptor < 0) {
    const std::string reason = std::generic_category().message(errno);
    throw Error(ErrorKind::cannot_create,
                fmt::format("the database {} cannot be opened: {}", file.string(), reason),
                "check that its directory exists and that the user running bursar may write to it");
  }
  ::close(descriptor);
}

}  // namespace bursar::store
