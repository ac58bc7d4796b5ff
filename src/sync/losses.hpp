#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "opencollective/client.hpp"
#include "store/asked_rows.hpp"
#include "store/database.hpp"
#include "store/deletions.hpp"
#include "store/findings.hpp"
#include "store/records.hpp"
#include "store/sources.hpp"
#include "sync/batch_queue.hpp"

namespace bursar::sync {

// How much may be lost before somebody has to look at it.
struct LossPolicy {
  std::int64_t max_shrink_percent = 2;  // of a source's transactions, or expenses
  bool accept = false;                  // a person has looked: bury whatever is gone
};
// Fewer than this may always be lost.
inline constexpr std::int64_t always_tolerated_losses = 20;

// Tells rows that are gone from the platform from those that are elsewhere now, and buries those
// that were gone in two runs (F 11.9, F 11.11).
class Losses {
 public:
  // `write` takes what was found elsewhere. All must outlive this.
  Losses(store::Database& database, opencollective::Client& client, const store::Source& source,
         const store::WriteContext& context, std::function<void(Delivery)> write);

  // Looks up these rows and those that were gone in an earlier run. What is found is written as it
  // is now; what is not is noted as missing in this run, unless a row that was inserted in its
  // stead takes its place (store/successors.hpp).
  void look_up(store::Stream stream, const std::set<std::string>& missing);

  // Makes tombstones of what has been missing in two runs. `all` is what the platform is asked for,
  // to measure the loss by. Throws Error(data), having buried nothing, when the loss is larger than
  // the policy allows. Vanished paid expenses are kept unless the policy accepts them.
  void bury(const store::AskedRows& all, const LossPolicy& policy);

  // Reads the rows again that a refund links with what came and went in this run
  // (store/refund_links.hpp).
  void follow_refunds();

  // What a person should know of it.
  [[nodiscard]] const std::vector<store::Finding>& findings() const { return findings_; }

 private:
  void look_up_transactions(const std::vector<std::string>& ids, std::set<std::string>& gone);
  void look_up_expenses(const std::vector<std::string>& ids, std::set<std::string>& gone);
  void note_gone(store::Stream stream, const std::set<std::string>& gone);
  void keep_paid_expenses(std::vector<std::string>& confirmed);
  void refuse_large_loss(store::Stream stream, std::size_t losses, const store::AskedRows& all,
                         const LossPolicy& policy);

  store::Database& database_;
  opencollective::Client& client_;
  const store::Source& source_;
  store::WriteContext context_;
  std::function<void(Delivery)> write_;
  std::map<store::Stream, std::vector<std::string>> confirmed_;  // missing in two runs
  std::vector<store::Finding> findings_;
};

}  // namespace bursar::sync
