#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "mapping/field.hpp"
#include "mapping/money_format.hpp"
#include "mapping/record.hpp"
#include "mapping/text_format.hpp"

namespace bursar::mapping {

// What stands after the colon in {field:…}, compiled. Which member counts is a matter of the
// field's type; as they are here they say: no format.
struct Format {
  TextFormat text;
  MoneyFormat money;
  std::string pattern;            // of dates and times
  std::size_t digits = 0;         // of numbers, at least; filled up with 0
  std::optional<WordPair> words;  // of flags
};

// Compiles the format for a field of this type, or says in a sentence what is wrong with it.
[[nodiscard]] std::variant<Format, std::string> compile_format(std::string_view text,
                                                               FieldType type);

// Nothing, or a text of blanks.
[[nodiscard]] bool is_empty(const Value& value);

// Appends the value as text. `decimal_mark` is used in amounts and decimals. Throws Error(data)
// where an amount or text is not one that its format can write.
void append_value(const Value& value, FieldType type, const Format& format, char decimal_mark,
                  std::string& out);

}  // namespace bursar::mapping
