#pragma once

#include <string>

#include <nlohmann/json_fwd.hpp>

#include "cli/lines.hpp"
#include "export/listener.hpp"

namespace bursar::cli {

// Entries and movements as a bookkeeper reads them, a line for each line.
[[nodiscard]] Lines format_entry(const exporting::ListedEntry& entry);
[[nodiscard]] std::string format_movement(const exporting::ListedMovement& movement);

// The same as events.
[[nodiscard]] nlohmann::json event_of(const exporting::ListedEntry& entry);
[[nodiscard]] nlohmann::json event_of(const exporting::ListedMovement& movement);

// `text`, shown, with blanks behind it to be so many characters wide, and one at least.
[[nodiscard]] std::string padded(const std::string& text, std::size_t width);

}  // namespace bursar::cli
