#pragma once

#include <cstdint>

namespace bursar::store {

// Why a line was handed over. The numbers stand in the database.
enum class LineOrigin : std::uint8_t { original, late, reversal, replacement, opening };
[[nodiscard]] const char* name_of(LineOrigin origin);

}  // namespace bursar::store
