#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ledger/civil_date.hpp"
#include "ledger/instant.hpp"
#include "page/report.hpp"
#include "store/database.hpp"
#include "store/sources.hpp"

namespace bursar::overview {

struct Wish {
  std::vector<store::Source> sources;
  ledger::CivilDate first;  // of the period; not after `last`
  ledger::CivilDate last;
  ledger::TimeZone zone = ledger::TimeZone::utc();
  ledger::Instant now;
  std::string program_version;
};

// The day of the source's oldest row on this calendar; nothing where none is stored.
[[nodiscard]] std::optional<ledger::CivilDate> oldest_day(store::Database& database,
                                                          const store::Source& source,
                                                          const ledger::TimeZone& zone);

// All that the HTML report shows, from the store alone.
[[nodiscard]] page::Report gather(store::Database& database, const Wish& wish);

}  // namespace bursar::overview
