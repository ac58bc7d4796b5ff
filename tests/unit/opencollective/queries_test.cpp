// Holds every query to the limits of the API (F 2.2), and to its real schema where that lies beside
// the checkout.
#include "opencollective/queries.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "graphql_document.hpp"

namespace bursar::opencollective {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using testing::Not;

// As many windows as a request may hold, of the most accounts.
Document counts(Perspective perspective, std::size_t number) {
  WindowQuery window;
  window.scope = {perspective, {"acc_A"}};
  return count_document(std::vector<WindowQuery>(number, window));
}

// As many questions as a request may hold, about `accounts` accounts in turn.
Document balances(std::size_t accounts) {
  std::vector<BalanceQuestion> questions;
  for (std::size_t i = 0; i < 300; ++i) {
    questions.push_back({"acc_" + std::to_string(i * accounts / 300),
                         *ledger::Currency::parse("EUR"), ledger::Instant{0}, true});
  }
  questions.resize(balances_that_fit(questions));
  EXPECT_GE(questions.size(), 30U);
  return balance_document(questions);
}

std::vector<Document> all_documents() {
  return {transactions_document(Fields::full),
          transactions_document(Fields::reduced),
          expenses_document(Fields::full),
          expenses_document(Fields::reduced),
          counts(Perspective::account, 1),
          counts(Perspective::account, max_counts_per_request),
          counts(Perspective::host, max_counts_per_request),
          monthly_sums_document(Perspective::account),
          monthly_sums_document(Perspective::host),
          figures_document(Perspective::account, false),
          figures_document(Perspective::account, true),
          figures_document(Perspective::host, false),
          figures_document(Perspective::host, true),
          transaction_look_up_document(max_look_ups_per_request),
          expense_look_up_document(1),
          expense_look_up_document(max_look_ups_per_request),
          account_look_up_document(1),
          account_look_up_document(max_account_look_ups_per_request),
          account_owner_document(max_account_look_ups_per_request),
          activities_document(),
          balances(1),
          balances(300),
          balance_facts_document(max_facts_per_request, false),
          balance_facts_document(max_facts_per_request, true),
          probe_document(),
          admin_probe_document(),
          hosted_expense_probe_document(),
          viewer_document(),
          children_document()};
}

// The measures of the API's guard (F 2.2): each level of a selection counts, and so does a
// fragment; an object costs 2, a scalar 1, and each level multiplies by 1.5.
struct Measures {
  const ParsedDocument& document;

  int depth(const std::vector<Selection>& selections) const {
    int deepest = 0;
    for (const Selection& selection : selections) {
      const auto& below = selection.kind == Selection::Kind::spread
                              ? document.fragments.at(selection.name).selections
                              : selection.children;
      deepest = std::max(deepest, 1 + depth(below));
    }
    return deepest;
  }
  double cost(const std::vector<Selection>& selections) const {
    double sum = 2;
    for (const Selection& selection : selections) {
      double own = 1;
      if (selection.kind == Selection::Kind::spread) {
        own = 1 + cost(document.fragments.at(selection.name).selections);
      } else if (!selection.children.empty()) {
        own = cost(selection.children);
      }
      sum += 1.5 * own;
    }
    return sum;
  }
  // A fragment's aliases count again wherever it is spread.
  int aliases(const std::vector<Selection>& selections) const {
    int sum = 0;
    for (const Selection& selection : selections) {
      if (!selection.alias.empty()) ++sum;
      sum += aliases(selection.kind == Selection::Kind::spread
                         ? document.fragments.at(selection.name).selections
                         : selection.children);
    }
    return sum;
  }
};

TEST(Queries, StayBelowTheLimitsOfTheApi) {
  for (const Document& document : all_documents()) {
    SCOPED_TRACE(document.operation);
    const ParsedDocument parsed = DocumentParser(document.text).parse();
    const Measures measures{parsed};
    EXPECT_LT(graphql_tokens(document.text).size(), 1'500U);
    EXPECT_LE(measures.depth(parsed.selections), 20);
    EXPECT_LT(measures.cost(parsed.selections), 150'000);
    EXPECT_LE(measures.aliases(parsed.selections), 100);
  }
}

TEST(Queries, NameTheirOperation) {
  for (const Document& document : all_documents()) {
    EXPECT_FALSE(document.operation.empty());
    EXPECT_EQ(DocumentParser(document.text).parse().operation, document.operation);
  }
}

void expect_fragments_used(const ParsedDocument& document, const std::vector<Selection>& selections,
                           std::set<std::string>& used) {
  for (const Selection& selection : selections) {
    if (selection.kind == Selection::Kind::spread) {
      ASSERT_TRUE(document.fragments.contains(selection.name)) << selection.name;
      used.insert(selection.name);
      expect_fragments_used(document, document.fragments.at(selection.name).selections, used);
    }
    expect_fragments_used(document, selection.children, used);
  }
}

TEST(Queries, UseEveryFragmentTheyDefine) {
  for (const Document& document : all_documents()) {
    SCOPED_TRACE(document.operation);
    const ParsedDocument parsed = DocumentParser(document.text).parse();
    std::set<std::string> used;
    expect_fragments_used(parsed, parsed.selections, used);
    EXPECT_EQ(used.size(), parsed.fragments.size());
  }
}

TEST(Queries, LeaveTheTrapsOut) {
  constexpr std::array<const char*, 14> traps{"fetch",
                                              "isOrderRejected",
                                              "updatedAt",
                                              "dynamic",
                                              "percentage",
                                              "netAmountInPayee",
                                              "relatedTransactions",
                                              "oppositeTransaction",
                                              "balanceInHost",
                                              "kinds",
                                              "paymentMethodTypes",
                                              "currencySource",
                                              "hostMetrics",
                                              "isApproximate"};
  for (const Document& document : all_documents()) {
    for (const char* trap : traps) {
      EXPECT_THAT(document.text, Not(HasSubstr(trap))) << document.operation;
    }
  }
}

TEST(Queries, AskForTransactionsAsTheLedgerNeedsThem) {
  for (const Fields fields : {Fields::full, Fields::reduced}) {
    const std::string text = transactions_document(fields).text;
    EXPECT_THAT(text, HasSubstr("includeDebts: true"));
    EXPECT_THAT(text, HasSubstr("orderBy: {field: CREATED_AT, direction: ASC}"));
    EXPECT_THAT(text, HasSubstr("includeChildrenTransactions: false"));
    EXPECT_THAT(text, HasSubstr("includeGiftCardTransactions: false"));
  }
  EXPECT_THAT(counts(Perspective::account, 2).text, HasSubstr("includeDebts: true"));
}

TEST(Queries, LeaveOutWhatMakesNodesFailWhenReduced) {
  const std::string transactions = transactions_document(Fields::reduced).text;
  for (const char* part : {"expense", "order {", "paymentMethod", "payoutMethod", "taxInfo"}) {
    EXPECT_THAT(transactions, Not(HasSubstr(part)));
  }
  const std::string expenses = expenses_document(Fields::reduced).text;
  for (const char* part : {"payee", "account {", "items", "taxes", "accountingCategory"}) {
    EXPECT_THAT(expenses, Not(HasSubstr(part)));
  }
}

// ---- against the real schema
// ---------------------------------------------------------------------

class Schema {
 public:
  explicit Schema(const json& introspection) {
    for (const json& type : introspection.at("data").at("__schema").at("types")) {
      types_[type.at("name")] = type;
    }
  }

  void check(const ParsedDocument& document) const {
    check_selections(document, document.selections, "Query");
    for (const auto& [name, type] : document.variables) {
      EXPECT_TRUE(types_.contains(bare(type))) << "$" << name << ": " << type;
    }
  }

 private:
  static std::string bare(std::string type) {
    std::erase_if(type, [](char c) { return c == '[' || c == ']' || c == '!'; });
    return type;
  }
  static std::string bare(const json& type) {
    return type.at("ofType").is_null() ? type.at("name").get<std::string>()
                                       : bare(type.at("ofType"));
  }
  static const json* named(const json& list, const std::string& name) {
    const auto found = std::find_if(list.begin(), list.end(),
                                    [&](const json& entry) { return entry.at("name") == name; });
    return found == list.end() ? nullptr : &*found;
  }

  void check_selections(const ParsedDocument& document, const std::vector<Selection>& selections,
                        const std::string& type) const {
    EXPECT_FALSE(selections.empty()) << type << " needs a selection";
    for (const Selection& selection : selections) {
      if (selection.kind == Selection::Kind::field) {
        check_field(document, selection, type);
      } else if (selection.kind == Selection::Kind::spread) {
        const auto& fragment = document.fragments.at(selection.name);
        expect_overlap(type, fragment.type);
        check_selections(document, fragment.selections, fragment.type);
      } else {
        expect_overlap(type, selection.type);
        check_selections(document, selection.children, selection.type);
      }
    }
  }

  std::set<std::string> concrete(const std::string& type) const {
    std::set<std::string> names;
    const auto found = types_.find(type);
    if (found == types_.end()) return names;
    const json& possible = found->second.at("possibleTypes");
    if (!possible.is_array()) return {type};
    for (const json& entry : possible) names.insert(entry.at("name"));
    return names;
  }

  void expect_overlap(const std::string& outer, const std::string& inner) const {
    const auto a = concrete(outer);
    const auto b = concrete(inner);
    const bool overlap =
        std::any_of(a.begin(), a.end(), [&](const std::string& name) { return b.contains(name); });
    EXPECT_TRUE(overlap) << "no " << outer << " is a " << inner;
  }

  void check_field(const ParsedDocument& document, const Selection& selection,
                   const std::string& type) const {
    const json* field = named(types_.at(type).at("fields"), selection.name);
    ASSERT_NE(field, nullptr) << type << " has no field " << selection.name;
    for (const auto& [name, value] : selection.arguments) {
      const json* argument = named(field->at("args"), name);
      ASSERT_NE(argument, nullptr) << type << "." << selection.name << " takes no " << name;
      check_value(document, value, *argument, type + "." + selection.name + "." + name);
    }
    for (const json& argument : field->at("args")) {
      if (argument.at("type").at("kind") != "NON_NULL" || !argument.at("defaultValue").is_null()) {
        continue;
      }
      const bool given =
          std::any_of(selection.arguments.begin(), selection.arguments.end(),
                      [&](const auto& entry) { return entry.first == argument.at("name"); });
      EXPECT_TRUE(given) << type << "." << selection.name << " needs " << argument.at("name");
    }
    const std::string result = bare(field->at("type"));
    const bool composite = types_.at(result).at("fields").is_array();
    EXPECT_EQ(composite, !selection.children.empty()) << type << "." << selection.name;
    if (composite) check_selections(document, selection.children, result);
  }

  // Variables must have the argument's type; enum words must be values of it; members of input
  // objects must exist.
  void check_value(const ParsedDocument& document, const std::vector<std::string>& words,
                   const json& argument, const std::string& place) const {
    const std::string type = bare(argument.at("type"));
    const json& input = types_.at(type);
    for (std::size_t i = 0; i < words.size(); ++i) {
      const std::string& word = words[i];
      const bool is_name = i + 1 < words.size() && words[i + 1] == ":";
      if (word[0] == '$' && words.size() == 1) {
        ASSERT_TRUE(document.variables.contains(word.substr(1))) << place << " uses " << word;
        EXPECT_EQ(bare(document.variables.at(word.substr(1))), type) << place;
      } else if (is_name && input.at("inputFields").is_array()) {
        EXPECT_NE(named(input.at("inputFields"), word), nullptr) << place << " has no " << word;
      } else if (input.at("enumValues").is_array() && std::isupper(word[0]) != 0) {
        EXPECT_NE(named(input.at("enumValues"), word), nullptr) << place << " is never " << word;
      }
    }
  }

  std::map<std::string, json> types_;
};

std::string unpacked(const std::string& file) {
  const std::string command = "gzip -dc '" + file + "'";
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(command.c_str(), "r"), &pclose);
  std::string text;
  std::array<char, 65536> bytes{};
  while (const std::size_t count = std::fread(bytes.data(), 1, bytes.size(), pipe.get())) {
    text.append(bytes.data(), count);
  }
  return text;
}

TEST(Queries, FitTheRealSchema) {
  const std::string file =
      std::string(BURSAR_CAPTURES_DIR) + "/introspection-full.response.json.gz";
  if (!std::filesystem::exists(file)) GTEST_SKIP() << "no captures beside this checkout";
  const json introspection = json::parse(unpacked(file), nullptr, false);
  ASSERT_FALSE(introspection.is_discarded());
  const Schema schema(introspection);
  for (const Document& document : all_documents()) {
    SCOPED_TRACE(document.operation);
    schema.check(DocumentParser(document.text).parse());
  }
}

}  // namespace
}  // namespace bursar::opencollective
