#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace bursar::fuzz {

// Rows of cells by RFC 4180, as a strict reader takes them: a row ends with CRLF, a quotation mark
// inside quotation marks is doubled. Without `quotes` a mark is a letter like any other. Aborts
// where a strict reader would refuse the file.
[[nodiscard]] std::vector<std::vector<std::string>> read_csv(std::string_view text, char delimiter,
                                                             bool quotes);

}  // namespace bursar::fuzz
