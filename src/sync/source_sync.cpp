#include "sync/source_sync.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "opencollective/api_error.hpp"
#include "sync/expense_refresh.hpp"
#include "sync/lanes.hpp"

namespace bursar::sync {
namespace {

std::string perspective_name(opencollective::Perspective perspective) {
  return perspective == opencollective::Perspective::host ? "host" : "account";
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
  const auto mark =
      store::watermark(context_.database, {source_.source, expenses_stream, {}}, source_.start);
  read([&] {
    return plan_sync(context_.database, source_, members(), to, context_.options.overlap_ms);
  });
  for (store::Member member : members()) {
    if (member.caught_up) continue;
    member.caught_up = true;
    store::put_member(context_.database, source_.source, member);
  }
  // Without a mark everything has just been read for the first time.
  if (mark) refresh_expenses(to);
}

void SourceSync::backfill(std::optional<ledger::Instant> from, std::optional<ledger::Instant> to) {
  probe();
  // The identity of a backfill is what was asked for, so an open end is kept as the end of time.
  const store::Interval asked{from.value_or(source_.start), to.value_or(ledger::Instant::max())};
  const ledger::Instant now = context_.clock.now();
  const ledger::Instant settled = settled_now();
  read([&] {
    Plan plan = plan_backfill(context_.database, source_, members(), asked, now);
    for (auto* tasks : {&plan.transactions, &plan.expenses}) {
      for (ReadTask& task : *tasks) task.range.to = std::min(task.range.to, settled);
    }
    return plan;
  });
  finish_backfill(context_.database, source_, members(), asked);
}

void SourceSync::probe() {
  transactions_lane_ = context_.connector.open();
  expenses_lane_ = context_.connector.open();
  probe_ = transactions_lane_.client->probe(request_.slug, request_.perspective,
                                            opencollective::ProbeDepth::needed);
  context_.observer.probed(request_.name, probe_);
  writer_.set_private_fields_readable(probe_.token.reads_every_private_field());
  writer_.write_accounts(probe_.source);
  source_ =
      store::open_source(context_.database, request_.name, perspective_name(request_.perspective),
                         probe_.source.account.public_id, request_.start);
  if (request_.perspective == opencollective::Perspective::account) update_members(probe_.source);
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
      context_.observer.noted(request_.name, fmt::format("new child account: {}", account.slug));
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

// True when there were any.
bool SourceSync::drop_gone_members() {
  std::vector<std::string> ids;
  for (const store::Member& member : members()) {
    if (!member.gone && member.account != source_.account) ids.push_back(member.account);
  }
  const auto existing = transactions_lane_.client->existing_accounts(ids);
  bool any = false;
  for (const std::string& id : ids) {
    if (std::find(existing.begin(), existing.end(), id) != existing.end()) continue;
    store::put_member(context_.database, source_.source, {id, true, true});
    context_.observer.noted(request_.name,
                            fmt::format("the child account {} was removed on the platform; what is "
                                        "stored of it is kept",
                                        id));
    any = true;
  }
  return any;
}

void SourceSync::read_once(const Plan& plan) {
  const BatchTaker taker{[this](const Delivery& delivery) { write(delivery); },
                         [this] { commit(); }};
  read_in_lanes(plan, transactions_lane_, expenses_lane_, context_.options, taker);
}

void SourceSync::write(const Delivery& delivery) {
  writer_.write(delivery);
  if (writer_.group_is_full()) commit();
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

void SourceSync::refresh_expenses(ledger::Instant to) {
  ExpenseRefresh refresh;
  refresh.source = source_;
  refresh.parts = scope_parts(source_, members());
  refresh.since = to - context_.options.overlap_ms;
  refresh.to = to;
  refresh.may_read_activities = probe_.token.is_admin;
  refresh.run = context_.run;
  PageSize page_size(context_.options.page_size, opencollective::max_expenses_per_page,
                     context_.options.page_size_fixed);
  sync::refresh_expenses(context_.database, *expenses_lane_.client, refresh, page_size,
                         [this](const Delivery& delivery) {
                           write(delivery);
                           commit();
                         });
}

std::vector<store::SourceOutcome> SourceSync::outcomes() const {
  std::vector<store::SourceOutcome> outcomes{transactions_, expenses_};
  if (transactions_lane_.client) outcomes[0].requests = transactions_lane_.client->requests();
  if (expenses_lane_.client) outcomes[1].requests = expenses_lane_.client->requests();
  return outcomes;
}

}  // namespace bursar::sync
