#include <memory>
#include <optional>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/database_access.hpp"
#include "cli/export_request.hpp"
#include "cli/invocation.hpp"
#include "cli/table.hpp"
#include "error/error.hpp"
#include "export/locking.hpp"
#include "store/stopping.hpp"

namespace bursar::cli {
namespace {

struct Flags {
  std::string source;
  std::string day;
  std::string reopen;
  std::string reason;
  std::string without_reconciliation;
  bool force = false;
};

// The source as stored; it may have left the configuration since.
store::Source known_source(store::Database& database, const config::Config& config,
                           const std::string& name) {
  if (const auto known = store::find_source(database, name)) return *known;
  throw Error(ErrorKind::try_later,
              fmt::format("nothing of the source {} is stored yet", config.source(name).name),
              "run `bursar sync` first");
}

ledger::CivilDate parse_day(const std::string& text) {
  if (const auto day = ledger::parse_civil_date(text)) return *day;
  throw Error(ErrorKind::usage, fmt::format("\"{}\" is no day", text),
              "write the last day to be locked as 2026-12-31");
}

std::string through(const store::Lock& lock) {
  return lock.day ? ledger::format_civil_date(*lock.day) : "nothing";
}

nlohmann::json event_of(const std::string& source, const store::Lock& lock) {
  nlohmann::json event = nlohmann::json::object();
  event["type"] = "lock";
  event["source"] = source;
  event["through"] = nlohmann::json();
  if (lock.day) event["through"] = ledger::format_civil_date(*lock.day);
  event["made_at"] = ledger::format_rfc3339(lock.made_at);
  event["reopens"] = lock.reopens;
  event["forced"] = lock.forced;
  event["reason"] = lock.reason;
  event["without_reconciliation"] = lock.without_reconciliation;
  event["totals"] = nlohmann::json::array();
  for (const exporting::LockedTotal& total : exporting::locked_totals(lock)) {
    nlohmann::json one = nlohmann::json::object();
    one["profile"] = total.profile;
    one["account"] = total.account;
    one["currency"] = std::string(total.amount.currency.code());
    one["balance"] = ledger::format_amount(total.amount);
    event["totals"].push_back(std::move(one));
  }
  return event;
}

void show_totals(const store::Lock& lock, Output& output) {
  Table table{{{"profile"}, {"account"}, {"currency"}, {"balance", true}}, {}};
  for (const exporting::LockedTotal& total : exporting::locked_totals(lock)) {
    table.rows.push_back({total.profile, total.account, std::string(total.amount.currency.code()),
                          ledger::format_amount(total.amount)});
  }
  if (table.rows.empty()) return;
  output.result(Lines().add("").add(format_table(table, output.out_terminal().width)));
}

int show(const config::Config& config, const Flags& flags, Output& output) {
  if (!database_exists(config)) (void)config.source(flags.source);  // may be mistyped
  std::vector<store::Lock> locks;
  if (database_exists(config)) {
    store::Database database = open_to_look(config);
    locks = store::locks(database, known_source(database, config, flags.source).source);
  }
  if (locks.empty()) output.result(fmt::format("{}: nothing is locked", flags.source));
  Table table{{{"made"}, {"what"}, {"through"}, {"reason"}, {"without reconciliation"}}, {}};
  for (const store::Lock& lock : locks) {
    const char* const what = lock.reopens ? "reopened" : lock.forced ? "locked by force" : "locked";
    table.rows.push_back({ledger::format_rfc3339(lock.made_at), what, through(lock), lock.reason,
                          lock.without_reconciliation});
    output.event(event_of(flags.source, lock));
  }
  if (locks.empty()) return exit_done;
  constexpr std::size_t wide = 10'000;  // reasons must not be cut
  output.result(format_table(table, wide));
  show_totals(locks.back(), output);
  return exit_done;
}

store::Lock lock(store::Database& database, const config::Config& config, const Flags& flags,
                 Invocation& invocation) {
  exporting::LockWish wish;
  wish.source = known_source(database, config, flags.source);
  wish.day = parse_day(flags.day);
  wish.zone = ledger::TimeZone::find(config.time_zone.value).value();
  for (const config::ProfileConfig& profile : config.profiles) {
    if (profile.source != flags.source) continue;
    wish.profiles.push_back(request_of(database, config, profile, invocation));
  }
  wish.force = flags.force;
  wish.reason = flags.reason;
  wish.without_reconciliation = flags.without_reconciliation;
  wish.now = invocation.clock.now();
  return exporting::lock_period(database, wish);
}

store::Lock reopen(store::Database& database, const config::Config& config, const Flags& flags,
                   Invocation& invocation) {
  std::optional<ledger::CivilDate> day;
  if (flags.reopen != "none") day = parse_day(flags.reopen);
  return exporting::reopen_period(database, known_source(database, config, flags.source), day,
                                  flags.reason, invocation.clock.now());
}

int run(Invocation& invocation, const Flags& flags) {
  const config::Config config = invocation.load_config();
  if (flags.day.empty() && flags.reopen.empty()) return show(config, flags, invocation.output);
  const auto locked = open_existing(config);
  store::heed_stop_requests(locked->database);
  store::Database& database = locked->database;
  const store::Lock made = flags.reopen.empty() ? lock(database, config, flags, invocation)
                                                : reopen(database, config, flags, invocation);
  invocation.output.event(event_of(flags.source, made));
  invocation.output.note(fmt::format("{}: locked through {}", flags.source, through(made)));
  if (made.forced) {
    invocation.output.warning(fmt::format("{}: locked {}", flags.source, made.reason));
  }
  if (!made.without_reconciliation.empty()) {
    invocation.output.warning(fmt::format("{}: locked without a reconciliation: {}", flags.source,
                                          made.without_reconciliation));
  }
  return exit_done;
}

}  // namespace

void add_lock(Command program) {
  const auto flags = std::make_shared<Flags>();
  Command command =
      program.add_subcommand("lock", "Close a period of a source: nothing is dated in it any more");
  command.add_option("SOURCE", flags->source, "The source whose profiles are locked").required();
  const Option day = command.add_option(
      "DATE", flags->day, "The last day to be locked; without it, show what is locked");
  const Option reason =
      command.add_option("--reason", flags->reason, "Why, for the record").type_name("TEXT");
  command
      .add_flag("--force", flags->force,
                "Lock what is not proven or not done with; the record says so")
      .needs(day);
  command
      .add_option("--without-reconciliation", flags->without_reconciliation,
                  "Lock what `bursar reconcile` did not find to agree, and record why")
      .type_name("REASON")
      .needs(day);
  command
      .add_option("--reopen", flags->reopen,
                  "Move the lock back: the last day that stays locked, or none")
      .type_name("DATE")
      .needs(reason)
      .excludes(day);
  command.footer(
      "Examples:\n  bursar lock asbl\n  bursar reconcile asbl && bursar lock asbl 2026-12-31\n"
      "  bursar lock asbl --reopen 2026-11-30 --reason \"auditor's corrections\"");
  command.action([flags](Invocation& invocation) { return run(invocation, *flags); });
}

}  // namespace bursar::cli
