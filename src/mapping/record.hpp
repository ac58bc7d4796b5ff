#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "ledger/civil_date.hpp"
#include "ledger/instant.hpp"
#include "ledger/money.hpp"
#include "mapping/field.hpp"

namespace bursar::mapping {

// One value of a field; nothing where the row has none. A decimal is a text.
using Value = std::variant<std::monostate, std::string_view, std::int64_t, bool, ledger::Money,
                           ledger::CivilDate, ledger::Instant>;

// The values of one row by field. Texts are views: of what the row was made from, or of texts that
// the record keeps itself, which is why a record can be moved but not copied. To be used again row
// by row.
class Record {
 public:
  Record() = default;
  Record(const Record&) = delete;
  Record& operator=(const Record&) = delete;
  Record(Record&&) = default;
  Record& operator=(Record&&) = default;
  ~Record() = default;

  void clear() {
    values_.fill(Value());
    kept_.clear();
  }
  void set(Field field, Value value) { values_[static_cast<std::size_t>(field)] = value; }
  // For texts that nobody else keeps.
  void keep(Field field, std::string text) {
    set(field, std::string_view(kept_.emplace_back(std::move(text))));
  }
  [[nodiscard]] const Value& operator[](Field field) const {
    return values_[static_cast<std::size_t>(field)];
  }

 private:
  std::array<Value, field_count> values_{};
  std::deque<std::string> kept_;  // a deque: views of its members stay valid, also when it is moved
};

}  // namespace bursar::mapping
