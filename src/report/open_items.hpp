#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "report/expense_state.hpp"
#include "report/sheet.hpp"
#include "report/source_books.hpp"

namespace bursar::report {

// An expense that is owed, or will be when it is approved.
struct OpenItem {
  ExpenseState state;
  std::string account;  // slug of who is to pay
  std::string payee;    // slug
  std::string payee_name;
  std::string expense;  // its number, else its public id
  std::string description;
  ledger::CivilDate incurred;  // the day of the invoice; of the submission where there is none
  ledger::CivilDate submitted;
  int age = 0;  // days since `incurred`; not negative
};

// How old: 0-30, 31-60, 61-90, more than 90 days.
inline constexpr std::size_t age_bands = 4;
[[nodiscard]] std::size_t age_band(int days);

struct OpenItems {
  std::vector<OpenItem> items;
  std::int64_t cannot_tell = 0;  // see Owed::cannot_tell
};

// As at the end of `day`.
[[nodiscard]] OpenItems open_items(const SourceBooks& books, ledger::CivilDate day);

enum class OpenItemDetail : std::uint8_t {
  sums,   // by account, payee, currency and status
  items,  // a row for each expense
};

[[nodiscard]] Sheet open_items_report(const SourceBooks& books, ledger::CivilDate day,
                                      OpenItemDetail detail);

}  // namespace bursar::report
