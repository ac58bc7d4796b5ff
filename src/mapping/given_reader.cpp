#include "mapping/given_reader.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "error/suggestion.hpp"
#include "mapping/chart_rate.hpp"

namespace bursar::mapping {
namespace {

using document::Node;

constexpr std::array<std::string_view, output_count> output_names{
    "account", "money", "tax", "vat", "claim_vat", "class", "location", "name", "memo"};

}  // namespace

std::string_view name_of(Output output) {
  return output_names[static_cast<std::size_t>(output)];
}

bool is_template(std::string_view text) {
  return text.find_first_of("{}") != std::string_view::npos;
}

std::optional<Given> GivenReader::read(document::TableReader& table, Output output) {
  const Node* value = table.node(name_of(output));
  if (value == nullptr) return std::nullopt;
  return read_value(*value, output);
}

std::optional<Given> GivenReader::read_value(const Node& value, Output output) {
  Given given;
  given.output = output;
  given.place = value.place;
  given.written = value.text;
  const auto refuse = [&](std::string_view wanted) {
    problems_.add(value.place, fmt::format("\"{}\" must be {}, not {}", name_of(output), wanted,
                                           kind_words(value.kind)));
    return std::nullopt;
  };
  if (output == Output::claim_vat) {
    if (value.kind != Node::Kind::boolean) return refuse("true or false");
    given.flag = value.boolean;
    return given;
  }
  if (output == Output::vat) {
    const std::optional<ledger::TaxRate> rate = chart_rate(value.text);
    if (value.kind == Node::Kind::boolean || !rate) return refuse("a rate such as 0.21 for 21 %");
    given.rate = *rate;
    return given;
  }
  if (value.kind != Node::Kind::text) return refuse("a text");
  if (!compile(value, given)) return std::nullopt;
  return given;
}

bool GivenReader::compile(const Node& value, Given& given) {
  if (is_template(value.text)) {
    const std::size_t before = problems_.count();
    given.text = compile_template(value.text, Rows::chart, value.place, problems_);
    return problems_.count() == before;
  }
  if (given.output == Output::account || given.output == Output::money) {
    given.fixed = account(value);
    return given.fixed.has_value();
  }
  given.fixed = value.text;
  return true;
}

std::optional<std::string> GivenReader::account(const Node& nickname) {
  const auto found = accounts_.find(nickname.text);
  if (found != accounts_.end()) return found->second;
  const auto named = std::find_if(accounts_.begin(), accounts_.end(), [&](const auto& account) {
    return account.second == nickname.text;
  });
  std::string hint;
  if (named != accounts_.end()) {
    hint = fmt::format("; the chart names it by its nickname \"{}\"", named->first);
  } else {
    std::vector<std::string_view> nicknames;
    for (const auto& [known, name] : accounts_) nicknames.push_back(known);
    hint = did_you_mean(nickname.text, nicknames);
  }
  problems_.add(nickname.place,
                fmt::format("[accounts] has no account \"{}\"{}", nickname.text, hint));
  return std::nullopt;
}

}  // namespace bursar::mapping
