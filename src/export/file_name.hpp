#pragma once

#include <string>
#include <string_view>

#include "mapping/layout.hpp"

namespace bursar::exporting {

// The name of a file by its template, safe on every system: letters, digits, dots, dashes and
// underscores, anything else becomes a dash; no leading dot, at most 200 characters. It never leads
// out of the directory. Throws Error(config) where nothing is left.
[[nodiscard]] std::string file_name(const mapping::FileStyle& style, const std::string& profile,
                                    const std::string& account, std::string_view currency);

}  // namespace bursar::exporting
