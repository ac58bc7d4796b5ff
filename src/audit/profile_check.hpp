#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "audit/books_check.hpp"
#include "audit/difference.hpp"
#include "audit/scope.hpp"
#include "ledger/instant.hpp"

namespace bursar::audit {

// How much of the ledger is gone through: all of it, or what was written since it was found right.
enum class Extent : std::uint8_t { everything, news };

struct ProfileReport {
  std::string profile;
  std::string kind;              // "statement" or "journal"
  bool whole = true;             // `lines` are of everything
  std::vector<BooksLine> lines;  // of what was gone through
};

// What became of the stored rows in each profile of the source. With `news`, a profile of which it
// is not known, or not since a week, is gone through all the same.
[[nodiscard]] std::vector<ProfileReport> check_profiles(const Scope& scope, Extent extent,
                                                        ledger::Instant now,
                                                        std::vector<Difference>& differences);
// They were found to account for every row: what is not touched is not looked at for a week.
void remember_profiles(const Scope& scope, const std::vector<ProfileReport>& reports,
                       ledger::Instant now);

// The end of a sync goes through everything when it has not for so long.
inline constexpr std::int64_t everything_after = 7 * ledger::ms_per_day;

}  // namespace bursar::audit
