#include "sync/source_sync.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "opencollective/api_error.hpp"
#include "store/hosted_accounts.hpp"
#include "store/quarantine.hpp"
#include "store/queries.hpp"
#include "store/successors.hpp"
#include "sync/expense_refresh.hpp"
#include "sync/lanes.hpp"
#include "sync/losses.hpp"
#include "sync/removed_accounts.hpp"

namespace bursar::sync {
namespace {

std::string perspective_name(opencollective::Perspective perspective) {
  return perspective == opencollective::Perspective::host ? "host" : "account";
}

// Public id; empty where there is none.
const std::string& host_of(const opencollective::AccountDetails& source) {
  return source.is_host ? source.account.public_id : source.account.host;
}

store::SourceOutcome begun(const std::string& source, const char* stream) {
  store::SourceOutcome outcome;
  outcome.source = source;
  outcome.stream = stream;
  return outcome;
}

}  // namespace

SourceSync::SourceSync(const RunContext& context, const SourceRequest& request)
    : context_(context),
      request_(request),
      writer_(context.database, context.clock, context.run),
      missing_(context.database),
      transactions_(begun(request.name, transactions_stream)),
      expenses_(begun(request.name, expenses_stream)) {}

ledger::Instant SourceSync::settled_now() {
  return context_.clock.now() - context_.options.settle_ms;
}

std::vector<store::Member> SourceSync::members() {
  return store::members(context_.database, source_.source);
}

void SourceSync::sync() {
  probe();
  const ledger::Instant to = settled_now();
  read([&] {
    return plan_sync(context_.database, source_, members(), to, context_.options.overlap_ms);
  });
  for (store::Member member : members()) {
    if (member.caught_up) continue;
    member.caught_up = true;
    store::put_member(context_.database, source_.source, member);
  }
  learn_hosts();
  const bool first_time = !std::exchange(read_before_, true);
  if (!first_time) {
    refresh_expenses(to);
    if (context_.options.deep) read_all(to - context_.options.overlap_ms);
    follow_mergers();
    read_groups(std::exchange(moved_groups_, {}), to);
    settle_losses();
  }
  remember_hosted();
  note_unread();
  audit_history(audit::Depth::quick);
  // Rows that turned up only now, moved here from elsewhere or restored, have expenses, too. One
  // that does not exist is none of ours to lose.
  if (first_time) return;  // everything has just been read
  (void)read_linked_expenses(context_.database, *expenses_lane_.client, refresh_until(to),
                             [this](const Delivery& delivery) { write_alone(delivery); });
}

void SourceSync::backfill(std::optional<ledger::Instant> from, std::optional<ledger::Instant> to) {
  probe();
  // The identity of a backfill is what was asked for, so an open end is kept as the end of time.
  const store::Interval asked{from.value_or(source_.start), to.value_or(ledger::Instant::max())};
  const ledger::Instant now = context_.clock.now();
  const ledger::Instant settled = settled_now();
  Plan plan;
  read([&] {
    plan = plan_backfill(context_.database, source_, members(), asked, now);
    for (auto* tasks : {&plan.transactions, &plan.expenses}) {
      for (ReadTask& task : *tasks) task.range.to = std::min(task.range.to, settled);
    }
    return plan;
  });
  learn_hosts();
  suspect_gone_members(plan.transactions);
  settle_losses();
  note_unread();
  finish_backfill(context_.database, source_, members(), asked);
}

// Rows of which not one can be read would look like a ledger without rows.
void SourceSync::note_unread() {
  const auto unreadable = store::quarantine(context_.database, source_.source);
  if (unreadable.empty()) return;
  const store::SourceCounts stored = store::count_source(context_.database, source_);
  for (const auto& [stream, rows] : {std::pair{transactions_stream, stored.transactions},
                                     std::pair{expenses_stream, stored.expenses}}) {
    const auto of_stream = [name = stream](const auto& row) { return row.key.stream == name; };
    const auto first = std::find_if(unreadable.begin(), unreadable.end(), of_stream);
    if (rows > 0 || first == unreadable.end()) continue;
    is_unread_ = true;
    const auto number = std::count_if(first, unreadable.end(), of_stream);
    tell({request_.name, "nothing-readable", number,
          fmt::format("the platform has {} {} and shows none of them ({}): nothing of them is "
                      "stored, and the next run asks again",
                      number, stream, first->reason),
          true});
  }
}

void SourceSync::probe() {
  transactions_lane_ = context_.connector.open();
  expenses_lane_ = context_.connector.open();
  probe_ = transactions_lane_.client->probe(request_.slug, request_.perspective,
                                            opencollective::ProbeDepth::needed);
  context_.observer.probed(request_.name, probe_);
  writer_.believe_nulls_of(probe_.token.reads_every_private_field() ? host_of(probe_.source)
                                                                    : std::string());
  writer_.write_accounts(probe_.source);
  source_ =
      store::open_source(context_.database, request_.name, perspective_name(request_.perspective),
                         probe_.source.account.public_id, request_.start);
  if (request_.perspective == opencollective::Perspective::account) update_members(probe_.source);
  read_before_ =
      store::watermark(context_.database, {source_.source, expenses_stream, {}}, source_.start)
          .has_value();
}

// Rows say under which host they were made, not where an account is now, which decides what is
// internal (accounting.md R2).
void SourceSync::learn_hosts() {
  if (request_.perspective != opencollective::Perspective::host) return;
  const auto ids = store::accounts_of_unproven_host(context_.database, source_, context_.run);
  if (ids.empty()) return;
  opencollective::AccountDetails details = probe_.source;
  details.children = transactions_lane_.client->accounts_by_id(ids);
  writer_.write_accounts(details);
}

void SourceSync::update_members(const opencollective::AccountDetails& details) {
  std::set<std::string> known;
  for (const store::Member& member : members()) {
    known.insert(member.account);
  }
  std::vector<ledger::Account> accounts{details.account};
  accounts.insert(accounts.end(), details.children.begin(), details.children.end());
  for (const ledger::Account& account : accounts) {
    if (known.contains(account.public_id)) continue;
    // What belongs to the source from its beginning is read with it.
    const bool first = known.empty();
    store::put_member(context_.database, source_.source, {account.public_id, false, first});
    if (!first) {
      tell({request_.name, "account-added", 1, fmt::format("new child account: {}", account.slug),
            true});
    }
  }
}

void SourceSync::read(const std::function<Plan()>& make_plan) {
  try {
    read_once(make_plan());
  } catch (const opencollective::ApiError& error) {
    // One removed account makes the whole list unknown to the API (F 10.13). What was proven before
    // is covered, so the plan is simply made anew without it.
    if (error.code() != "NotFound" || !drop_gone_members()) throw;
    read_once(make_plan());
  }
}

// Of these accounts, by public id, those that the platform has no more.
std::vector<std::string> SourceSync::gone_of(std::vector<std::string> ids) {
  const auto existing = transactions_lane_.client->existing_accounts(ids);
  std::erase_if(ids, [&](const std::string& id) {
    return std::find(existing.begin(), existing.end(), id) != existing.end();
  });
  return ids;
}

// True when there were any.
bool SourceSync::drop_gone_members() {
  std::vector<std::string> ids;
  for (const store::Member& member : members()) {
    if (!member.gone && member.account != source_.account) ids.push_back(member.account);
  }
  const std::vector<std::string> gone = gone_of(std::move(ids));
  for (const std::string& id : gone) {
    store::put_member(context_.database, source_.source, {id, true, true});
    tell_of_removed(id);
  }
  return !gone.empty();
}

// What was merged within a host changes no count, sum or balance of it, but how many accounts it
// has (F 10.2).
void SourceSync::follow_mergers() {
  const auto last = store::number_of_hosted(context_.database, source_.source);
  const auto& number = probe_.source.hosted_accounts;
  const bool is_host = request_.perspective == opencollective::Perspective::host;
  if (!is_host || !last || !number || *last == *number) return;
  gone_hosted_ = gone_of(store::accounts_under_host(context_.database, source_));
  for (const std::string& id : gone_hosted_) tell_of_removed(id);
}

// Only once all that became of them is stored.
void SourceSync::remember_hosted() {
  const auto& number = probe_.source.hosted_accounts;
  if (request_.perspective != opencollective::Perspective::host || !number) return;
  store::WriteTransaction transaction(context_.database);
  for (const std::string& id : std::exchange(gone_hosted_, {})) {
    store::put_member(context_.database, source_.source, {id, true, true});
  }
  store::put_number_of_hosted(context_.database, source_.source, *number);
  transaction.commit();
}

void SourceSync::tell_of_removed(const std::string& account) {
  const RemovedAccount removed =
      examine_removed_account(context_.database, *transactions_lane_.client, account);
  missing_.add(store::Stream::transactions, removed.transactions);
  missing_.add(store::Stream::expenses, removed.expenses);
  moved_groups_.insert(moved_groups_.end(), removed.groups.begin(), removed.groups.end());
  const char* kind = request_.perspective == opencollective::Perspective::host ? "hosted" : "child";
  const std::string sentence =
      removed.into.empty()
          ? fmt::format(
                "the {} account {} was removed on the platform; what is stored of it is kept", kind,
                account)
          : fmt::format("the {} account {} was merged into {}; its rows are followed there", kind,
                        account, removed.into);
  tell({request_.name, removed.into.empty() ? "account-removed" : "account-merged", 1, sentence,
        true});
}

void SourceSync::read_once(const Plan& plan) {
  if (read_before_) missing_.watch(scope_parts(source_, members()));
  const BatchTaker taker{[this](const Delivery& delivery) { write(delivery); },
                         [this] { commit(); }};
  read_in_lanes(plan, transactions_lane_, expenses_lane_, context_.options, taker);
}

void SourceSync::write(const Delivery& delivery) {
  writer_.write(delivery);
  missing_.examine(delivery);
  if (writer_.group_is_full()) commit();
}

// Outside of lanes, where nobody commits later.
void SourceSync::write_alone(const Delivery& delivery) {
  write(delivery);
  commit();
}

void SourceSync::commit() {
  for (WindowDone& done : writer_.commit()) report(std::move(done));
}

void SourceSync::report(WindowDone done) {
  store::SourceOutcome& outcome = done.stream == transactions_stream ? transactions_ : expenses_;
  outcome.rows_read += done.rows;
  outcome.inserted += done.inserted;
  outcome.changed += done.changed;
  outcome.unreadable += done.unreadable;
  done.source = request_.name;
  done.rows_read = outcome.rows_read;
  done.requests_left = context_.connector.requests_left();
  context_.observer.window_done(done);
}

void SourceSync::tell(const store::Finding& finding) {
  store::record_finding(context_.database, context_.run, finding);
  context_.observer.found(finding);
}

ExpenseRefresh SourceSync::refresh_until(ledger::Instant to) {
  ExpenseRefresh refresh;
  refresh.source = source_;
  refresh.parts = scope_parts(source_, members());
  refresh.since = to - context_.options.overlap_ms;
  refresh.to = to;
  refresh.may_read_activities = probe_.token.is_admin;
  refresh.run = context_.run;
  return refresh;
}

void SourceSync::refresh_expenses(ledger::Instant to) {
  PageSize page_size(context_.options.page_size, opencollective::max_expenses_per_page,
                     context_.options.page_size_fixed);
  const RefreshNews news = sync::refresh_expenses(
      context_.database, *expenses_lane_.client, refresh_until(to), page_size,
      [this](const Delivery& delivery) { write_alone(delivery); });
  missing_.add(store::Stream::expenses, news.missing_expenses);
  read_groups(store::groups_of_orders(context_.database, news.touched_orders), to);
}

// Disputes and reviews change all rows of a group, whatever their age (F 5.6.8).
void SourceSync::read_groups(const std::vector<std::string>& groups, ledger::Instant to) {
  constexpr std::size_t most_groups = 500;
  PageSize page_size(context_.options.page_size, opencollective::max_transactions_per_page,
                     context_.options.page_size_fixed);
  const Sink sink = [this](const Delivery& delivery) {
    write_alone(delivery);
    return true;
  };
  for (std::size_t first = 0; first < groups.size(); first += most_groups) {
    const auto begin = groups.begin() + static_cast<std::ptrdiff_t>(first);
    const auto end =
        groups.begin() + static_cast<std::ptrdiff_t>(std::min(first + most_groups, groups.size()));
    for (const ScopePart& part : scope_parts(source_, members())) {
      read_transactions(*transactions_lane_.client,
                        {{source_.source, transactions_stream, part.part},
                         part.scope,
                         {source_.start, to},
                         {},
                         false,
                         {begin, end}},
                        page_size, sink);
    }
  }
}

// The rows of removed members cannot be listed any more, but they can be looked up (F 10.13).
void SourceSync::suspect_gone_members(const std::vector<ReadTask>& tasks) {
  store::AskedRows gone{false, {}};
  for (const store::Member& member : members()) {
    if (member.gone) gone.accounts.push_back(member.account);
  }
  if (gone.accounts.empty()) return;
  for (const ReadTask& task : tasks) {
    missing_.add(
        store::Stream::transactions,
        store::stored_ids(context_.database, gone, store::Stream::transactions, task.range));
  }
}

// All of history, whatever counts and sums say.
void SourceSync::read_all(ledger::Instant to) {
  Plan plan;
  read([&] {
    plan = {};
    for (const ScopePart& part : scope_parts(source_, members())) {
      for (const char* stream : {transactions_stream, expenses_stream}) {
        const store::StreamKey key{source_.source, stream, part.part};
        tasks_of(plan, stream).push_back({key, part.scope, {source_.start, to}, {}, true, {}});
      }
    }
    return plan;
  });
  suspect_gone_members(plan.transactions);
}

void SourceSync::settle_losses() {
  if (!read_before_) return;
  const store::WriteContext now{context_.run, context_.clock.now(), false};
  Losses losses(context_.database, *transactions_lane_.client, source_, now,
                [this](const Delivery& delivery) { write_alone(delivery); });
  {
    store::WriteTransaction transaction(context_.database);
    (void)store::succeed_tombstones(context_.database, now);
    transaction.commit();
  }
  missing_.add(store::Stream::transactions, store::possible_predecessors(context_.database, now));
  for (const store::Stream stream : {store::Stream::transactions, store::Stream::expenses}) {
    losses.look_up(stream, missing_.take(stream));
  }
  const auto tell_all = [&] {
    for (const store::Finding& finding : losses.findings()) tell(finding);
  };
  try {
    losses.bury(everything(), context_.options.losses);
  } catch (const Error&) {
    tell_all();
    throw;
  }
  losses.follow_refunds();
  tell_all();
}

// What this source may ask for at all, accounts that are gone included.
store::AskedRows SourceSync::everything() {
  if (request_.perspective == opencollective::Perspective::host) return {true, {source_.account}};
  store::AskedRows all{false, {}};
  for (const store::Member& member : members()) all.accounts.push_back(member.account);
  return all;
}

std::vector<store::SourceOutcome> SourceSync::outcomes() const {
  std::vector<store::SourceOutcome> outcomes{transactions_, expenses_};
  if (transactions_lane_.client) outcomes[0].requests = transactions_lane_.client->requests();
  if (expenses_lane_.client) outcomes[1].requests = expenses_lane_.client->requests();
  return outcomes;
}

}  // namespace bursar::sync
