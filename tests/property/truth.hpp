#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <tuple>

#include "random_platform.hpp"

namespace bursar::property {

// What the books must come to, worked out from the imagined platform alone. Sums by record (row or
// group), account (public id) and currency; zeros are left out.
using Sums = std::map<std::tuple<std::string, std::string, std::string>, std::int64_t>;

// Of the host's books, or of those of the collective "river".
[[nodiscard]] Sums net_by_row(const RandomPlatform& platform, bool of_host);
// The same by group, with the halves of old host fees that reached the host (R4).
[[nodiscard]] Sums money_by_group(const RandomPlatform& platform, bool of_host);

}  // namespace bursar::property
