#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "store/database.hpp"

namespace bursar::store {

// What is otherwise after a run than before, read from the versions that it replaced. A record
// counts once for each thing that changed about it, however often the run wrote it.
struct RunChanges {
  struct Transactions {
    std::int64_t refunded = 0;  // marked as refunded; the refund itself is a new row
    std::int64_t disputed = 0;
    std::int64_t disputes_ended = 0;
    std::int64_t put_in_review = 0;
    std::int64_t reviews_ended = 0;
    std::int64_t amended = 0;  // an amount, a fee or a rate
    std::int64_t moved = 0;    // to another account or host
    std::int64_t dated = 0;    // another effective date
    std::int64_t vanished = 0;
    std::int64_t returned = 0;  // read again after they had vanished
    std::int64_t otherwise = 0;
  } transactions;

  struct Expenses {
    std::int64_t paid = 0;
    std::int64_t paid_again = 0;  // had been paid and unpaid before
    std::int64_t unpaid = 0;      // were paid and are not any more
    std::int64_t status = 0;      // any other step on their way
    std::int64_t recategorised = 0;
    std::int64_t amended = 0;
    std::int64_t moved = 0;
    std::int64_t vanished = 0;
    std::int64_t returned = 0;
    std::int64_t otherwise = 0;
  } expenses;

  std::int64_t contributions_recategorised = 0;
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
