#include "sync/summary.hpp"

#include <array>
#include <utility>

#include <fmt/format.h>

namespace bursar::sync {
namespace {

// More names than this are only counted.
constexpr std::size_t most_names = 20;

using Count = store::RunChanges::Count;

// What makes a bookkeeper look: the change comes after the books have it.
std::string export_of(const Count& count) {
  if (count.after_export == 0) return {};
  if (count.after_export == count.number) return " after export";
  return fmt::format(", {} of them after export", count.after_export);
}

class Summary {
 public:
  void add(const Count& count, const char* code, const std::string& noun, const char* rest) {
    if (count.number == 0) return;
    findings_.push_back(
        {"", code, count.number,
         amount_of(count.number, noun, "was", "were") + " " + rest + export_of(count)});
  }
  // Where the verb is another: "1 transaction vanished".
  void add_deed(const Count& count, const char* code, const std::string& noun, const char* deed) {
    if (count.number == 0) return;
    findings_.push_back(
        {"", code, count.number, amount_of(count.number, noun, "", "") + deed + export_of(count)});
  }
  void add_renamed(const std::vector<store::RunChanges::Renamed>& renamed, const char* code,
                   const std::string& noun, const std::string& nouns) {
    for (std::size_t i = 0; i < renamed.size() && i < most_names; ++i) {
      findings_.push_back(
          {"", code, 1,
           fmt::format("the {} {} is now called {}", noun, renamed[i].before, renamed[i].now)});
    }
    if (renamed.size() <= most_names) return;
    const std::size_t others = renamed.size() - most_names;
    findings_.push_back({"", code, static_cast<std::int64_t>(others),
                         fmt::format("{} other {} have new names, too", others, nouns)});
  }
  void add_removed_category(const std::string& name) {
    findings_.push_back(
        {"", "category-removed", 1, fmt::format("the category {} was removed", name)});
  }
  std::vector<store::Finding> take() { return std::move(findings_); }

 private:
  std::vector<store::Finding> findings_;
};

// What the events of RunChanges are called, in its order.
constexpr store::RunChanges::Events no_events{};
constexpr std::array<const char*, no_events.size()> event_nouns{"transaction", "balance transfer",
                                                                "expense payment", "contribution"};

// Contributions first, the rest last.
template <typename Tell>
void for_each_event(const store::RunChanges::Events& events, Tell tell) {
  for (std::size_t i = events.size(); i-- > 0;) tell(events.at(i), event_nouns.at(i));
}

void add_transactions(const store::RunChanges::Transactions& changes, Summary& summary) {
  const auto add = [&](const store::RunChanges::Events& events, const char* code,
                       const char* rest) {
    for_each_event(events, [&](const Count& count, const char* noun) {
      summary.add(count, code, noun, rest);
    });
  };
  const auto add_deed = [&](const store::RunChanges::Events& events, const char* code,
                            const char* deed) {
    for_each_event(events, [&](const Count& count, const char* noun) {
      summary.add_deed(count, code, noun, deed);
    });
  };
  add(changes.refunded, "transactions-refunded", "refunded");
  add(changes.disputed, "transactions-disputed", "disputed");
  add(changes.disputes_ended, "disputes-ended", "freed from a dispute");
  add(changes.put_in_review, "transactions-in-review", "put in review");
  add(changes.reviews_ended, "reviews-ended", "released from review");
  add(changes.amended, "transactions-amended", "given another amount");
  add(changes.moved, "transactions-moved", "moved to another account");
  add(changes.dated, "transactions-dated", "given another effective date");
  add_deed(changes.vanished, "transactions-vanished", "vanished from the platform");
  add_deed(changes.returned, "transactions-returned", "that had vanished came back");
  for_each_event(changes.reinserted, [&](const Count& count, const char* noun) {
    summary.add({count.number}, "transactions-reinserted", noun,
                "inserted again under another id; what was handed over stands");
  });
  add(changes.otherwise, "transactions-changed", "changed otherwise");
}

void add_expenses(const store::RunChanges::Expenses& changes, Summary& summary) {
  const char* noun = "expense";
  summary.add(changes.paid, "expenses-paid", noun, "paid");
  summary.add(changes.paid_again, "expenses-paid-again", noun, "paid again");
  summary.add(changes.unpaid, "expenses-unpaid", noun, "marked as unpaid");
  summary.add(changes.status, "expenses-status", noun, "moved to another status");
  summary.add(changes.recategorised, "expenses-recategorised", noun, "re-categorised");
  summary.add(changes.amended, "expenses-amended", noun, "given another amount");
  summary.add(changes.moved, "expenses-moved", noun, "moved to another account");
  summary.add_deed(changes.vanished, "expenses-vanished", noun, "vanished from the platform");
  summary.add_deed(changes.returned, "expenses-returned", noun, "that had vanished came back");
  summary.add(changes.otherwise, "expenses-changed", noun, "changed otherwise");
}

}  // namespace

std::string amount_of(std::int64_t number, const std::string& noun, const char* verb_for_one,
                      const char* verb_for_many) {
  return fmt::format("{} {}{} {}", number, noun, number == 1 ? "" : "s",
                     number == 1 ? verb_for_one : verb_for_many);
}

std::vector<store::Finding> summarise(const store::RunChanges& changes) {
  Summary summary;
  add_transactions(changes.transactions, summary);
  add_expenses(changes.expenses, summary);
  summary.add(changes.contributions_recategorised, "contributions-recategorised", "contribution",
              "re-categorised");
  summary.add_renamed(changes.accounts, "account-renamed", "account", "accounts");
  summary.add_deed({changes.people_renamed}, "people-renamed", "contributor", "changed their name");
  summary.add_renamed(changes.categories, "category-renamed", "category", "categories");
  for (const std::string& name : changes.removed_categories) summary.add_removed_category(name);
  return summary.take();
}

}  // namespace bursar::sync
