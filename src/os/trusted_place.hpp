#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace bursar::os {

// Who may have written a file, by the rule that sshd has for its own (StrictModes): the file and
// every directory above it, up to the root, belong to this user or to root, and neither group nor
// others may write to them. A directory that others may write to passes where it is sticky, as /tmp
// is: there they cannot exchange what is not theirs. Links on the way are followed, and the
// directories that they stand in are held to the same rule.
//
// Returns what is wrong, naming the file or directory; nothing where all is well. A file that
// cannot be looked at is wrong.
[[nodiscard]] std::optional<std::string> mistrust(const std::filesystem::path& file);

}  // namespace bursar::os
