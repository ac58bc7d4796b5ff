#pragma once

#include <string>
#include <string_view>

namespace bursar::store {

// Names that come out of a database and become parts of paths. A database may have been written by
// anybody, so each is checked where it is read: it has the shape that this program gives, or it is
// refused with Error(data), which names it. None that passes leads out of its directory. The same
// functions look at what is written, so that nothing is stored that could not be read.

// Of a file in the archive of receipts: "2026/03/2026-03-14 expense-77 1-of-1 Jane.pdf"; empty for
// one that is not in it.
[[nodiscard]] std::string receipt_file(std::string name);
// Of a file of a batch: letters, digits, dots, dashes and underscores, no dot first.
[[nodiscard]] std::string batch_file(std::string name);
// Of a profile, which is a directory of the archive of batches: anything but control characters and
// slashes, no dot first.
[[nodiscard]] std::string profile_name(std::string name);
// Of the directory that a batch waits in. Only its text is checked here: whoever goes there first
// compares it with the configuration.
[[nodiscard]] std::string batch_directory(std::string name);

}  // namespace bursar::store
