#include "export/journal_export.hpp"

#include <algorithm>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "error/error.hpp"
#include "export/coded_group.hpp"
#include "export/entry_rendering.hpp"
#include "export/group_change.hpp"
#include "export/pending_list.hpp"
#include "export/summaries.hpp"
#include "ledger/delta.hpp"
#include "ledger/identity.hpp"
#include "ledger/line_date.hpp"
#include "store/coded_accounts.hpp"
#include "store/groups.hpp"
#include "store/news.hpp"

namespace bursar::exporting {
namespace {

using store::LineOrigin;
using store::StandingGroup;
using store::StandingUnit;

struct NewEntry {
  EntryFacts facts;
  std::vector<EntryLine> lines;
  RenderedEntry rendered;
};

class JournalExport {
 public:
  JournalExport(Context& context, store::JournalLedger& ledger, BatchFiles& files, Result& result)
      : context_(context),
        ledger_(ledger),
        files_(files),
        result_(result),
        rows_(context.database),
        coder_(context),
        renderer_(context),
        currencies_(context.request, ledger_.first_currency()),
        summaries_(context, ledger_, renderer_, files, result),
        pending_(context.database, context.profile.profile, context.request.listener) {}

  void run() {
    if (context_.everything) {
      store::for_each_group(context_.database,
                            [this](const store::StoredGroup& group) { take(group); });
    }
    if (context_.profile.seen != store::Seen{}) {
      // Lines on suspense, too: the chart may have learnt since (R13).
      store::for_each_touched_group(context_.database, context_.profile.seen,
                                    context_.profile.profile, true, [this](const std::string& id) {
                                      const store::StoredGroup group = rows_.read(id);
                                      // All that have rows have been looked at.
                                      if (!context_.everything || group.rows.empty()) take(group);
                                    });
    }
    summaries_.write();
    if (result_.caught_up == 0) return;
    for (const auto& balance : ledger_.opening_balances()) {
      result_.openings.push_back({balance.account, balance.amount});
    }
  }

 private:
  // Brings one group up to date. What is wrong with it holds it, and nothing else.
  void take(const store::StoredGroup& stored) {
    std::optional<ledger::CivilDate> day;
    try {
      GroupChange change;
      change.standing = ledger_.load(stored.id);
      change.ledger = ledger_group(stored, context_);
      result_.outside += change.ledger.outside;
      if (change.ledger.rows.empty() && change.standing.group == 0) return pending_.drop(stored.id);
      const auto& rows = change.ledger.group.rows;
      if (!std::all_of(rows.begin(), rows.end(), [&](const ledger::LedgerRow& row) {
            return is_proven(context_, row.row);
          })) {
        return wait(stored.id, not_proven, own_day(change));
      }
      day = own_day(change);
      if (has_doubtful_row(change)) return wait(stored.id, in_doubt, *day);
      compare(change);
      settle(stored.id, change);
    } catch (const Error& error) {
      if (error.kind() != ErrorKind::data) throw;
      hold(stored.id, error.what(), day);
    }
  }

  // A row of which nothing is in the books, and perhaps should not be.
  [[nodiscard]] bool has_doubtful_row(const GroupChange& change) const {
    const auto& units = change.standing.units;
    const auto stands = [&](ledger::Key row) {
      return std::any_of(units.begin(), units.end(), [&](const StandingUnit& unit) {
        return unit.key.row == row && !unit.booked.lines.empty();
      });
    };
    const auto& rows = change.ledger.rows;
    return std::any_of(rows.begin(), rows.end(), [&](const store::StoredTransaction* row) {
      return is_doubtful(context_, *row) && !stands(row->key);
    });
  }

  // That its entries are dated by where no limit moves them.
  [[nodiscard]] ledger::CivilDate own_day(const GroupChange& change) const {
    if (change.standing.day) return *change.standing.day;
    if (change.ledger.rows.empty()) return context_.first_open;
    const Calendar& calendar = context_.request.calendar;
    return ledger::date_of_entry(change.ledger.group, calendar.basis, calendar.zone);
  }

  void compare(GroupChange& change) {
    change.day = own_day(change);
    // A date once handed over is never computed again (R16).
    change.dating = dated(change.standing.handed_over.value_or(change.day), context_.first_open);
    if (change.dating.day != change.day) change.dating.moved_from = change.day;
    for (ledger::Line& line : change.ledger.lines) {
      change.truth.push_back(true_unit(line, change));
    }
    change.delta = delta_of(change);
  }

  // A line as the books should have it: as it stands where the chart it was coded by still gives
  // that, else by the present chart (R12, R13).
  TrueUnit true_unit(ledger::Line& line, const GroupChange& change) {
    const ledger::UnitKey key = change.ledger.key_of(line);
    const store::StoredTransaction& row = change.ledger.row_of(line);
    const StandingUnit* standing = find_unit(change.standing, key);
    if (standing != nullptr && !standing->unmapped && !is_remapped(change.standing)) {
      const auto [fund, internal] = std::pair(line.fund, line.internal);
      if (keeps_facts(*standing, line)) {
        line.fund = standing->fund;
        line.internal = standing->internal;
      }
      TrueUnit as_handed_over = coded(line, key, row, change.day, standing->chart);
      if (same_effect(as_handed_over.unit.booked, standing->booked)) {
        as_handed_over.unit = *standing;
        return as_handed_over;
      }
      line.fund = fund;
      line.internal = internal;
    }
    TrueUnit unit = coded(line, key, row, change.day, coder_.present());
    unit.is_new = standing == nullptr || !same_effect(unit.unit.booked, standing->booked);
    if (standing != nullptr) unit.unit.unit = standing->unit;
    if (!unit.is_new) unit.unit = *standing;
    return unit;
  }

  // An account that was moved or has left since does not change what was booked (R13); a row that
  // names another account does (R12).
  [[nodiscard]] bool keeps_facts(const StandingUnit& standing, const ledger::Line& line) const {
    const bool same = standing.fund == line.fund && standing.internal == line.internal;
    return same || !store::names_other_accounts(context_.database, standing.unit);
  }

  TrueUnit coded(const ledger::Line& line, const ledger::UnitKey& key,
                 const store::StoredTransaction& row, ledger::CivilDate day, std::int64_t chart) {
    TrueUnit unit;
    const mapping::Chart& compiled = coder_.chart(chart);
    unit.line = &line;
    unit.coding = coder_.code(line, row, day, compiled);
    unit.unit.key = key;
    unit.unit.chart = chart;
    unit.unit.fund = line.fund;
    unit.unit.internal = line.internal;
    unit.unit.unmapped = unit.coding.unmapped;
    unit.unit.booked = coder_.book(line, key, unit.coding, compiled);
    return unit;
  }

  [[nodiscard]] bool is_remapped(const StandingGroup& standing) const {
    const std::optional<DayRange>& range = context_.request.remap;
    if (!range || standing.entries == 0) return false;
    return (!range->first || *standing.day >= *range->first) &&
           (!range->last || *standing.day <= *range->last);
  }

  void settle(const std::string& id, GroupChange& change) {
    const bool moves_money = !change.delta.reversals.empty() || !change.delta.issues.empty();
    const bool caught_up = change.standing.entries == 0 && is_caught_up(context_, change.day);
    if (moves_money && !caught_up) {
      const bool unmapped =
          std::any_of(change.truth.begin(), change.truth.end(), [](const TrueUnit& unit) {
            return unit.is_new && unit.unit.unmapped && !unit.unit.booked.lines.empty();
          });
      if (unmapped && context_.request.strict) {
        return hold(id, "no rule of the chart says where its lines go", change.day);
      }
      const ledger::CivilDate day = change.dating.day;
      const bool is_summed_later = is_summed() && !summaries_.is_due(day);
      if (day > context_.last || is_summed_later) {
        return wait(id, day > context_.last ? not_over(day) : "its summary is not due yet",
                    change.day);
      }
    }
    apply(id, change, moves_money, caught_up);
    if (!context_.everything && !moves_money && change.standing.entries > 0)
      list_unchanged(result_, id);
    pending_.drop(id);
  }

  void apply(const std::string& id, GroupChange& change, bool moves_money, bool caught_up) {
    const bool anything_new = std::any_of(change.truth.begin(), change.truth.end(),
                                          [](const TrueUnit& unit) { return unit.is_new; });
    if (!moves_money && !anything_new && change.delta.moves.empty()) return;
    std::deque<store::StoredTransaction> vanished;
    const std::vector<EntryLine> lines = new_lines(change, vanished);
    const bool hands_over = moves_money && !caught_up;
    // What cannot be written is found out before anything is recorded.
    std::vector<NewEntry> entries;
    if (hands_over && !is_summed()) entries = in_entries(id, change, lines);
    StandingGroup group = change.standing;
    group.day = change.day;
    if (hands_over) {
      group.entries += is_summed() ? 1 : static_cast<int>(entries.size());
    }
    const std::int64_t key = ledger_.put_group(id, group);
    record_units(key, change);
    if (!hands_over) {
      if (moves_money) ++result_.caught_up;
      return record_lines(lines, std::nullopt, true);
    }
    count(change);
    if (is_summed()) return add_to_summaries(lines, change.dating.day);
    for (const NewEntry& entry : entries) hand_over(key, entry);
  }

  // What the delta comes to. Units that the store does not know yet have no key here.
  std::vector<EntryLine> new_lines(const GroupChange& change,
                                   std::deque<store::StoredTransaction>& vanished) {
    std::vector<EntryLine> lines;
    for (const ledger::Delta::Place& place : change.delta.reversals) {
      const StandingUnit& unit = change.standing.units[place.unit];
      EntryLine& line = lines.emplace_back();
      line.booked = ledger::reversed(unit.booked.lines[place.line]);
      line.origin = LineOrigin::reversal;
      line.unit = &unit.unit;
      line.reverses = unit.line_keys[place.line];
      line.row = row_of(change, unit.key.row, vanished);
      line.line_id =
          ledger::statement_line_id(line.row->row.id, unit.key, ledger::Turn::original, 0);
    }
    for (const ledger::Delta::Place& place : change.delta.issues) {
      const TrueUnit& unit = change.truth[place.unit];
      EntryLine& line = lines.emplace_back();
      line.booked = unit.unit.booked.lines[place.line];
      line.origin = origin_of(change, unit);
      line.unit = &unit.unit.unit;
      line.row = &change.ledger.row_of(*unit.line);
      line.line = unit.line;
      line.coding = &unit.coding;
      line.line_id =
          ledger::statement_line_id(line.row->row.id, unit.unit.key, ledger::Turn::original, 0);
    }
    return lines;
  }

  static LineOrigin origin_of(const GroupChange& change, const TrueUnit& unit) {
    if (find_unit(change.standing, unit.unit.key) != nullptr) return LineOrigin::replacement;
    return change.standing.entries > 0 ? LineOrigin::late : LineOrigin::original;
  }

  const store::StoredTransaction* row_of(const GroupChange& change, ledger::Key key,
                                         std::deque<store::StoredTransaction>& vanished) {
    for (const store::StoredTransaction* row : change.ledger.rows) {
      if (row->key == key) return row;
    }
    return &vanished.emplace_back(rows_.read_row(key));
  }

  // By currency, and in as many as the limits of the layout demand.
  std::vector<NewEntry> in_entries(const std::string& id, const GroupChange& change,
                                   const std::vector<EntryLine>& lines) {
    std::map<ledger::Currency, std::vector<EntryLine>> by_currency;
    for (const EntryLine& line : lines) by_currency[line.booked.currency].push_back(line);
    std::vector<NewEntry> entries;
    int n = change.standing.entries;
    for (auto& [currency, own] : by_currency) {
      currencies_.see(currency);
      for (std::vector<EntryLine>& part : renderer_.in_limits(std::move(own))) {
        NewEntry& entry = entries.emplace_back();
        entry.facts = {ledger::entry_name(id, ++n), title_of(change), change.dating.day,
                       change.dating.moved_from, currency};
        entry.rendered = renderer_.render(entry.facts, part);
        entry.lines = std::move(part);
      }
    }
    return entries;
  }

  // Makes the units known and lets lines stand for the units they belong to now.
  void record_units(std::int64_t group, GroupChange& change) {
    for (TrueUnit& unit : change.truth) {
      if (unit.is_new || unit.unit.unit == 0) {
        unit.unit.unit = ledger_.put_unit(group, unit.unit);
        coder_.pin_name(*unit.line);
      }
    }
    for (const ledger::Delta::Move& move : change.delta.moves) {
      const StandingUnit& from = change.standing.units[move.standing.unit];
      ledger_.move_line(from.line_keys[move.standing.line], change.truth[move.unit].unit.unit);
    }
  }

  void record_lines(const std::vector<EntryLine>& lines, std::optional<std::int64_t> entry,
                    bool opening) {
    for (const EntryLine& line : lines) {
      const LineOrigin origin = opening ? LineOrigin::opening : line.origin;
      ledger_.put_line({*line.unit, entry, origin, line.reverses == 0}, line.booked);
      if (line.reverses != 0) ledger_.end_standing(line.reverses);
    }
  }

  void add_to_summaries(const std::vector<EntryLine>& lines, ledger::CivilDate day) {
    for (const EntryLine& line : lines) {
      currencies_.see(line.booked.currency);
      record_lines({line}, summaries_.entry_of(day, line.booked.currency), false);
    }
  }

  void hand_over(std::int64_t group, const NewEntry& entry) {
    const EntryFacts& facts = entry.facts;
    const std::int64_t key = ledger_.put_entry(
        {context_.batch, group, facts.name, facts.currency, facts.day, facts.moved_from});
    record_lines(entry.lines, key, false);
    const RenderedEntry& rendered = entry.rendered;
    files_.add({file_key(context_.request, {}, facts.currency, facts.day), facts.day, facts.name,
                rendered.rows, context_.numbers_entries ? key : 0, rendered.debits},
               rendered.bytes);
    result_.rows += rendered.rows;
    ++result_.entries;
    renderer_.tell(facts, entry.lines);
  }

  static std::string title_of(const GroupChange& change) {
    if (change.ledger.rows.empty()) return "reversal";
    return change.ledger.rows[ledger::main_row(change.ledger.group)]->row.description;
  }

  void count(const GroupChange& change) {
    bool corrects = !change.delta.reversals.empty();
    for (const ledger::Delta::Place& place : change.delta.issues) {
      const TrueUnit& unit = change.truth[place.unit];
      corrects = corrects || origin_of(change, unit) == LineOrigin::replacement;
      if (unit.unit.unmapped) ++result_.unmapped;
    }
    if (corrects) ++result_.corrections;
  }

  [[nodiscard]] bool is_summed() const { return context_.request.summary != Summary::none; }

  void wait(const std::string& id, const std::string& for_what, ledger::CivilDate day) {
    ++result_.waiting;
    pending_.put({id, "waiting", for_what}, day);
  }
  void hold(const std::string& id, const std::string& reason,
            const std::optional<ledger::CivilDate>& day) {
    result_.held.push_back({id, reason});
    pending_.put({id, "held", reason}, day);
  }

  Context& context_;
  store::JournalLedger& ledger_;
  BatchFiles& files_;
  Result& result_;
  store::GroupReader rows_;
  LineCoder coder_;
  EntryRenderer renderer_;
  CurrencyCheck currencies_;
  Summaries summaries_;
  PendingList pending_;
};

}  // namespace

void export_journal(Context& context, store::JournalLedger& ledger, BatchFiles& files,
                    Result& result) {
  JournalExport(context, ledger, files, result).run();
}

}  // namespace bursar::exporting
