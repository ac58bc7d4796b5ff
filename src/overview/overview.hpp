#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ledger/civil_date.hpp"
#include "ledger/instant.hpp"
#include "page/report.hpp"
#include "report/source_books.hpp"
#include "store/database.hpp"

namespace bursar::overview {

struct Wish {
  std::vector<report::SourceBooks> sources;
  ledger::CivilDate first;  // of the period; not after `last`
  ledger::CivilDate last;
  ledger::TimeZone zone = ledger::TimeZone::utc();
  ledger::Instant now;
  std::string program_version;
};

// The day of the source's oldest row; nothing where none is stored.
[[nodiscard]] std::optional<ledger::CivilDate> oldest_day(const report::SourceBooks& books);

// All that the HTML report shows, from the store alone.
[[nodiscard]] page::Report gather(store::Database& database, const Wish& wish);

}  // namespace bursar::overview
