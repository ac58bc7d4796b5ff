#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include <sys/stat.h>
#include <sys/types.h>

#include "os/descriptor.hpp"

namespace bursar::os {

// Files that are made beside others and are not yet what they will be. Their names begin with a
// dot and end in random digits that nobody can guess, so that nobody can put a link there before.

// Sixteen hexadecimal digits by chance.
[[nodiscard]] std::string random_digits();

// ".BEGINNING.0123456789abcdef.ENDING": a new name each time.
[[nodiscard]] std::string hidden_name(std::string_view beginning, std::string_view ending);

// Makes a file that nobody has had before, for writing: never through a link, never over what is
// there. A descriptor that is not open, with errno set, where that cannot be done. `directory` is
// a descriptor or AT_FDCWD.
[[nodiscard]] Descriptor create_new(int directory, const std::string& name, mode_t mode);

// Whether a file, as fstat or lstat sees it, can be nothing but one that this user has made: a
// regular file, its own, under a single name. Root takes those of others, too.
[[nodiscard]] bool is_own_file(const struct stat& status);

// Removes the files of this user that hidden_name(beginning, ending) has named and no process holds
// a lock on: what killed processes left. Returns how many are locked. Looks at every name of the
// directory.
std::int64_t remove_leftovers(int directory, std::string_view beginning, std::string_view ending);
// The same; nothing where there is no such directory.
std::int64_t remove_leftovers(const std::filesystem::path& directory, std::string_view beginning,
                              std::string_view ending);

}  // namespace bursar::os
