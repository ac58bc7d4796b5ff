#pragma once

#include <filesystem>

namespace bursar::store {

// Makes sure that `file` exists; a file made here has mode 0600, one that was there keeps its own.
// SQLite gives the -wal and -shm files beside it the same mode. Throws Error(cannot_create), also
// for a link, for what is no regular file and for what belongs to another user.
void create_private_file(const std::filesystem::path& file);

}  // namespace bursar::store
