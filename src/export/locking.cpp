#include "export/locking.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "error/error.hpp"
#include "export/listener.hpp"
#include "store/coverage.hpp"
#include "store/journal_ledger.hpp"
#include "store/journal_trace.hpp"
#include "store/quarantine.hpp"
#include "store/reconciliations.hpp"
#include "store/statement_ledger.hpp"

namespace bursar::exporting {
namespace {

using ledger::CivilDate;
using ledger::format_civil_date;

// Counts what an export would still do to a period.
class PeriodWatch final : public Listener {
 public:
  explicit PeriodWatch(CivilDate last) : last_(last) {}

  void entry(const ListedEntry& entry) override { count(entry.day, entry.name, to_hand_over_); }
  void movement(const ListedMovement& movement) override {
    count(movement.day, movement.id, to_hand_over_);
  }
  // What is too broken to be dated may belong to the period.
  void postponed(const Postponed& postponed) override {
    const bool held = postponed.reason == "held";
    count(postponed.day.value_or(last_), fmt::format("{}: {}", postponed.record, postponed.detail),
          held ? held_ : waiting_);
  }

  void describe(const std::string& profile, std::vector<std::string>& obstacles) const {
    const auto add = [&](const Found& found, const char* what) {
      if (found.count == 0) return;
      obstacles.push_back(
          fmt::format("profile {}: {} {} ({})", profile, found.count, what, found.example));
    };
    add(to_hand_over_, "not handed over yet");
    add(waiting_, "waiting");
    add(held_, "held back");
  }

 private:
  struct Found {
    std::int64_t count = 0;
    std::string example;
  };
  void count(CivilDate day, const std::string& example, Found& found) const {
    if (day > last_) return;
    if (found.count++ == 0) found.example = example;
  }

  CivilDate last_;
  Found to_hand_over_;
  Found waiting_;
  Found held_;
};

void watch_profile(store::Database& database, const Request& profile, CivilDate day,
                   std::vector<std::string>& obstacles) {
  PeriodWatch watch(day);
  Request request = profile;
  request.mode = Mode::dry_run;
  request.remap.reset();
  request.listener = &watch;
  try {
    (void)run_export(database, request);
    watch.describe(profile.profile, obstacles);
  } catch (const Error& error) {
    // What stops an export leaves open what it would do to the period.
    if (error.kind() == ErrorKind::bug || error.kind() == ErrorKind::io) throw;
    obstacles.push_back(fmt::format("profile {}: {}", profile.profile, error.what()));
  }
}

void watch_suspense(store::Database& database, const store::Source& source, CivilDate day,
                    std::vector<std::string>& obstacles) {
  for (const store::Profile& profile : store::list_profiles(database)) {
    if (profile.source != source.source || profile.kind != "journal") continue;
    const std::int64_t lines = store::lines_on_suspense(database, profile.profile, day);
    if (lines == 0) continue;
    obstacles.push_back(fmt::format("profile {}: {} lines on suspense", profile.name, lines));
  }
}

// Rows that exist and that nobody has read are in no profile, whatever the proof counts.
void watch_unreadable(store::Database& database, const LockWish& wish,
                      std::vector<std::string>& obstacles) {
  const std::vector<store::Unreadable> rows = store::quarantine(database, wish.source.source);
  const auto in_period = std::count_if(rows.begin(), rows.end(), [&](const auto& row) {
    return row.key.stream == "transactions" && wish.zone.date_of(row.window.from) <= wish.day;
  });
  if (in_period == 0) return;
  obstacles.push_back(fmt::format("{} rows that the platform cannot show", in_period));
}

std::vector<LockedTotal> totals_through(store::Database& database, const store::Source& source,
                                        CivilDate day) {
  std::vector<LockedTotal> totals;
  for (const store::Profile& profile : store::list_profiles(database)) {
    if (profile.source != source.source) continue;
    if (profile.kind == "journal") {
      store::JournalLedger ledger(database, profile.profile);
      for (auto& balance : ledger.balances_through(day)) {
        totals.push_back({profile.name, std::move(balance.account), balance.amount});
      }
    } else if (profile.kind == "statement") {
      store::StatementLedger ledger(database, profile.profile);
      for (auto& balance : ledger.balances_through(day)) {
        totals.push_back({profile.name, std::move(balance.account), balance.amount});
      }
    }
  }
  return totals;
}

std::string written(const std::vector<LockedTotal>& totals) {
  nlohmann::json list = nlohmann::json::array();
  for (const LockedTotal& total : totals) {
    nlohmann::json one = nlohmann::json::object();
    one["profile"] = total.profile;
    one["account"] = total.account;
    one["currency"] = std::string(total.amount.currency.code());
    one["hundredths"] = total.amount.hundredths;
    list.push_back(std::move(one));
  }
  // What a database from elsewhere holds need not be UTF-8.
  return list.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

void require_forward(store::Database& database, const store::Source& source, CivilDate day) {
  const auto locked = store::locked_through(database, source.source);
  if (!locked || *locked < day) return;
  throw Error(
      ErrorKind::usage,
      fmt::format("{} is locked through {} already", source.name, format_civil_date(*locked)),
      fmt::format("locks only move forward; to open a period again: `bursar lock {} --reopen DAY "
                  "--reason TEXT`",
                  source.name));
}

// What the source's reconciliation lacks to close the period (accounting-2.md R16); empty where
// nothing is lacking.
std::string reconciliation_gap(store::Database& database, const LockWish& wish) {
  const auto last = store::last_reconciliation(database, wish.source.source, false);
  if (!last) return "it was never reconciled";
  const std::string which =
      fmt::format("its reconciliation of {}", ledger::format_rfc3339(last->made_at));
  if (last->remaining > 0) return fmt::format("{} left {} differences", which, last->remaining);
  if (wish.zone.date_of(last->read_to) <= wish.day) {
    return fmt::format("{} reaches through {} only", which,
                       format_civil_date({wish.zone.date_of(last->read_to).days - 1}));
  }
  if (const auto pulled = store::pulled_since(database, wish.source, *last)) {
    return fmt::format("a sync of {} came after {}", ledger::format_rfc3339(*pulled), which);
  }
  // A sync that was killed left no outcome, and a clock may have been set back.
  const std::int64_t rows = store::rows_since(database, wish.source, *last);
  if (rows == 0) return {};
  return fmt::format("{} rows were stored or changed after {}", rows, which);
}

// Returns the words for the record where a reason stands in for the reconciliation.
std::string require_reconciled(store::Database& database, const LockWish& wish) {
  const std::string gap = reconciliation_gap(database, wish);
  if (gap.empty()) return {};
  if (!wish.without_reconciliation.empty()) {
    return fmt::format("{}; although {}", wish.without_reconciliation, gap);
  }
  throw Error(ErrorKind::try_later,
              fmt::format("{} cannot be locked through {}: {}", wish.source.name,
                          format_civil_date(wish.day), gap),
              fmt::format("run `bursar reconcile {}`, and see to what it reports; "
                          "--without-reconciliation REASON locks all the same and says so in the "
                          "record",
                          wish.source.name));
}

std::string joined(const std::vector<std::string>& obstacles) {
  std::string text;
  for (const std::string& obstacle : obstacles) text += (text.empty() ? "" : "; ") + obstacle;
  return text;
}

}  // namespace

std::vector<LockedTotal> locked_totals(const store::Lock& lock) {
  std::vector<LockedTotal> totals;
  for (const auto& one : nlohmann::json::parse(lock.totals)) {
    LockedTotal& total = totals.emplace_back();
    total.profile = one.at("profile").get<std::string>();
    total.account = one.at("account").get<std::string>();
    total.amount.hundredths = one.at("hundredths").get<std::int64_t>();
    total.amount.currency =
        ledger::Currency::parse(one.at("currency").get<std::string>()).value_or(ledger::Currency());
  }
  return totals;
}

std::vector<std::string> lock_obstacles(store::Database& database, const LockWish& wish) {
  std::vector<std::string> obstacles;
  const auto proven = store::watermark_of_all_parts(database, wish.source, "transactions");
  if (!proven || wish.zone.date_of(*proven) <= wish.day) {
    obstacles.push_back(
        fmt::format("the ledger is proven complete {}",
                    proven ? "through " + format_civil_date({wish.zone.date_of(*proven).days - 1})
                           : "for no day yet"));
  }
  watch_unreadable(database, wish, obstacles);
  for (const Request& profile : wish.profiles) {
    if (profile.layout.layout.kind == mapping::LayoutKind::table) continue;
    watch_profile(database, profile, wish.day, obstacles);
  }
  watch_suspense(database, wish.source, wish.day, obstacles);
  return obstacles;
}

store::Lock lock_period(store::Database& database, const LockWish& wish) {
  require_forward(database, wish.source, wish.day);
  const std::vector<std::string> obstacles = lock_obstacles(database, wish);
  if (!obstacles.empty() && !wish.force) {
    throw Error(ErrorKind::try_later,
                fmt::format("{} cannot be locked through {}: {}", wish.source.name,
                            format_civil_date(wish.day), joined(obstacles)),
                "run `bursar sync` and `bursar export`, and see to what they report; --force locks "
                "all the same and says so in the record");
  }
  store::Lock lock;
  lock.without_reconciliation = require_reconciled(database, wish);
  lock.source = wish.source.source;
  lock.day = wish.day;
  lock.made_at = wish.now;
  lock.forced = !obstacles.empty();
  lock.reason = wish.reason;
  if (lock.forced) {
    lock.reason += fmt::format("{}although {}", wish.reason.empty() ? "" : "; ", joined(obstacles));
  }
  lock.totals = written(totals_through(database, wish.source, wish.day));
  store::WriteTransaction transaction(database);
  store::put_lock(database, lock);
  transaction.commit();
  return lock;
}

store::Lock reopen_period(store::Database& database, const store::Source& source,
                          std::optional<CivilDate> day, const std::string& reason,
                          ledger::Instant now) {
  const auto locked = store::locked_through(database, source.source);
  if (!locked || (day && *day >= *locked)) {
    throw Error(ErrorKind::usage,
                fmt::format("{} is {}", source.name,
                            locked ? "locked through " + format_civil_date(*locked) : "not locked"),
                "--reopen takes the last day that stays locked, earlier than that, or none");
  }
  store::Lock lock;
  lock.source = source.source;
  lock.day = day;
  lock.made_at = now;
  lock.reopens = true;
  lock.reason = reason;
  lock.totals = "[]";
  store::WriteTransaction transaction(database);
  store::put_lock(database, lock);
  transaction.commit();
  return lock;
}

}  // namespace bursar::exporting
