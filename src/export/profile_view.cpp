#include "export/profile_view.hpp"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "error/error.hpp"
#include "export/coded_group.hpp"
#include "export/context.hpp"
#include "export/frozen.hpp"
#include "export/kept_file.hpp"
#include "ledger/identity.hpp"
#include "ledger/line_date.hpp"
#include "store/batches.hpp"
#include "store/journal_trace.hpp"
#include "store/statement_ledger.hpp"

namespace bursar::exporting {
namespace {

namespace fs = std::filesystem;

constexpr const char* before_start = "dated before the profile's start";

// The batches of a profile, to tell in which file something lies.
class BatchIndex {
 public:
  BatchIndex(store::Database& database, const store::Profile& profile)
      : archive_(archive_of(database.file()) / profile.name),
        batches_(store::batches(database, profile.profile)) {}

  // Fills in number and files of the batch with this key. `id` is what the line's file has in it
  // where its layout writes ids.
  void tell(std::int64_t batch, const std::string& id, HandedOver& line) const {
    for (const store::Batch& one : batches_) {
      if (one.batch != batch) continue;
      line.batch = one.number;
      line.files = files_with(one, id);
    }
  }
  // The batches in which a table wrote a row: when it was new, and after each of `replaced`, the
  // keys of its former versions.
  [[nodiscard]] std::vector<HandedOver> of_table(const store::StoredTransaction& row,
                                                 const std::vector<std::int64_t>& replaced) const {
    std::vector<HandedOver> lines;
    for (const store::Batch& one : batches_) {
      if (one.seen.row < row.key) continue;
      const store::Batch* const before = &one == batches_.data() ? nullptr : &one - 1;
      const bool is_changed = std::any_of(replaced.begin(), replaced.end(), [&](std::int64_t key) {
        return before != nullptr && key > before->seen.transaction_version &&
               key <= one.seen.transaction_version;
      });
      if (!lines.empty() && !is_changed) continue;
      HandedOver& line = lines.emplace_back();
      line.batch = one.number;
      line.files = files_with(one, row.row.id);
      line.id = row.row.id;
      line.origin = lines.size() == 1 ? "original" : "replacement";
    }
    return lines;
  }

 private:
  [[nodiscard]] std::vector<std::string> files_with(const store::Batch& batch,
                                                    const std::string& id) const {
    std::vector<std::string> all;
    for (const store::BatchFile& file : batch.files) all.push_back(file.name);
    if (all.size() < 2) return all;
    std::vector<std::string> with;
    const auto archive = os::DirectoryBeneath::find(archive_ / std::to_string(batch.number));
    for (const std::string& name : all) {
      const auto file = archive ? KeptFile::find(*archive, name) : std::nullopt;
      if (!file) continue;
      std::string bytes;
      file->read([&](std::string_view block) { bytes += block; });
      if (bytes.find(id) != std::string::npos) with.push_back(name);
    }
    return with.empty() ? all : with;
  }

  fs::path archive_;
  std::vector<store::Batch> batches_;
};

std::vector<HandedOver> of_journal(store::Database& database, const store::Profile& profile,
                                   const BatchIndex& batches, ledger::Key row) {
  std::vector<HandedOver> lines;
  for (store::TracedLine& traced : store::traced_lines(database, profile.profile, row)) {
    HandedOver& line = lines.emplace_back();
    if (traced.batch) batches.tell(*traced.batch, traced.entry, line);
    line.id = std::move(traced.entry);
    line.entry_no = traced.entry_no;
    line.day = traced.day;
    line.moved_from = traced.moved_from;
    line.origin = name_of(traced.origin);
    line.standing = traced.standing;
    line.amount = {traced.booked.line.gl_amount, traced.booked.currency};
    line.coded = std::move(traced.booked.line);
  }
  return lines;
}

ledger::Turn turn_of(store::LineOrigin origin) {
  if (origin == store::LineOrigin::reversal) return ledger::Turn::reversal;
  if (origin == store::LineOrigin::replacement) return ledger::Turn::replacement;
  return ledger::Turn::original;
}

std::vector<HandedOver> of_statement(store::Database& database, const store::Profile& profile,
                                     const BatchIndex& batches,
                                     const store::StoredTransaction& row) {
  store::StatementLedger ledger(database, profile.profile);
  const std::vector<store::Stream> streams = ledger.streams();
  std::vector<HandedOver> lines;
  for (const store::StatementEntry& entry : ledger.lines_of(row.key)) {
    HandedOver& line = lines.emplace_back();
    line.id = ledger::statement_line_id(row.row.id, entry.key, turn_of(entry.origin), entry.turn);
    if (entry.batch) batches.tell(*entry.batch, line.id, line);
    line.day = entry.day;
    line.moved_from = entry.moved_from;
    line.origin = name_of(entry.origin);
    line.standing = entry.standing;
    line.amount.hundredths = entry.amount;
    for (const store::Stream& stream : streams) {
      if (stream.stream == entry.stream) line.amount.currency = stream.currency;
    }
  }
  return lines;
}

// Tables of expenses and their items do not have transactions.
bool is_of_expenses(const store::Profile& profile) {
  const auto frozen = nlohmann::json::parse(profile.frozen);
  return profile.kind == "table" && frozen.value("rows", std::string()).starts_with("expense");
}

std::vector<HandedOver> handed_over(store::Database& database, const store::Profile& profile,
                                    const store::StoredTransaction& row) {
  const BatchIndex batches(database, profile);
  if (profile.kind == "journal") return of_journal(database, profile, batches, row.key);
  if (profile.kind == "statement") return of_statement(database, profile, batches, row);
  if (is_of_expenses(profile)) return {};
  return batches.of_table(row, store::replaced_versions(database, row.key));
}

ExplainedLine explained(const ledger::Line& line, const LedgerGroup& group, ledger::CivilDate day,
                        LineCoder& coder, const mapping::Chart& chart) {
  ExplainedLine told;
  told.part = ledger::name_of(line.posting.part);
  told.kind = line.posting.kind;
  told.amount = line.posting.amount;
  const ledger::Coding coding = coder.code(line, group.row_of(line), day, chart, &told.decisions);
  told.unmapped = coding.unmapped;
  try {
    for (ledger::BookedLine& booked : coder.book(line, group.key_of(line), coding, chart).lines) {
      told.booked.push_back(std::move(booked.line));
    }
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::data) throw;
    told.problem = error.what();
  }
  return told;
}

// What the profile's chart says of the row's lines now.
std::vector<ExplainedLine> explained_lines(const Context& context, const store::StoredGroup& group,
                                           ledger::Key row) {
  const LedgerGroup ledger = ledger_group(group, context);
  std::vector<ExplainedLine> lines;
  if (ledger.rows.empty()) return lines;
  const Calendar& calendar = context.request.calendar;
  const ledger::CivilDate day = ledger::date_of_entry(ledger.group, calendar.basis, calendar.zone);
  LineCoder coder(context);
  for (const ledger::Line& line : ledger.lines) {
    if (ledger.key_of(line).row != row) continue;
    lines.push_back(explained(line, ledger, day, coder, *context.request.chart->chart));
  }
  return lines;
}

// What the list of the profile says about the row, or about its group.
bool tell_pending(store::Database& database, const store::StoredTransaction& row,
                  std::int64_t profile, ProfileView& view) {
  const std::string record =
      view.kind == "journal" ? ledger::group_id(row.row) : std::to_string(row.key);
  for (const store::Pending& pending : store::pending(database, profile)) {
    if (pending.record != record) continue;
    view.state = pending.reason;
    view.why = pending.detail;
    return true;
  }
  return false;
}

void tell_state(const Context& context, const store::StoredTransaction& row, bool vanished,
                ProfileView& view) {
  const auto is_issued = [](const HandedOver& line) { return line.batch != 0; };
  if (tell_pending(context.database, row, context.profile.profile, view)) return;
  if (std::any_of(view.handed_over.begin(), view.handed_over.end(), is_issued)) {
    view.state = "handed over";
  } else if (!view.handed_over.empty()) {
    view.state = "caught up";
    view.why = before_start;
  } else if (vanished) {
    view.state = "nothing to hand over";
    view.why = "the row has vanished from the platform";
  } else if (!ledger::in_books(context.books, row.row)) {
    view.state = "outside";
    view.why = fmt::format("not in the books of the source {}", context.request.source.name);
  } else if (context.profile.seen.row < row.key) {
    view.state = "not looked at";
    view.why = "the next export will";
  } else {
    view.state = "nothing to hand over";
    view.why = "it moves nothing";
  }
}

}  // namespace

ProfileView view_of(store::Database& database, const Request& request,
                    const store::StoredGroup& group, const store::StoredTransaction& row,
                    bool vanished) {
  const Context context = context_to_look(database, request);
  ProfileView view;
  view.profile = request.profile;
  view.kind = mapping::kind_name(request.layout.layout.kind);
  // What a table wrote is told from what was new, which for another source is none of its own.
  const bool may_be_there = view.kind != "table" || ledger::in_books(context.books, row.row);
  if (context.profile.profile != 0 && may_be_there) {
    view.handed_over = handed_over(database, context.profile, row);
  }
  tell_state(context, row, vanished, view);
  const Calendar& calendar = request.calendar;
  const bool is_too_early =
      ledger::transaction_date(row.row.created_at, row.row.cleared_at, calendar.basis,
                               calendar.zone) < first_day_of(request);
  if (view.kind == "table" && is_too_early) {
    view.handed_over.clear();
    view.state = "caught up";
    view.why = before_start;
  }
  if (view.kind != "journal" || vanished || view.state == "outside") return view;
  try {
    view.lines = explained_lines(context, group, row.key);
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::data) throw;
    view.why = error.what();
  }
  return view;
}

ProfileView view_of(store::Database& database, const store::Profile& profile,
                    const store::StoredTransaction& row) {
  ProfileView view;
  view.profile = profile.name;
  view.kind = profile.kind;
  view.handed_over = handed_over(database, profile, row);
  view.state = "gone";
  view.why = "the configuration has this profile no more";
  return view;
}

}  // namespace bursar::exporting
