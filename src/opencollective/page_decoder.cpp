#include "opencollective/page_decoder.hpp"

#include <algorithm>
#include <charconv>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "http/transport.hpp"
#include "opencollective/bounds.hpp"
#include "opencollective/errors.hpp"
#include "opencollective/expense_node.hpp"
#include "opencollective/transaction_node.hpp"

namespace bursar::opencollective {
namespace {

using node::Breach;
using node::expect;
using node::Object;
using node::PageTables;
using node::Value;

static_assert(http::body_padding >= simdjson::SIMDJSON_PADDING);

Error not_an_answer(const std::string& why) {
  return {ErrorKind::data, "the API's answer cannot be used: " + why,
          "run again; if it persists, the API may have changed: update bursar"};
}

// A rough lower bound of a node's size: enough to reserve rows without growing more than once.
constexpr std::size_t bytes_per_row = 1'200;

// ---- errors[] ----------------------------------------------------------------------------------

constexpr std::array<node::Member<GraphqlError, std::nullptr_t>, 1> extension_members{{
    {"code", [](Value& v, GraphqlError& to, std::nullptr_t&) { to.code = node::text(v); }},
}};

std::string path_step(Value& step) {
  std::string_view text;
  if (step.get_string().get(text) == simdjson::SUCCESS) return std::string(text);
  return std::string(node::decimal(step));
}

constexpr std::array<node::Member<GraphqlError, std::nullptr_t>, 3> error_members{{
    {"message", [](Value& v, GraphqlError& to, std::nullptr_t&) { to.message = node::text(v); }},
    {"path",
     [](Value& v, GraphqlError& to, std::nullptr_t&) {
       node::for_each_element(v, [&](Value& step) { to.path.push_back(path_step(step)); });
     }},
    {"extensions",
     [](Value& v, GraphqlError& to, std::nullptr_t& none) {
       if (node::is_null(v)) return;
       node::read_object(expect(v.get_object(), "an object"), extension_members, to, none);
     }},
}};

std::vector<GraphqlError> read_errors(Value& value) {
  std::vector<GraphqlError> errors;
  std::nullptr_t none = nullptr;
  node::for_each_element(value, [&](Value& element) {
    GraphqlError error;
    node::read_object(expect(element.get_object(), "an object"), error_members, error, none);
    errors.push_back(std::move(error));
  });
  return errors;
}

// ---- nodes -------------------------------------------------------------------------------------

template <typename Row>
using ReadNode = Row (*)(Object, PageTables&);

// Collects the nodes of one answer.
template <typename Row>
class PageBuilder {
 public:
  explicit PageBuilder(ReadNode<Row> read) : read_(read) {}

  void expect_bytes(std::size_t size) { page_.rows.reserve(size / bytes_per_row + 1); }

  void take(std::int64_t index, Value& value) {
    try {
      if (node::is_null(value)) {
        nulls_.push_back(index);
        return;
      }
      Row row = read_(expect(value.get_object(), "an object"), tables_);
      page_.rows.push_back(std::move(row));
      page_.indexes.push_back(index);
    } catch (const Breach& breach) {
      page_.unreadable.push_back({index, breach.text()});
    }
  }

  [[nodiscard]] std::vector<std::int64_t>& nulls() { return nulls_; }
  ledger::Page<Row>& page() { return page_; }

  // Moves the result out. `reasons` are the errors by node.
  ledger::Page<Row> finish(const std::vector<std::pair<std::int64_t, std::string>>& reasons) {
    for (const std::int64_t index : nulls_) {
      const auto reason = std::find_if(reasons.begin(), reasons.end(),
                                       [&](const auto& entry) { return entry.first == index; });
      page_.unreadable.push_back(
          {index, reason != reasons.end() ? reason->second : "the API sent null without a reason"});
    }
    for (const auto& [index, reason] : reasons) mark_incomplete(index, reason);
    std::sort(page_.unreadable.begin(), page_.unreadable.end(),
              [](const auto& a, const auto& b) { return a.index < b.index; });
    page_.accounts = std::move(tables_.accounts);
    page_.categories = std::move(tables_.categories);
    page_.orders = std::move(tables_.orders);
    return std::move(page_);
  }

 private:
  void mark_incomplete(std::int64_t index, const std::string& reason) {
    const auto at = std::lower_bound(page_.indexes.begin(), page_.indexes.end(), index);
    if (at == page_.indexes.end() || *at != index) return;
    Row& row = page_.rows[static_cast<std::size_t>(at - page_.indexes.begin())];
    if (row.incomplete) return;
    row.incomplete = true;
    ledger::UnreadableNode entry{index, reason};
    entry.recovered = true;
    page_.unreadable.push_back(std::move(entry));
  }

  ReadNode<Row> read_;
  PageTables tables_;
  ledger::Page<Row> page_;
  std::vector<std::int64_t> nulls_;
};

// What the walk through an answer found besides nodes.
struct Outline {
  std::vector<GraphqlError> errors;
  bool has_total = false;
  bool has_nodes = false;
};

template <typename Row>
void read_collection(Value& value, PageBuilder<Row>& builder, Outline& outline) {
  if (node::is_null(value)) return;
  node::for_each_member(expect(value.get_object(), "a collection"), [&](auto key, Value& member) {
    if (key.unsafe_is_equal("totalCount")) {
      const auto total = node::integer(member);
      outline.has_total = total && *total >= 0 && *total <= most_rows;
      builder.page().total_count = total.value_or(0);
    } else if (key.unsafe_is_equal("nodes")) {
      if (node::is_null(member)) return;
      outline.has_nodes = true;
      std::int64_t index = 0;
      for (auto result : expect(member.get_array(), "a list")) {
        Value element = expect(result, "a node");
        builder.take(index++, element);
      }
    }
  });
}

// The number behind the letter of an alias ("e12"); nothing for other names.
std::optional<std::int64_t> alias_number(std::string_view alias) {
  std::int64_t number = 0;
  if (alias.size() < 2 || alias[0] != 'e') return std::nullopt;
  const auto [end, fault] = std::from_chars(alias.data() + 1, alias.data() + alias.size(), number);
  if (fault != std::errc() || end != alias.data() + alias.size()) return std::nullopt;
  return number;
}

// Whether the error is that the looked-up transaction itself does not exist (F 3.5.3). One about a
// part of it, such as a removed account, has a longer path: then the record is there.
bool says_gone(const GraphqlError& error) {
  return error.path.size() == 1 && error.code == "NotFound" &&
         error.message.find("Transaction") != std::string::npos;
}

}  // namespace

struct PageDecoder::Parser {
  simdjson::ondemand::parser parser;

  // Calls `on_data(key, value)` for each member of data; returns errors[].
  template <typename OnData>
  std::vector<GraphqlError> walk(std::string& body, OnData on_data);
  template <typename Row>
  ledger::Page<Row> page(std::string& body, std::string_view collection, ReadNode<Row> read);
  template <typename Row>
  ledger::Page<Row> looked_up(std::string& body, ReadNode<Row> read);
};

template <typename OnData>
std::vector<GraphqlError> PageDecoder::Parser::walk(std::string& body, OnData on_data) {
  if (body.empty()) throw not_an_answer("it is empty");
  std::vector<GraphqlError> errors;
  try {
    body.reserve(body.size() + simdjson::SIMDJSON_PADDING);
    simdjson::ondemand::document document =
        parser.iterate(simdjson::padded_string_view(body.data(), body.size(), body.capacity()));
    node::for_each_member(document.get_object(), [&](auto key, Value& value) {
      if (key.unsafe_is_equal("errors")) {
        errors = read_errors(value);
      } else if (key.unsafe_is_equal("data")) {
        if (node::is_null(value)) return;
        node::for_each_member(expect(value.get_object(), "an object"), on_data);
      }
    });
    if (document.current_location().error() != simdjson::OUT_OF_BOUNDS) {
      throw not_an_answer("more text follows the JSON document");
    }
  } catch (const simdjson::simdjson_error& error) {
    throw not_an_answer(
        fmt::format("it is not valid JSON ({}), {} bytes", error.what(), body.size()));
  } catch (const Breach& breach) {
    throw not_an_answer(breach.text());
  }
  return errors;
}

template <typename Row>
ledger::Page<Row> PageDecoder::Parser::page(std::string& body, std::string_view collection,
                                            ReadNode<Row> read) {
  PageBuilder<Row> builder(read);
  builder.expect_bytes(body.size());
  Outline outline;
  outline.errors = walk(body, [&](auto key, Value& value) {
    if (key.unsafe_is_equal(collection)) read_collection(value, builder, outline);
  });
  if (!outline.has_nodes || !outline.has_total) {
    if (!outline.errors.empty()) throw graphql_error(outline.errors);
    throw not_an_answer(
        fmt::format("{}.{} is missing", collection, outline.has_nodes ? "totalCount" : "nodes"));
  }
  std::vector<std::pair<std::int64_t, std::string>> reasons;
  for (const GraphqlError& error : outline.errors) {
    if (const auto index = node_index(error)) reasons.emplace_back(*index, error.message);
  }
  ledger::Page<Row> page = builder.finish(reasons);
  page.body_bytes = body.size();
  return page;
}

PageDecoder::PageDecoder() : parser_(std::make_unique<Parser>()) {}
PageDecoder::PageDecoder(PageDecoder&&) noexcept = default;
PageDecoder& PageDecoder::operator=(PageDecoder&&) noexcept = default;
PageDecoder::~PageDecoder() = default;

ledger::TransactionPage PageDecoder::transactions(std::string& body) {
  return parser_->page<ledger::Transaction>(body, "transactions", &node::read_transaction);
}

ledger::ExpensePage PageDecoder::expenses(std::string& body) {
  return parser_->page<ledger::Expense>(body, "expenses", &node::read_expense);
}

template <typename Row>
ledger::Page<Row> PageDecoder::Parser::looked_up(std::string& body, ReadNode<Row> read) {
  PageBuilder<Row> builder(read);
  bool has_data = false;
  std::vector<GraphqlError> errors = walk(body, [&](auto key, Value& value) {
    std::string_view alias(key.raw());
    alias = alias.substr(0, alias.find('"'));
    const auto number = alias_number(alias);
    if (!number) return;
    has_data = true;
    builder.take(*number, value);
  });
  if (!has_data && !errors.empty()) throw graphql_error(errors);
  if (!has_data) throw not_an_answer("data is missing");
  std::erase_if(errors, says_gone);
  std::vector<std::pair<std::int64_t, std::string>> reasons;
  for (const GraphqlError& error : errors) {
    const auto number = error.path.empty() ? std::nullopt : alias_number(error.path.front());
    if (number) reasons.emplace_back(*number, error.message);
  }
  // A null that no error explains is a record that does not exist.
  std::erase_if(builder.nulls(), [&](std::int64_t index) {
    return std::none_of(reasons.begin(), reasons.end(),
                        [&](const auto& reason) { return reason.first == index; });
  });
  ledger::Page<Row> page = builder.finish(reasons);
  page.total_count = page.node_count();
  page.body_bytes = body.size();
  return page;
}

ledger::ExpensePage PageDecoder::looked_up_expenses(std::string& body) {
  return parser_->looked_up<ledger::Expense>(body, &node::read_expense);
}

ledger::TransactionPage PageDecoder::looked_up_transactions(std::string& body) {
  return parser_->looked_up<ledger::Transaction>(body, &node::read_transaction);
}

}  // namespace bursar::opencollective
