#pragma once

// Internal to the page decoder: nothing else includes this, so simdjson stays in its .cpp files.

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <simdjson.h>

#include "ledger/instant.hpp"
#include "ledger/money.hpp"

namespace bursar::opencollective::node {

using Value = simdjson::ondemand::value;
using Object = simdjson::ondemand::object;

// A node breaks the schema: `path` is the member from the node down, `reason` what is wrong.
// Broken JSON is no breach but simdjson::simdjson_error, and concerns the whole document.
struct Breach {
  std::string path;
  std::string reason;
  [[nodiscard]] std::string text() const { return path.empty() ? reason : path + ": " + reason; }
};

// The result's value. Errors about one value's type or spelling become a Breach saying that
// `expected` was expected; all others are thrown as they are.
template <typename T>
T expect(simdjson::simdjson_result<T> result, const char* expected) {
  T value{};
  const simdjson::error_code code = std::move(result).get(value);
  if (code == simdjson::SUCCESS) return value;
  switch (code) {
    case simdjson::INCORRECT_TYPE:
    case simdjson::STRING_ERROR:
    case simdjson::NUMBER_ERROR:
    case simdjson::N_ATOM_ERROR:
    case simdjson::T_ATOM_ERROR:
    case simdjson::F_ATOM_ERROR:
      throw Breach{"", std::string("not ") + expected};
    default:
      throw simdjson::simdjson_error(code);
  }
}

[[nodiscard]] bool is_null(Value& value);

// Null reads as empty. The view lives as long as the document's text is unchanged, and until the
// parser's next document.
[[nodiscard]] std::string_view text(Value& value);
// Neither null nor empty.
[[nodiscard]] std::string_view required_text(Value& value);
// Null reads as false.
[[nodiscard]] bool flag(Value& value);
[[nodiscard]] std::optional<std::int64_t> integer(Value& value);
// Hundredths of an amount: a breach beyond largest_amount.
[[nodiscard]] std::optional<std::int64_t> cents(Value& value);
[[nodiscard]] std::optional<ledger::Instant> instant(Value& value);
[[nodiscard]] ledger::Instant required_instant(Value& value);
// A number exactly as it is written; empty for null.
[[nodiscard]] std::string_view decimal(Value& value);
// Any value but null as JSON text without white space; empty for null.
[[nodiscard]] std::string json_text(Value& value);

// An Amount. Both may be absent: the API gives null cents for absent fees (F 12.7).
struct Amount {
  std::optional<std::int64_t> hundredths;
  ledger::Currency currency;
};
// Nothing for a null amount.
[[nodiscard]] std::optional<Amount> amount(Value& value);
// An amount with cents and currency.
[[nodiscard]] ledger::Money required_money(Value& value);
[[nodiscard]] std::optional<ledger::Money> optional_money(Value& value);

// How one member of a node is read. `Context` is whatever reading needs besides.
template <typename Target, typename Context>
struct Member {
  std::string_view name;
  void (*read)(Value& value, Target& target, Context& context);
  bool required = false;
};

// Reads members in whatever order they come, fast where they come in the table's order (the
// query's order, which GraphQL answers keep). Others are ignored.
template <typename Target, typename Context, std::size_t Count>
class MemberReader {
 public:
  using Members = std::array<Member<Target, Context>, Count>;
  static_assert(Count <= 64);

  MemberReader(const Members& members, Target& target, Context& context)
      : members_(members), target_(target), context_(context) {}

  void take(simdjson::ondemand::raw_json_string key, Value& value) {
    for (std::size_t step = 0; step < Count; ++step) {
      const std::size_t at = next_ + step < Count ? next_ + step : next_ + step - Count;
      if (!key.unsafe_is_equal(members_[at].name)) continue;
      next_ = at + 1 < Count ? at + 1 : 0;
      seen_ |= std::uint64_t{1} << at;
      try {
        members_[at].read(value, target_, context_);
      } catch (Breach& breach) {
        breach.path = std::string(members_[at].name) +
                      (breach.path.empty() || breach.path[0] == '[' ? "" : ".") + breach.path;
        throw;
      }
      return;
    }
  }

  void check_complete() const {
    for (std::size_t i = 0; i < Count; ++i) {
      if (members_[i].required && (seen_ >> i & 1U) == 0) {
        throw Breach{std::string(members_[i].name), "missing"};
      }
    }
  }

 private:
  const Members& members_;
  Target& target_;
  Context& context_;
  std::size_t next_ = 0;
  std::uint64_t seen_ = 0;
};

// Calls `take(key, value)` for each member of the object.
template <typename Take>
void for_each_member(Object object, Take take) {
  for (auto result : object) {
    simdjson::ondemand::field field = expect(std::move(result), "a member");
    take(field.key(), field.value());
  }
}

template <typename Target, typename Context, std::size_t Count>
void read_object(Object object, const std::array<Member<Target, Context>, Count>& members,
                 Target& target, Context& context) {
  MemberReader<Target, Context, Count> reader(members, target, context);
  for_each_member(object, [&](auto key, Value& value) { reader.take(key, value); });
  reader.check_complete();
}

// Calls `take(element)` for each element of an array; null reads as an empty one.
template <typename Take>
void for_each_element(Value& value, Take take) {
  if (is_null(value)) return;
  std::size_t position = 0;
  for (auto result : expect(value.get_array(), "a list")) {
    Value element = expect(result, "an element");
    try {
      take(element);
    } catch (Breach& breach) {
      breach.path =
          "[" + std::to_string(position) + "]" + (breach.path.empty() ? "" : ".") + breach.path;
      throw;
    }
    ++position;
  }
}

}  // namespace bursar::opencollective::node
