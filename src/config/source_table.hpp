#pragma once

#include <string>
#include <string_view>

#include "config/source.hpp"
#include "document/node.hpp"
#include "document/problems.hpp"
#include "ledger/civil_date.hpp"

namespace bursar::config {

// Reads one [source.NAME]. `zone` is the organisation's, in which `start` begins.
[[nodiscard]] SourceConfig read_source(const document::Member& member, const ledger::TimeZone& zone,
                                       document::Problems& problems);

// What is wrong with a slug, or an empty text.
[[nodiscard]] std::string slug_problem(std::string_view slug);

}  // namespace bursar::config
