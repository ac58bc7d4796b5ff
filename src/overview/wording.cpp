#include "overview/wording.hpp"

namespace bursar::overview {

std::string month_text(const std::optional<ledger::Instant>& month) {
  constexpr std::size_t year_and_month = 7;
  return month ? ledger::format_rfc3339(*month).substr(0, year_and_month) : std::string();
}

std::string name_of(const ledger::Account& account) {
  if (!account.name.empty()) return account.name;
  return account.slug.empty() ? account.public_id : account.slug;
}

}  // namespace bursar::overview
