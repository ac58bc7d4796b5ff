#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "audit/evidence.hpp"
#include "store/runs.hpp"
#include "store/sources.hpp"
#include "sync/batch_writer.hpp"
#include "sync/expense_refresh.hpp"
#include "sync/missing_rows.hpp"
#include "sync/plan.hpp"
#include "sync/run.hpp"

namespace bursar::sync {

// What all sources of a run share. All must outlive the run.
struct RunContext {
  store::Database& database;
  Connector& connector;
  os::Clock& clock;
  const Options& options;
  Observer& observer;
  std::int64_t run = 0;
};

// One source within a run: who we are there, what is to be read, reading it.
class SourceSync {
 public:
  SourceSync(const RunContext& context, const SourceRequest& request);

  // All throw Error; what was read before is committed in any case. sync() and reconcile() end with
  // an audit, and read again what it points at.
  void sync();
  void backfill(std::optional<ledger::Instant> from, std::optional<ledger::Instant> to);
  void reconcile();
  // Whether the platform has rows of it, and shows none.
  [[nodiscard]] bool is_unread() const { return is_unread_; }
  // What the audit came to.
  [[nodiscard]] const std::optional<audit::SourceReport>& audited() const { return audited_; }

  // What was read so far, one entry per stream that was begun; requests of each lane.
  [[nodiscard]] std::vector<store::SourceOutcome> outcomes() const;

 private:
  void probe();
  void learn_hosts();
  void update_members(const opencollective::AccountDetails& details);
  void read(const std::function<Plan()>& make_plan);
  void read_once(const Plan& plan);
  std::vector<std::string> gone_of(std::vector<std::string> ids);
  bool drop_gone_members();
  void follow_mergers();
  void remember_hosted();
  void tell_of_removed(const std::string& account);
  [[nodiscard]] std::vector<store::Member> members();
  [[nodiscard]] ExpenseRefresh refresh_until(ledger::Instant to);
  void refresh_expenses(ledger::Instant to);
  void read_groups(const std::vector<std::string>& groups, ledger::Instant to);
  void suspect_gone_members(const std::vector<ReadTask>& tasks);
  void read_all(ledger::Instant to);
  void settle_losses();
  void note_unread();
  void audit_history(audit::Depth depth);
  [[nodiscard]] bool may_repair(const audit::Scope& scope, const audit::Places& places) const;
  void repair(const audit::Scope& scope, const audit::Places& places);
  void check_profiles(const audit::Scope& scope, audit::Depth depth, audit::SourceReport& report);
  [[nodiscard]] store::AskedRows everything();
  void write(const Delivery& delivery);
  void write_alone(const Delivery& delivery);
  void tell(const store::Finding& finding);
  void commit();
  void report(WindowDone done);
  [[nodiscard]] ledger::Instant settled_now();

  RunContext context_;
  SourceRequest request_;
  BatchWriter writer_;
  MissingRows missing_;
  std::vector<std::string> gone_hosted_;   // found in this run
  std::vector<std::string> moved_groups_;  // with rows of an account that was merged into another
  bool is_unread_ = false;
  bool read_before_ = false;  // by an earlier run: there is something to compare with
  Lane transactions_lane_;
  Lane expenses_lane_;
  opencollective::Probe probe_;
  store::Source source_;
  store::SourceOutcome transactions_;
  store::SourceOutcome expenses_;
  std::optional<audit::SourceReport> audited_;
};

}  // namespace bursar::sync
