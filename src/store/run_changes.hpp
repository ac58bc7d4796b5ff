#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "store/database.hpp"

namespace bursar::store {

// What is otherwise after the last run than before, read from the versions that it replaced. What
// runs before it changed that ended too early to tell counts as its own. A record counts once for
// each thing that changed about it, however often it was written.
struct RunChanges {
  struct Count {
    std::int64_t number = 0;
    std::int64_t after_export = 0;  // of those: lines of it were in a file that was handed over
  };

  // By what the events are (accounting-2.md R30): rows of one group count once. An event is what
  // its changed rows are about; where only others of its rows changed, a transaction.
  enum Event : std::uint8_t { transaction, balance_transfer, expense, contribution };
  using Events = std::array<Count, 4>;

  struct Transactions {
    Events refunded;  // marked as refunded; the refund itself is a new row
    Events disputed;
    Events disputes_ended;
    Events put_in_review;
    Events reviews_ended;
    Events amended;  // an amount, a fee or a rate
    Events moved;    // to another account or host
    Events dated;    // another effective date
    Events vanished;
    Events returned;    // read again after they had vanished
    Events reinserted;  // deleted and inserted again under another id (store/successors.hpp)
    Events otherwise;
  } transactions;

  struct Expenses {
    Count paid;
    Count paid_again;  // had been paid and unpaid before
    Count unpaid;      // were paid and are not any more
    Count status;      // any other step on their way
    Count recategorised;
    Count amended;
    Count moved;
    Count vanished;
    Count returned;
    Count otherwise;
  } expenses;

  Count contributions_recategorised;
  std::int64_t people_renamed = 0;

  struct Renamed {
    std::string before;
    std::string now;
  };
  std::vector<Renamed> accounts;    // all but individuals: "Name (slug)"
  std::vector<Renamed> categories;  // "code name"
  std::vector<std::string> removed_categories;
};
[[nodiscard]] RunChanges changes_of_run(Database& database, std::int64_t run);

}  // namespace bursar::store
