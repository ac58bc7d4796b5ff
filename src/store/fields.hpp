#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <SQLiteCpp/Column.h>
#include <SQLiteCpp/Statement.h>

#include "ledger/instant.hpp"
#include "ledger/money.hpp"
#include "ledger/transaction.hpp"
#include "store/stored_value.hpp"

namespace bursar::store {

// Binds the parameters of a statement one after another. Empty texts, empty currencies and no_key
// become NULL. Texts are not copied: they must live until the statement has run.
class FieldBinder {
 public:
  explicit FieldBinder(SQLite::Statement& statement, int first = 1)
      : statement_(statement), next_(first) {}

  FieldBinder& text(const std::string& value) {
    if (value.empty()) return null();
    statement_.bindNoCopy(next_++, value);
    return *this;
  }
  // For texts that have no string of their own; copied.
  FieldBinder& copied(const std::string& value) {
    statement_.bind(next_++, value);
    return *this;
  }
  FieldBinder& literal(const char* value) {
    statement_.bindNoCopy(next_++, value);
    return *this;
  }
  FieldBinder& number(std::int64_t value) {
    statement_.bind(next_++, value);
    return *this;
  }
  FieldBinder& flag(bool value) { return number(value ? 1 : 0); }
  FieldBinder& key(ledger::Key value) { return value == ledger::no_key ? null() : number(value); }
  FieldBinder& instant(ledger::Instant value) { return number(value.ms); }
  FieldBinder& instant(const std::optional<ledger::Instant>& value) {
    return value ? number(value->ms) : null();
  }
  FieldBinder& number(const std::optional<std::int64_t>& value) {
    return value ? number(*value) : null();
  }
  FieldBinder& currency(ledger::Currency value) {
    return value.empty() ? null() : copied(std::string(value.code()));
  }
  FieldBinder& null() {
    statement_.bind(next_++);
    return *this;
  }

 private:
  SQLite::Statement& statement_;
  int next_;
};

// Reads the columns of a result row one after another; NULL gives what FieldBinder makes NULL of.
class FieldReader {
 public:
  explicit FieldReader(SQLite::Statement& statement, int first = 0)
      : statement_(statement), next_(first) {}

  std::string text() { return statement_.getColumn(next_++).getString(); }
  // Into a text that is there already: nothing is allocated where it has room.
  void text(std::string& into) {
    const auto column = statement_.getColumn(next_++);
    const char* const bytes = column.getText();
    into.assign(bytes, static_cast<std::size_t>(column.getBytes()));
  }
  std::int64_t number() { return statement_.getColumn(next_++).getInt64(); }
  bool flag() { return number() != 0; }
  // Throws Error(data) for one that is beyond all calendars.
  ledger::Instant instant() { return stored_instant(number()); }
  ledger::Key key() {
    const auto column = statement_.getColumn(next_++);
    return column.isNull() ? ledger::no_key : column.getInt64();
  }
  std::optional<std::int64_t> optional_number() {
    const auto column = statement_.getColumn(next_++);
    if (column.isNull()) return std::nullopt;
    return column.getInt64();
  }
  std::optional<ledger::Instant> optional_instant() {
    const auto value = optional_number();
    if (!value) return std::nullopt;
    return stored_instant(*value);
  }
  ledger::Currency currency() {
    return ledger::Currency::parse(text()).value_or(ledger::Currency{});
  }
  [[nodiscard]] int next() const { return next_; }

 private:
  SQLite::Statement& statement_;
  int next_;
};

// "?, ?, ..." for so many values.
inline std::string placeholders(int count) {
  std::string list = "?";
  for (int i = 1; i < count; ++i) list += ", ?";
  return list;
}

// Runs a statement that changes rows and readies it for the next use. Returns how many it changed.
inline int run(SQLite::Statement& statement) {
  const int changed = statement.exec();
  statement.reset();
  return changed;
}

}  // namespace bursar::store
