#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

#include "mapping/field.hpp"
#include "mapping/record.hpp"

namespace bursar::mapping {

// What stands after the colon in {field:…}, compiled.
struct Format {
  enum class Kind : std::uint8_t { plain, cut, calendar, hundredths, absolute, negated };
  Kind kind = Kind::plain;
  std::size_t characters = 0;  // of `cut`
  std::string pattern;         // of `calendar`: strftime, English names, UTC for times
};

// Compiles the format for a field of this type, or says in a sentence what is wrong with it.
[[nodiscard]] std::variant<Format, std::string> compile_format(std::string_view text,
                                                               FieldType type);

// Nothing, or a text of blanks.
[[nodiscard]] bool is_empty(const Value& value);

// Appends the value as text. `decimal_mark` is used in amounts and decimals. Throws Error(data)
// where an amount has decimals that its currency does not have.
void append_value(const Value& value, FieldType type, const Format& format, char decimal_mark,
                  std::string& out);

}  // namespace bursar::mapping
