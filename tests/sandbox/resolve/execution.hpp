#pragma once

#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "graphql/schema.hpp"
#include "resolve/viewer.hpp"
#include "world/world.hpp"

namespace bursar::sandbox {

/// The object a selection is applied to. Which members mean something depends on its type.
struct Node {
  std::uint32_t number = 0;  ///< record number
  std::int64_t cents = 0;    ///< Amount
  Currency currency = Currency::USD;
  bool visible = true;          ///< false: an amount that is null, or details not for this viewer
  const void* extra = nullptr;  ///< a record of the resolver that made the node
};

struct SelectionPlan;

/// One field of a selection on one object type, ready to be written for row after row.
struct PlannedField {
  std::string prefix;  ///< `"key":`, or `"__typename":"Credit"`
  std::string key;
  const Field* field = nullptr;
  const Type* parent = nullptr;
  nlohmann::json arguments;
  std::vector<const Selection*> occurrences;
  std::vector<std::pair<const Type*, std::unique_ptr<SelectionPlan>>> plans;

  /// An argument, or null when it was not given.
  const nlohmann::json& argument(const char* name) const;
};

struct SelectionPlan {
  std::vector<PlannedField> fields;
};

/// An error of one field. Platform errors carry a random id, plain ones do not (F 1.3.3).
class FieldError : public std::runtime_error {
 public:
  FieldError(const std::string& message, std::string error_code, bool with_id)
      : std::runtime_error(message), code(std::move(error_code)), has_id(with_id) {}

  static FieldError plain(const std::string& message) {
    return {message, "INTERNAL_SERVER_ERROR", false};
  }
  static FieldError not_found(const std::string& message) { return {message, "NotFound", true}; }
  static FieldError forbidden(const std::string& message) { return {message, "Forbidden", true}; }

  std::string code;
  bool has_id;
};

/// One field, or item of a list, that the platform refuses or answers otherwise.
struct SpoiltField {
  std::vector<std::string> path;  ///< keys and indexes; "*" fits any
  std::optional<FieldError> error;
  std::string instead;  ///< without an error: this JSON
};

/// What the misbehaviour plan wants of this one answer.
struct Distortion {
  std::int64_t total_count_delta = 0;
  std::optional<std::size_t> null_node;  ///< index in the first list of nodes
  std::optional<SpoiltField> field;
};

/// Object types the resolvers choose between for every row.
struct KnownTypes {
  explicit KnownTypes(const Schema& schema);

  const Type* credit;
  const Type* debit;
  const Type* host;
  std::vector<const Type*> accounts;  ///< by AccountType
};

/// Everything an execution reads.
struct ExecutionInput {
  const Schema& schema;
  const KnownTypes& types;
  const World& world;
  const Document& document;
  const Operation& operation;
  const nlohmann::json& variables;
  const Viewer& viewer;
  bool ordered_ledger = false;  ///< which of the two orders of F 3.3.1
  Distortion distortion;
  std::uint64_t request_number = 0;  ///< feeds the random ids of errors
};

/// Runs one operation, writing JSON as it goes. Resolvers use the writing functions; a failing
/// field is rolled back to the nearest field that may be null, as the specification says.
class Execution {
 public:
  explicit Execution(const ExecutionInput& input);

  /// The whole response body.
  std::string run();

  const World& world() const { return input_.world; }
  const Rights& rights() const { return rights_; }
  const Viewer& viewer() const { return rights_.viewer(); }
  const ExecutionInput& input() const { return input_; }
  const KnownTypes& types() const { return input_.types; }
  std::string& out() { return out_; }

  void null(const PlannedField& field);
  void raw(std::string_view json) { out_ += json; }
  void text(std::string_view value);
  void text_or_null(std::string_view value, const PlannedField& field);
  void quoted(std::string_view plain);  ///< needs no escaping
  void boolean(bool value) { out_ += value ? "true" : "false"; }
  void integer(std::int64_t value);
  void real(double value);
  void hundredths(std::int64_t cents);
  void time(Micros at, const PlannedField& field);

  void object(PlannedField& field, const Type* type, const Node& node);
  void object(PlannedField& field, const Node& node) {
    object(field, field.field->named_type, node);
  }
  void account(PlannedField& field, AccountId id);
  void amount(PlannedField& field, std::int64_t cents, Currency currency);
  void transaction(PlannedField& field, RowNumber row);

  /// Writes a list; `item(i)` writes one item. An item that fails becomes null if it may.
  template <typename WriteItem>
  void list(PlannedField& field, std::size_t count, WriteItem item) {
    const bool required = item_required(field);
    out_ += '[';
    for (std::size_t i = 0; i < count; ++i) {
      if (i > 0) out_ += ',';
      guarded_item(field, i, required, [&] { item(i); });
    }
    out_ += ']';
  }

  void require_scope(Scope scope) const;
  /// One forced failure per request, if the plan asks for it.
  void maybe_spoil_node(std::size_t index);

  /// Room for what resolvers compute once per request, by key.
  std::unordered_map<std::uint64_t, std::vector<std::int64_t>>& memo() { return memo_; }
  std::size_t nodes_written = 0;  ///< items of `nodes` lists, for the pace

 private:
  struct NullFailure {};
  struct Step {
    const std::string* key;
    std::size_t index;
  };

  SelectionPlan& plan_for(PlannedField& field, const Type* type);
  void collect(const std::vector<Selection>& selections, const Type& type, SelectionPlan& plan);
  void add_field(const Selection& selection, const Type& type, SelectionPlan& plan);
  void finish(SelectionPlan& plan);
  bool included(const Selection& selection) const;
  void write_object(SelectionPlan& plan, const Node& node);
  void write_field(PlannedField& field, const Node& node);
  void report(const FieldError& error, const PlannedField& field);
  /// Whether the plan spoils what the path names now; then it is written, or the error thrown.
  bool spoil();
  static bool item_required(const PlannedField& field);
  std::string random_id();

  template <typename Write>
  void guarded_item(const PlannedField& field, std::size_t index, bool required, Write write) {
    const std::size_t mark = out_.size();
    const std::size_t depth = path_.size();
    path_.push_back({nullptr, index});
    try {
      try {
        if (!spoil()) write();
      } catch (const FieldError& error) {
        report(error, field);
        throw NullFailure{};
      }
    } catch (const NullFailure&) {
      path_.resize(depth);
      if (required) throw;
      out_.resize(mark);
      out_ += "null";
      return;
    }
    path_.pop_back();
  }

  ExecutionInput input_;
  Rights rights_;
  std::string out_;
  std::vector<Step> path_;
  nlohmann::ordered_json errors_ = nlohmann::ordered_json::array();
  std::unordered_map<std::uint64_t, std::vector<std::int64_t>> memo_;
  bool spoiled_ = false;
};

}  // namespace bursar::sandbox
