#pragma once

#include <filesystem>
#include <system_error>

namespace bursar::os {

// Root works in the directories of others, above all of a service that has a user of its own. What
// root makes there belongs to whoever owns the directory, and has to work with it afterwards.

// Gives what was just made in `directory` to the directory's owner, where this is root. Both are
// descriptors. A file system without owners keeps what it has.
void give_to_owner(int directory, int made) noexcept;
// The same by the path of what was made.
void give_to_owner_above(const std::filesystem::path& made_path, int made) noexcept;

// Makes a directory (mode 0700) with all that are missing above it, given like files. True where it
// was not there. `failure` says why it is not there now.
bool make_directories(const std::filesystem::path& directory, std::error_code& failure);

}  // namespace bursar::os
