#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "document/node.hpp"
#include "document/problems.hpp"
#include "document/table_reader.hpp"
#include "mapping/compiled_chart.hpp"

namespace bursar::mapping {

// Reads what rules and [defaults] give, once the accounts are known.
class GivenReader {
 public:
  // `accounts` and `problems` must outlive the reader.
  GivenReader(const std::map<std::string, std::string>& accounts, document::Problems& problems)
      : accounts_(accounts), problems_(problems) {}

  // The output under its name in this table; nothing, and a problem, where it cannot be read.
  [[nodiscard]] std::optional<Given> read(document::TableReader& table, Output output);

  // What the accounting software calls the account; nothing, and a problem with a suggestion, where
  // [accounts] does not list the nickname.
  [[nodiscard]] std::optional<std::string> account(const document::Node& nickname);

 private:
  [[nodiscard]] std::optional<Given> read_value(const document::Node& value, Output output);
  [[nodiscard]] bool compile(const document::Node& value, Given& given);

  const std::map<std::string, std::string>& accounts_;
  document::Problems& problems_;
};

// Whether the text has fields, or braces that stand for themselves.
[[nodiscard]] bool is_template(std::string_view text);

}  // namespace bursar::mapping
