#include "mapping/chart_reader.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "document/table_reader.hpp"
#include "mapping/chart_rate.hpp"
#include "mapping/condition_reader.hpp"
#include "mapping/given_reader.hpp"

namespace bursar::mapping {
namespace {

using document::Member;
using document::Node;
using document::Problems;
using document::TableReader;

constexpr std::int64_t schema_version = 1;

// "CONTRIBUTION big-collective Jane Doe: Monthly contribution"
Given usual_memo() {
  Problems none("");
  Given memo;
  memo.output = Output::memo;
  memo.written = R"({kind} {collective_slug} {counterparty|counterparty_slug}: {description})";
  memo.text = compile_template(memo.written, Rows::chart, {}, none);
  return memo;
}

// Reads one chart; lives no longer than that.
class ChartReader {
 public:
  explicit ChartReader(Problems& problems)
      : problems_(problems), given_(chart_.accounts, problems) {}

  CompiledChart read(const Node& root) {
    chart_.document = problems_.name();
    chart_.place = root.place;
    TableReader top(root, "the chart", problems_);
    read_schema(top);
    if (const Node* about = top.text("about")) chart_.about = about->text;
    read_accounts(top);
    read_defaults(top);
    read_vat(top);
    read_names(top);
    read_rules(top);
    top.refuse_others();
    return std::move(chart_);
  }

 private:
  void read_schema(TableReader& top) {
    top.require("schema");
    const Node* schema = top.node("schema");
    if (schema == nullptr) return;
    if (schema->kind != Node::Kind::integer || schema->integer != schema_version) {
      problems_.add(schema->place,
                    fmt::format("schema {} is not one this version reads; it reads schema = 1",
                                schema->text));
    }
  }

  void read_accounts(TableReader& top) {
    top.require("accounts");
    const Node* accounts = top.table("accounts");
    if (accounts == nullptr) return;
    for (const Member& member : accounts->members) {
      const Node& name = member.value;
      // A number without quotes is what many account codes look like.
      const bool is_name = name.kind == Node::Kind::text || name.kind == Node::Kind::integer;
      if (!is_name || name.text.empty()) {
        problems_.add(name.place,
                      fmt::format("account \"{}\" must be what the accounting software calls it: a "
                                  "text or a number",
                                  member.key));
      }
      chart_.accounts.emplace(member.key, name.text);
    }
  }

  void read_defaults(TableReader& top) {
    static const Node nothing;
    top.require("defaults");
    const Node* table = top.table("defaults");
    TableReader defaults(table != nullptr ? *table : nothing, "[defaults]", problems_);
    if (table != nullptr) {
      defaults.require("money");
      defaults.require("suspense");
    }
    if (const Node* suspense = defaults.text("suspense")) {
      chart_.suspense = given_.account(*suspense).value_or("");
      chart_.suspense_place = suspense->place;
    }
    for (const Output output : {Output::account, Output::money, Output::tax, Output::class_name,
                                Output::location, Output::name, Output::memo}) {
      std::optional<Given>& value = chart_.defaults[static_cast<std::size_t>(output)];
      value = given_.read(defaults, output);
      // What lines without a rule fall back to must always be there.
      if (value && !value->fixed && (output == Output::money || output == Output::tax)) {
        problems_.add(value->place,
                      fmt::format("\"{}\" in [defaults] cannot depend on the line; rules can",
                                  name_of(output)));
      }
    }
    defaults.refuse_others();
    std::optional<Given>& memo = chart_.defaults[static_cast<std::size_t>(Output::memo)];
    if (!memo) memo = usual_memo();
  }

  void read_vat(TableReader& top) {
    const Node* table = top.table("vat");
    if (table == nullptr) return;
    VatSection& vat = chart_.vat.emplace();
    vat.place = table->place;
    TableReader reader(*table, "[vat]", problems_);
    reader.require("held");
    for (const auto& [key, name] :
         {std::pair{"held", &vat.accounts.held}, std::pair{"payable", &vat.accounts.payable},
          std::pair{"recoverable", &vat.accounts.recoverable},
          std::pair{"rounding", &vat.accounts.rounding}}) {
      if (const Node* nickname = reader.text(key)) *name = given_.account(*nickname).value_or("");
    }
    if (const Node* codes = reader.table("output")) vat.output = rate_codes(*codes, "output");
    if (const Node* codes = reader.table("input")) vat.input = rate_codes(*codes, "input");
    reader.refuse_others();
  }

  std::vector<RateCode> rate_codes(const Node& table, std::string_view title) {
    std::vector<RateCode> codes;
    for (const Member& member : table.members) {
      const std::optional<ledger::TaxRate> rate = chart_rate(member.key);
      const bool is_text = member.value.kind == Node::Kind::text && !member.value.text.empty();
      const bool is_known = std::any_of(codes.begin(), codes.end(),
                                        [&](const RateCode& code) { return code.rate == rate; });
      if (!rate || !is_text) {
        problems_.add(member.place,
                      fmt::format("[vat] {} gives a tax code by rate, both in quotes: \"0.21\" = "
                                  "\"21% Sales\"",
                                  title));
      } else if (is_known) {
        problems_.add(member.place, fmt::format("[vat] {} has two codes for the rate {}", title,
                                                ledger::format_tax_rate(*rate)));
      } else {
        codes.push_back({*rate, member.value.text, member.value.place});
      }
    }
    return codes;
  }

  void read_names(TableReader& top) {
    const Node* table = top.table("names");
    if (table == nullptr) return;
    for (const Member& member : table->members) {
      if (member.value.kind == Node::Kind::text) {
        chart_.pinned.emplace(member.key, member.value.text);
      } else {
        problems_.add(member.value.place,
                      fmt::format("[names] says what the books call a collective, as \"{}\" = \"a "
                                  "text\"",
                                  member.key));
      }
    }
  }

  void read_rules(TableReader& top) {
    const Node* rules = top.node("rule");
    if (rules == nullptr) {
      if (!chart_.defaults[static_cast<std::size_t>(Output::account)]) {
        problems_.add(chart_.place,
                      "the chart has no [[rule]], so that every line would go to suspense");
      }
      return;
    }
    if (rules->kind != Node::Kind::list) {
      problems_.add(rules->place, "rules begin with [[rule]], in two pairs of brackets");
      return;
    }
    for (const Node& rule : rules->items) read_rule(rule);
  }

  void read_rule(const Node& node) {
    const std::size_t before = problems_.count();
    Rule rule;
    rule.place = node.place;
    TableReader reader(node, "[[rule]]", problems_);
    if (const Node* conditions = reader.node("if")) {
      rule.conditions = read_conditions(*conditions, problems_);
    }
    for (std::size_t i = 0; i < output_count; ++i) {
      std::optional<Given> given = given_.read(reader, static_cast<Output>(i));
      if (!given) continue;
      check_vat(*given);
      rule.outputs |= bit(given->output);
      rule.gives.push_back(std::move(*given));
    }
    reader.refuse_others();
    rule.is_whole = problems_.count() == before;
    if (rule.is_whole && rule.gives.empty()) {
      problems_.add(node.place,
                    "this rule gives nothing; name an account, or money, tax, vat, claim_vat, "
                    "class, location, name, memo");
    }
    for (const Condition& condition : rule.conditions) chart_.asked |= bit(condition.fact);
    chart_.rules.push_back(std::move(rule));
  }

  void check_vat(const Given& given) {
    const bool of_vat =
        given.output == Output::vat || (given.output == Output::claim_vat && given.flag);
    if (!of_vat || chart_.vat) return;
    problems_.add(given.place,
                  fmt::format("\"{}\" needs [vat], which says on which accounts VAT goes",
                              name_of(given.output)));
  }

  Problems& problems_;
  CompiledChart chart_;
  GivenReader given_;
};

}  // namespace

CompiledChart read_chart(const Node& root, Problems& problems) {
  return ChartReader(problems).read(root);
}

}  // namespace bursar::mapping
