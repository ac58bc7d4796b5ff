#include "store/journal_ledger.hpp"

#include <map>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <utility>

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

#include "store/export_fields.hpp"
#include "store/fields.hpp"
#include "store/line_sums.hpp"
#include "store/sqlite_error.hpp"

namespace bursar::store {
namespace {

// An account with all that goes with it, as `codings` has them once.
template <typename Text>
using CodingOf = std::tuple<ledger::Currency, Text, Text, Text, Text>;
using Coding = CodingOf<std::string>;

CodingOf<std::string_view> coding_of(const ledger::BookedLine& line) {
  return {line.currency, line.line.account, line.line.tax_code, line.line.class_name,
          line.line.money};
}

// Finds a coding by texts that it does not own.
struct CodingOrder {
  using is_transparent = void;
  template <typename A, typename B>
  bool operator()(const A& a, const B& b) const {
    return views(a) < views(b);
  }

 private:
  template <typename Text>
  static CodingOf<std::string_view> views(const CodingOf<Text>& coding) {
    const auto& [currency, account, tax_code, class_name, money] = coding;
    return {currency, account, tax_code, class_name, money};
  }
};

}  // namespace

struct JournalLedger::State {
  State(SQLite::Database& connection, std::int64_t of_profile)
      : profile(of_profile),
        select_group(connection,
                     "SELECT export_group, day, entries, (SELECT e.day FROM entries e "
                     "WHERE e.export_group = g.export_group ORDER BY e.entry LIMIT 1) "
                     "FROM export_groups g WHERE profile = ? AND group_id = ?"),
        select_units(connection,
                     "SELECT u.unit, u.row, u.part, u.chart, u.fund, u.internal, u.unmapped, "
                     "l.line, l.coding, l.role, l.amount, l.software_tax FROM export_units u "
                     "LEFT JOIN export_lines l ON l.unit = u.unit AND l.standing = 1 "
                     "WHERE u.export_group = ? ORDER BY u.row, u.part, l.line"),
        add_group(connection,
                  "INSERT INTO export_groups (day, entries, profile, group_id) "
                  "VALUES (?, ?, ?, ?)"),
        set_group(connection,
                  "UPDATE export_groups SET day = ?, entries = ? WHERE export_group = ?"),
        add_unit(connection,
                 "INSERT INTO export_units (chart, fund, internal, unmapped, export_group, row, "
                 "part) VALUES (?, ?, ?, ?, ?, ?, ?)"),
        set_unit(connection,
                 "UPDATE export_units SET chart = ?, fund = ?, internal = ?, unmapped = ? "
                 "WHERE unit = ?"),
        put_entry(connection,
                  "INSERT INTO entries (profile, batch, export_group, name, currency, day, "
                  "moved_from) VALUES (?, ?, ?, ?, ?, ?, ?)"),
        put_line(connection,
                 "INSERT INTO export_lines (unit, entry, coding, role, origin, amount, "
                 "software_tax, standing) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"),
        end_standing(connection, "UPDATE export_lines SET standing = 0 WHERE line = ?"),
        move_line(connection, "UPDATE export_lines SET unit = ? WHERE line = ?"),
        set_entry_no(connection, "UPDATE entries SET entry_no = ? WHERE entry = ?"),
        put_coding(connection,
                   "INSERT INTO codings (currency, account, tax_code, class, money) "
                   "VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET account = account "
                   "RETURNING coding"),
        select_coding(connection,
                      "SELECT currency, account, tax_code, class, money FROM codings "
                      "WHERE coding = ?") {}

  std::int64_t key_of(const ledger::BookedLine& line) {
    const auto coding = coding_of(line);
    if (const auto known = keys.find(coding); known != keys.end()) return known->second;
    FieldBinder(put_coding)
        .copied(std::string(line.currency.code()))
        .copied(line.line.account)
        .copied(line.line.tax_code)
        .copied(line.line.class_name)
        .copied(line.line.money);
    put_coding.executeStep();
    const std::int64_t key = put_coding.getColumn(0).getInt64();
    put_coding.reset();
    keys.emplace(coding, key);
    return key;
  }

  // A line coded as `key` says, without amounts.
  const ledger::BookedLine& coded(std::int64_t key) {
    if (const auto known = codings.find(key); known != codings.end()) return known->second;
    select_coding.bind(1, key);
    select_coding.executeStep();
    FieldReader read(select_coding);
    ledger::BookedLine line;
    line.currency = read.currency();
    line.line.account = read.text();
    line.line.tax_code = read.text();
    line.line.class_name = read.text();
    line.line.money = read.text();
    select_coding.reset();
    return codings.emplace(key, std::move(line)).first->second;
  }

  std::int64_t profile;
  SQLite::Statement select_group;
  SQLite::Statement select_units;
  SQLite::Statement add_group;
  SQLite::Statement set_group;
  SQLite::Statement add_unit;
  SQLite::Statement set_unit;
  SQLite::Statement put_entry;
  SQLite::Statement put_line;
  SQLite::Statement end_standing;
  SQLite::Statement move_line;
  SQLite::Statement set_entry_no;
  SQLite::Statement put_coding;
  SQLite::Statement select_coding;
  std::map<Coding, std::int64_t, CodingOrder> keys;
  std::unordered_map<std::int64_t, ledger::BookedLine> codings;
  LineSums handed_over;
};

JournalLedger::JournalLedger(Database& database, std::int64_t profile)
    : database_(database), state_(at_border(database.file(), [&] {
        return std::make_unique<State>(database.connection(), profile);
      })) {}
JournalLedger::JournalLedger(JournalLedger&&) noexcept = default;
JournalLedger::~JournalLedger() = default;

StandingGroup JournalLedger::load(const std::string& group_id) {
  return at_border(database_.file(), [&] {
    StandingGroup found;
    FieldBinder(state_->select_group).number(state_->profile).copied(group_id);
    if (state_->select_group.executeStep()) {
      FieldReader read(state_->select_group);
      found.group = read.number();
      found.day = optional_day(read);
      found.entries = static_cast<int>(read.number());
      found.handed_over = optional_day(read);
    }
    state_->select_group.reset();
    if (found.group == 0) return found;
    SQLite::Statement& select = state_->select_units;
    select.bind(1, found.group);
    while (select.executeStep()) {
      FieldReader read(select);
      const std::int64_t unit = read.number();
      if (found.units.empty() || found.units.back().unit != unit) {
        StandingUnit& opened = found.units.emplace_back();
        opened.unit = unit;
        const ledger::Key row = read.number();
        opened.key = opened.booked.key = unit_key(row, read.number());
        opened.chart = read.number();
        opened.fund = static_cast<ledger::Fund>(read.number());
        opened.internal = read.flag();
        opened.unmapped = read.flag();
      }
      constexpr int first_of_line = 7;
      FieldReader line_fields(select, first_of_line);
      const auto line = line_fields.optional_number();
      if (!line) continue;
      ledger::BookedLine booked = state_->coded(line_fields.number());
      booked.line.role = static_cast<ledger::LineRole>(line_fields.number());
      booked.line.gl_amount = line_fields.number();
      booked.line.software_tax = line_fields.number();
      found.units.back().booked.lines.push_back(std::move(booked));
      found.units.back().line_keys.push_back(*line);
    }
    select.reset();
    return found;
  });
}

std::int64_t JournalLedger::put_group(const std::string& group_id, const StandingGroup& group) {
  return at_border(database_.file(), [&]() -> std::int64_t {
    const bool is_new = group.group == 0;
    SQLite::Statement& put = is_new ? state_->add_group : state_->set_group;
    FieldBinder binder(put);
    bind_day(binder, group.day);
    binder.number(std::int64_t{group.entries});
    if (is_new) {
      binder.number(state_->profile).text(group_id);
    } else {
      binder.number(group.group);
    }
    run(put);
    return is_new ? database_.connection().getLastInsertRowid() : group.group;
  });
}

std::int64_t JournalLedger::put_unit(std::int64_t group, const StandingUnit& unit) {
  return at_border(database_.file(), [&]() -> std::int64_t {
    const bool is_new = unit.unit == 0;
    SQLite::Statement& put = is_new ? state_->add_unit : state_->set_unit;
    FieldBinder binder(put);
    binder.number(unit.chart)
        .number(static_cast<std::int64_t>(unit.fund))
        .flag(unit.internal)
        .flag(unit.unmapped);
    if (is_new) {
      binder.number(group).number(unit.key.row).number(part_number(unit.key));
    } else {
      binder.number(unit.unit);
    }
    run(put);
    return is_new ? database_.connection().getLastInsertRowid() : unit.unit;
  });
}

std::int64_t JournalLedger::put_entry(const NewEntry& entry) {
  return at_border(database_.file(), [&]() -> std::int64_t {
    FieldBinder binder(state_->put_entry);
    binder.number(state_->profile)
        .number(entry.batch)
        .number(entry.group)
        .copied(entry.name)
        .copied(std::string(entry.currency.code()))
        .number(entry.day.days);
    bind_day(binder, entry.moved_from);
    run(state_->put_entry);
    return database_.connection().getLastInsertRowid();
  });
}

void JournalLedger::put_line(const NewLine& line, const ledger::BookedLine& booked) {
  at_border(database_.file(), [&] {
    const std::int64_t coding = state_->key_of(booked);
    FieldBinder(state_->put_line)
        .number(line.unit)
        .number(line.entry)
        .number(coding)
        .number(static_cast<std::int64_t>(booked.line.role))
        .number(static_cast<std::int64_t>(line.origin))
        .number(booked.line.gl_amount)
        .number(booked.line.software_tax)
        .flag(line.standing);
    run(state_->put_line);
    if (line.entry) {
      state_->handed_over.add(coding, booked.line.gl_amount, booked.line.software_tax);
    }
  });
}

void JournalLedger::end_standing(std::int64_t line) {
  at_border(database_.file(), [&] {
    state_->end_standing.bind(1, line);
    run(state_->end_standing);
  });
}

void JournalLedger::move_line(std::int64_t line, std::int64_t unit) {
  at_border(database_.file(), [&] {
    FieldBinder(state_->move_line).number(unit).number(line);
    run(state_->move_line);
  });
}

void JournalLedger::set_entry_no(std::int64_t entry, std::int64_t number) {
  at_border(database_.file(), [&] {
    FieldBinder(state_->set_entry_no).number(number).number(entry);
    run(state_->set_entry_no);
  });
}

std::int64_t JournalLedger::last_entry_no(ledger::CivilDate first, ledger::CivilDate last) {
  return at_border(database_.file(), [&]() -> std::int64_t {
    SQLite::Statement select(database_.connection(),
                             "SELECT coalesce(max(entry_no), 0) FROM entries "
                             "WHERE profile = ? AND day BETWEEN ? AND ?");
    FieldBinder(select).number(state_->profile).number(first.days).number(last.days);
    select.executeStep();
    return stored_ordinal(select.getColumn(0).getInt64());
  });
}

int JournalLedger::summaries(ledger::Currency currency, ledger::CivilDate first_day) {
  return at_border(database_.file(), [&] {
    SQLite::Statement select(database_.connection(),
                             "SELECT entries FROM export_buckets "
                             "WHERE profile = ? AND currency = ? AND first_day = ?");
    FieldBinder(select)
        .number(state_->profile)
        .copied(std::string(currency.code()))
        .number(first_day.days);
    return select.executeStep() ? select.getColumn(0).getInt() : 0;
  });
}

void JournalLedger::count_summary(ledger::Currency currency, ledger::CivilDate first_day) {
  at_border(database_.file(), [&] {
    SQLite::Statement put(database_.connection(),
                          "INSERT INTO export_buckets VALUES (?, ?, ?, 1) "
                          "ON CONFLICT DO UPDATE SET entries = entries + 1");
    FieldBinder(put)
        .number(state_->profile)
        .copied(std::string(currency.code()))
        .number(first_day.days);
    put.exec();
  });
}

std::vector<ledger::BookedLine> JournalLedger::summed_lines(std::int64_t entry) {
  return at_border(database_.file(), [&] {
    SQLite::Statement select(database_.connection(),
                             "SELECT l.coding, sum(l.amount), sum(l.software_tax) "
                             "FROM export_lines l JOIN codings c ON c.coding = l.coding "
                             // What the software adds to a sum is not the sum of what it adds.
                             "WHERE l.entry = ? GROUP BY l.coding, iif(l.software_tax, l.line, 0) "
                             "ORDER BY c.account, c.class, c.tax_code, c.money, min(l.line)");
    select.bind(1, entry);
    std::vector<ledger::BookedLine> lines;
    while (select.executeStep()) {
      FieldReader read(select);
      ledger::BookedLine line = state_->coded(read.number());
      line.line.gl_amount = read.number();
      line.line.software_tax = read.number();
      if (line.line.gl_amount != 0 || line.line.software_tax != 0) lines.push_back(std::move(line));
    }
    return lines;
  });
}

std::optional<ledger::Currency> JournalLedger::first_currency() {
  return at_border(database_.file(), [&]() -> std::optional<ledger::Currency> {
    SQLite::Statement select(database_.connection(),
                             "SELECT currency FROM entries WHERE profile = ? LIMIT 1");
    select.bind(1, state_->profile);
    if (!select.executeStep()) return std::nullopt;
    return ledger::Currency::parse(select.getColumn(0).getString());
  });
}

std::vector<JournalLedger::Balance> JournalLedger::opening_balances() {
  return balances(
      "SELECT l.coding, l.amount, l.software_tax FROM export_groups g "
      "JOIN export_units u ON u.export_group = g.export_group "
      "JOIN export_lines l ON l.unit = u.unit AND l.entry IS NULL WHERE g.profile = ?1");
}

std::vector<JournalLedger::Balance> JournalLedger::handed_over() {
  return at_border(database_.file(), [&] { return balances_of(state_->handed_over); });
}

std::vector<JournalLedger::Balance> JournalLedger::balances_through(ledger::CivilDate day) {
  return balances(
      "SELECT l.coding, l.amount, l.software_tax FROM export_groups g "
      "JOIN export_units u ON u.export_group = g.export_group "
      "JOIN export_lines l ON l.unit = u.unit LEFT JOIN entries e ON e.entry = l.entry "
      "WHERE g.profile = ?1 AND (l.entry IS NULL OR e.day <= ?2)",
      day);
}

std::vector<JournalLedger::Balance> JournalLedger::balances(const char* lines,
                                                            std::optional<ledger::CivilDate> day) {
  return at_border(database_.file(), [&] {
    // Added up here: SQLite would sort all lines first.
    SQLite::Statement select(database_.connection(), lines);
    select.bind(1, state_->profile);
    if (day) select.bind(2, day->days);
    LineSums sums;
    while (select.executeStep()) {
      FieldReader read(select);
      const std::int64_t coding = read.number();
      const std::int64_t amount = read.number();
      sums.add(coding, amount, read.number());
    }
    return balances_of(sums);
  });
}

std::vector<JournalLedger::Balance> JournalLedger::balances_of(const LineSums& sums) {
  std::map<std::pair<std::string, ledger::Currency>, std::int64_t> accounts;
  for (const auto& [key, sum] : sums.by_coding()) {
    const ledger::BookedLine& coding = state_->coded(key);
    std::int64_t& booked = accounts[{coding.line.account, coding.currency}];
    booked = ledger::checked_add(booked, sum.amount);
    std::int64_t& money = accounts[{coding.line.money, coding.currency}];
    const std::int64_t total = ledger::checked_add(sum.amount, sum.software_tax);
    money = ledger::checked_add(money, ledger::checked_negate(total));
  }
  std::vector<Balance> found;
  for (const auto& [account, hundredths] : accounts) {
    if (hundredths != 0) found.push_back({account.first, {hundredths, account.second}});
  }
  return found;
}

std::int64_t JournalLedger::events_before(std::int64_t batch) {
  return at_border(database_.file(), [&]() -> std::int64_t {
    SQLite::Statement select(database_.connection(),
                             "SELECT count(DISTINCT u.export_group) FROM entries e "
                             "JOIN export_lines l ON l.entry = e.entry "
                             "JOIN export_units u ON u.unit = l.unit "
                             "WHERE e.profile = ? AND e.batch <> ?");
    FieldBinder(select).number(state_->profile).number(batch);
    select.executeStep();
    return select.getColumn(0).getInt64();
  });
}

}  // namespace bursar::store
