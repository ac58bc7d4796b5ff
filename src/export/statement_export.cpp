#include "export/statement_export.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "error/error.hpp"
#include "export/listener.hpp"
#include "export/pending_list.hpp"
#include "export/statement_coding.hpp"
#include "export/statement_rendering.hpp"
#include "export/transaction_record.hpp"
#include "ledger/identity.hpp"
#include "ledger/part_kind.hpp"
#include "ledger/posting.hpp"
#include "store/news.hpp"

namespace bursar::exporting {
namespace {

using store::LineOrigin;
using store::StatementEntry;

// A line as it should stand.
struct TrueLine {
  ledger::UnitKey key;
  ledger::Money amount;
  store::Stream* stream = nullptr;
  const ledger::Posting* posting = nullptr;
};

// A line on its way into a file.
struct NewLine {
  StatementEntry entry;
  store::Stream* stream = nullptr;
  const ledger::Posting* posting = nullptr;
  std::int64_t reverses = 0;
};

std::int64_t count_of(const std::vector<StatementEntry>& lines, const ledger::UnitKey& key,
                      LineOrigin origin) {
  return std::count_if(lines.begin(), lines.end(), [&](const StatementEntry& line) {
    return line.key == key && line.origin == origin;
  });
}

class StatementExport {
 public:
  StatementExport(Context& context, store::StatementLedger& ledger, Streams& streams,
                  BatchFiles& files, Result& result)
      : context_(context),
        ledger_(ledger),
        streams_(streams),
        files_(files),
        result_(result),
        pending_(context.database, context.profile.profile, context.request.listener),
        currencies_(context.request, streams.all().empty()
                                         ? std::nullopt
                                         : std::optional(streams.all().begin()->second.currency)) {
    if (context.request.chart) coder_.emplace(context);
  }

  void run() {
    is_first_ = context_.profile.seen == store::Seen{};
    const auto take_row = [this](const store::StoredTransaction& row, bool deleted) {
      take(row, deleted);
    };
    // A chart is asked about groups, which are read apart.
    const bool needs_orders = shows_orders(context_.request.layout.layout);
    store::for_each_touched_transaction(
        context_.database, context_.everything ? store::Seen{} : context_.profile.seen,
        context_.profile.profile, needs_orders ? store::Orders::read : store::Orders::leave_out,
        take_row);
    if (result_.caught_up == 0) return;
    for (const auto& [place, stream] : streams_.all()) {
      if (stream.opening == 0) continue;
      result_.openings.push_back({stream.slug.empty() ? context_.request.source.name : stream.slug,
                                  {stream.opening, stream.currency}});
    }
  }

 private:
  void take(const store::StoredTransaction& row, bool deleted) {
    const std::string record = std::to_string(row.key);
    const std::vector<StatementEntry> known =
        is_first_ ? std::vector<StatementEntry>{} : ledger_.lines_of(row.key);
    const bool in_books = !deleted && ledger::in_books(context_.books, row.row);
    if (!in_books && known.empty()) {
      if (!deleted && is_of_source(context_, row.row)) ++result_.outside;
      return pending_.drop(record);
    }
    const ledger::CivilDate day = known.empty() ? day_of(row) : known.front().day;
    if (in_books && !is_proven(context_, row.row)) {
      return wait(record, not_proven, day);
    }
    const bool stands = std::any_of(known.begin(), known.end(),
                                    [](const StatementEntry& line) { return line.standing; });
    if (!stands && is_doubtful(context_, row)) return wait(record, in_doubt, day);
    try {
      postings_ = in_books ? parts_of(row.row) : std::vector<ledger::Posting>{};
      settle(row, day, known, true_lines(row));
    } catch (const Error& error) {
      if (error.kind() != ErrorKind::data) throw;
      result_.held.push_back({row.row.id, error.what()});
      pending_.put({record, "held", error.what()}, day);
    }
  }

  // One posting of the net amount, or the postings with fees and taxes apart.
  [[nodiscard]] std::vector<ledger::Posting> parts_of(const ledger::Transaction& row) const {
    const ledger::BooksCurrency currency = context_.request.currency;
    std::vector<ledger::Posting> parts = ledger::postings_of(row, 0, currency);
    if (context_.request.layout.layout.statement == mapping::StatementLines::rows) {
      parts.resize(1);
      parts.front().amount = ledger::net_of(row, currency);
    }
    return parts;
  }

  std::vector<TrueLine> true_lines(const store::StoredTransaction& row) {
    std::vector<TrueLine> lines;
    for (const ledger::Posting& posting : postings_) {
      if (posting.amount.hundredths == 0) {
        ++result_.zero;
        continue;
      }
      currencies_.see(posting.amount.currency);
      lines.push_back({{row.key, posting.part, false},
                       posting.amount,
                       &streams_.of(*row.account, posting.amount.currency),
                       &posting});
    }
    return lines;
  }

  void settle(const store::StoredTransaction& row, ledger::CivilDate day,
              const std::vector<StatementEntry>& known, const std::vector<TrueLine>& truth) {
    const std::string record = std::to_string(row.key);
    const bool only_caught_up =
        std::all_of(known.begin(), known.end(),
                    [](const StatementEntry& line) { return !line.batch.has_value(); });
    const bool caught_up = only_caught_up && is_caught_up(context_, day);
    const std::vector<NewLine> lines = new_lines(known, truth, day, caught_up);
    if (lines.empty()) {
      if (!context_.everything && !only_caught_up) list_unchanged(result_, row.row.id);
      return pending_.drop(record);
    }
    if (!caught_up) {
      const bool all_due = std::all_of(lines.begin(), lines.end(), [&](const NewLine& line) {
        return line.entry.day <= context_.last;
      });
      if (!all_due) {
        return wait(record, not_over(day), day);
      }
      write(row, lines);
    } else {
      ++result_.caught_up;
    }
    for (const NewLine& line : lines) record_line(line, caught_up);
    pending_.drop(record);
  }

  // An EDIT refund takes the effective date of the row it reverses (R8).
  [[nodiscard]] ledger::CivilDate day_of(const store::StoredTransaction& row) const {
    const Calendar& calendar = context_.request.calendar;
    const bool reverses_an_edit = row.row.is_refund && row.row.refund_kind == "EDIT";
    if (calendar.basis == ledger::DateBasis::effective && reverses_an_edit && row.reversed) {
      return ledger::transaction_date(row.reversed->created_at, row.reversed->cleared_at,
                                      calendar.basis, calendar.zone);
    }
    return ledger::transaction_date(row.row.created_at, row.row.cleared_at, calendar.basis,
                                    calendar.zone);
  }

  // Reversals of what stands and is not true, then what is true and does not stand.
  std::vector<NewLine> new_lines(const std::vector<StatementEntry>& known,
                                 const std::vector<TrueLine>& truth, ledger::CivilDate day,
                                 bool caught_up) {
    std::vector<NewLine> lines;
    std::vector<const TrueLine*> missing;
    for (const TrueLine& line : truth) missing.push_back(&line);
    for (const StatementEntry& standing : known) {
      if (!standing.standing) continue;
      const auto same = std::find_if(missing.begin(), missing.end(), [&](const TrueLine* line) {
        return line->key == standing.key && line->amount.hundredths == standing.amount &&
               line->stream->stream == standing.stream;
      });
      if (same != missing.end()) {
        missing.erase(same);
      } else {
        lines.push_back(reversal_of(standing, known, caught_up));
      }
    }
    for (const TrueLine* line : missing) lines.push_back(issue_of(*line, known, day, caught_up));
    return lines;
  }

  NewLine reversal_of(const StatementEntry& standing, const std::vector<StatementEntry>& known,
                      bool caught_up) {
    NewLine line;
    line.stream = &streams_.by_key(standing.stream);
    line.entry = standing;
    line.entry.origin = caught_up ? LineOrigin::opening : LineOrigin::reversal;
    line.entry.turn = caught_up ? 0 : count_of(known, standing.key, LineOrigin::reversal) + 1;
    line.entry.amount = ledger::checked_negate(standing.amount);
    line.entry.standing = false;
    line.reverses = standing.line;
    date(line, standing, caught_up);
    return line;
  }

  NewLine issue_of(const TrueLine& truth, const std::vector<StatementEntry>& known,
                   ledger::CivilDate day, bool caught_up) {
    const bool known_before =
        std::any_of(known.begin(), known.end(),
                    [&](const StatementEntry& line) { return line.key == truth.key; });
    NewLine line;
    line.stream = truth.stream;
    line.posting = truth.posting;
    line.entry.key = truth.key;
    line.entry.stream = truth.stream->stream;
    line.entry.amount = truth.amount.hundredths;
    line.entry.origin = LineOrigin::original;
    if (known_before) {
      line.entry.origin = LineOrigin::replacement;
      line.entry.turn = count_of(known, truth.key, LineOrigin::replacement) + 1;
    }
    if (caught_up) line.entry.origin = LineOrigin::opening;
    StatementEntry first;
    first.day = day;
    date(line, known.empty() ? first : known.front(), caught_up);
    return line;
  }

  // Like the line `before` it, under the two limits (R16). What was moved before says still to
  // which day it belongs.
  void date(NewLine& line, const StatementEntry& before, bool caught_up) const {
    line.entry.day = before.day;
    line.entry.moved_from.reset();
    if (caught_up) return;
    const Dating dating = dated(before.day, context_.first_open, line.stream->through);
    line.entry.day = dating.day;
    line.entry.moved_from = before.moved_from ? before.moved_from : dating.moved_from;
  }

  void write(const store::StoredTransaction& row, const std::vector<NewLine>& lines) {
    // All of a row's lines are rendered before the first is added: what cannot be written holds the
    // row whole.
    std::vector<std::pair<Block, std::string>> blocks;
    for (const NewLine& line : lines) blocks.push_back(rendered(row, line));
    for (const auto& [block, bytes] : blocks) files_.add(block, bytes);
    for (std::size_t i = 0; i < lines.size(); ++i) tell(row, lines[i], blocks[i].first.tie);
    result_.rows += static_cast<std::int64_t>(lines.size());
    const bool corrects = std::any_of(lines.begin(), lines.end(), [](const NewLine& line) {
      return line.entry.origin != LineOrigin::original;
    });
    if (corrects) ++result_.corrections;
  }

  void tell(const store::StoredTransaction& row, const NewLine& line, const std::string& id) const {
    Listener* const listener = context_.request.listener;
    if (listener == nullptr) return;
    const std::string& kind = line.posting != nullptr ? line.posting->kind : row.row.kind;
    listener->movement({id,
                        line.stream->slug,
                        line.entry.day,
                        line.entry.moved_from,
                        {line.entry.amount, line.stream->currency},
                        fmt::format("{} {}", kind, row.row.legacy_id),
                        row.row.description,
                        name_of(line.entry.origin)});
  }

  std::pair<Block, std::string> rendered(const store::StoredTransaction& row, const NewLine& line) {
    const StatementEntry& entry = line.entry;
    const bool is_reversal = entry.origin == LineOrigin::reversal;
    const ledger::Turn turn = entry.origin == LineOrigin::original ? ledger::Turn::original
                              : is_reversal                        ? ledger::Turn::reversal
                                                                   : ledger::Turn::replacement;
    StatementLine shown;
    shown.id = ledger::statement_line_id(row.row.id, entry.key, turn, entry.turn);
    shown.group = row.row.group;
    shown.date = entry.day;
    shown.amount = {entry.amount, line.stream->currency};
    const bool internal =
        ledger::is_internal(context_.books, row.row.account, row.row.opposite_account);
    shown.movement =
        movement_of(line.posting != nullptr ? line.posting->kind : row.row.kind, internal);
    const std::optional<ledger::Coding> coding = coded(row, line);
    const bool of_postings =
        context_.request.layout.layout.statement == mapping::StatementLines::postings;
    const LineSubject subject{
        row,
        of_postings ? line.posting : nullptr,
        coding ? &*coding : nullptr,
        entry.origin,
        of_postings ? ledger::part_kind(row.row, entry.key.part) : row.row.kind,
        entry.moved_from};
    std::string bytes;
    append_statement_line(context_, shown, subject, record_, bytes);
    const FileKey file =
        file_key(context_.request, line.stream->slug, line.stream->currency, entry.day);
    return {Block{file, entry.day, shown.id, 1, 0, shown.amount}, std::move(bytes)};
  }

  std::optional<ledger::Coding> coded(const store::StoredTransaction& row, const NewLine& line) {
    if (!coder_ || line.posting == nullptr) return std::nullopt;
    auto coding = coder_->code(row, line.entry.key.part, line.entry.day);
    if (coding && coding->unmapped) ++result_.unmapped;
    return coding;
  }

  void record_line(const NewLine& line, bool caught_up) {
    StatementEntry entry = line.entry;
    if (caught_up) {
      entry.batch.reset();
      line.stream->opening = ledger::checked_add(line.stream->opening, entry.amount);
    } else {
      entry.batch = context_.batch;
      line.stream->issued = ledger::checked_add(line.stream->issued, entry.amount);
      streams_.took_part(*line.stream);
    }
    ledger_.put_line(entry);
    if (line.reverses != 0) ledger_.end_standing(line.reverses);
  }

  void wait(const std::string& record, const std::string& for_what, ledger::CivilDate day) {
    ++result_.waiting;
    pending_.put({record, "waiting", for_what}, day);
  }

  Context& context_;
  store::StatementLedger& ledger_;
  Streams& streams_;
  BatchFiles& files_;
  Result& result_;
  PendingList pending_;
  CurrencyCheck currencies_;
  std::optional<StatementCoder> coder_;
  bool is_first_ = false;
  std::vector<ledger::Posting> postings_;
  mapping::Record record_;
};

}  // namespace

void export_statement(Context& context, store::StatementLedger& ledger, Streams& streams,
                      BatchFiles& files, Result& result) {
  StatementExport(context, ledger, streams, files, result).run();
}

}  // namespace bursar::exporting
