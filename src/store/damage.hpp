#pragma once

#include <cstdint>

#include "store/asked_rows.hpp"
#include "store/database.hpp"

namespace bursar::store {

// Stored transactions of the window that are not what was read once: their hash says so. It is set
// to that of what is stored, so that reading them again finds them changed, keeps the damaged
// version and corrects what was handed over of it. Returns how many there were. Belongs in a
// WriteTransaction.
std::int64_t admit_damage(Database& database, const AskedRows& asked, const Interval& window);

}  // namespace bursar::store
