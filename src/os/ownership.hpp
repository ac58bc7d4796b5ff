#pragma once

#include <filesystem>
#include <system_error>

#include "os/descriptor.hpp"

namespace bursar::os {

// Root works in the directories of others, above all of a service that has a user of its own. What
// root makes there belongs to whoever owns the directory, and has to work with it afterwards.

// Gives what was just made in `directory` to the directory's owner, where this is root. Both are
// descriptors. A file system without owners keeps what it has.
void give_to_owner(int directory, int made) noexcept;
// The same by the path of what was made.
void give_to_owner_above(const std::filesystem::path& made_path, int made) noexcept;

// Opens a file for reading and writing, never through a link and without waiting for a pipe. Where
// there is none it is made (mode 0600), and given away likewise. Not open, with errno set, where
// that cannot be done.
[[nodiscard]] Descriptor open_or_make(const std::filesystem::path& file);

// Makes a directory (mode 0700) with all that are missing above it, given like files. True where it
// was not there. `failure` says why it is not there now.
bool make_directories(const std::filesystem::path& directory, std::error_code& failure);

}  // namespace bursar::os
