#pragma once

#include <filesystem>
#include <string>

#include "export/export.hpp"

namespace bursar::bench {

// Hands over all that is proven by `layout`, into a directory of that name below `directory`, which
// is made; with the example chart of a US host where it needs one.
[[nodiscard]] exporting::Request request_of(const std::string& layout, const store::Source& source,
                                            const std::filesystem::path& directory,
                                            ledger::Instant now);

}  // namespace bursar::bench
