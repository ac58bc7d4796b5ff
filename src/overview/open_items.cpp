#include "overview/open_items.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <tuple>
#include <utility>

#include "report/open_items.hpp"

namespace bursar::overview {
namespace {

constexpr std::array<const char*, report::age_bands> ages{"0-30 days", "31-60 days", "61-90 days",
                                                          "over 90 days"};

const char* word_for(report::Owed owed) {
  if (owed == report::Owed::approved) return "approved";
  return owed == report::Owed::not_approved ? "not approved" : "unknown";
}

std::vector<page::OpenSum> sums_of(const std::vector<report::OpenItem>& items) {
  using Place = std::tuple<report::Owed, ledger::Currency, std::size_t>;
  std::map<Place, page::OpenSum> sums;
  for (const report::OpenItem& item : items) {
    const std::size_t band = report::age_band(item.age);
    page::OpenSum& sum = sums[{item.state.owed, item.state.amount.currency, band}];
    sum.approved = word_for(item.state.owed);
    sum.age = ages.at(band);
    ++sum.expenses;
    sum.amount.currency = item.state.amount.currency;
    sum.amount.hundredths =
        ledger::checked_add(sum.amount.hundredths, item.state.amount.hundredths);
  }
  std::vector<page::OpenSum> list;
  for (auto& [place, sum] : sums) list.push_back(std::move(sum));
  return list;
}

}  // namespace

void add_open_items(const report::SourceBooks& books, ledger::CivilDate day,
                    page::SourceSection& section) {
  constexpr std::size_t most_items = 60;
  std::vector<report::OpenItem> items = report::open_items(books, day).items;
  page::OpenItems& open = section.open_items;
  open.as_at = day;
  open.sums = sums_of(items);
  open.items.all = static_cast<std::int64_t>(items.size());
  std::stable_sort(items.begin(), items.end(),
                   [](const auto& a, const auto& b) { return a.incurred < b.incurred; });
  if (items.size() > most_items) items.resize(most_items);
  for (report::OpenItem& item : items) {
    open.items.lines.push_back(
        {std::move(item.account), item.payee_name.empty() ? item.payee : item.payee_name,
         std::move(item.expense), std::move(item.description), std::move(item.state.status),
         item.incurred, item.age, item.state.amount});
  }
}

}  // namespace bursar::overview
