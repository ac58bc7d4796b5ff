#include "resolve/execution.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "graphql/coerce.hpp"
#include "world/random.hpp"
#include "world/text_pool.hpp"

namespace bursar::sandbox {

using nlohmann::json;

namespace {
constexpr const char* kDataOnly = "{\"data\":";
}

const json& PlannedField::argument(const char* name) const {
  static const json absent;
  const auto found = arguments.find(name);
  return found == arguments.end() ? absent : *found;
}

KnownTypes::KnownTypes(const Schema& schema)
    : credit(schema.find("Credit")), debit(schema.find("Debit")), host(schema.find("Host")) {
  for (int i = 0; i <= static_cast<int>(AccountType::Vendor); ++i) {
    accounts.push_back(schema.find(std::string(type_name(static_cast<AccountType>(i)))));
  }
}

Execution::Execution(const ExecutionInput& input)
    : input_(input), rights_(input.world, input.viewer) {}

std::string Execution::run() {
  SelectionPlan plan;
  collect(input_.operation.selections, input_.schema.query(), plan);
  finish(plan);
  out_ = kDataOnly;
  try {
    write_object(plan, Node{});
  } catch (const NullFailure&) {
    out_ = std::string(kDataOnly) + "null";
  }
  if (!errors_.empty()) {
    const auto replace = nlohmann::ordered_json::error_handler_t::replace;
    out_ = "{\"errors\":" + errors_.dump(-1, ' ', false, replace) + ',' + out_.substr(1);
  }
  out_ += "}\n";
  return std::move(out_);
}

bool Execution::included(const Selection& selection) const {
  for (const Directive& directive : selection.directives) {
    json condition = json(true);
    for (const Argument& argument : directive.arguments) {
      condition = argument.value.kind == Value::Kind::Variable
                      ? input_.variables.value(argument.value.text, json(false))
                      : json(argument.value.text == "true");
    }
    const bool holds = condition.is_boolean() && condition.get<bool>();
    if (holds != (directive.name == "include")) return false;
  }
  return true;
}

void Execution::collect(const std::vector<Selection>& selections, const Type& type,
                        SelectionPlan& plan) {
  const auto applies = [&](const std::string& condition) {
    if (condition.empty()) return true;
    const auto& possible = input_.schema.find(condition)->possible;
    return std::find(possible.begin(), possible.end(), &type) != possible.end();
  };
  for (const Selection& selection : selections) {
    if (!included(selection)) continue;
    if (selection.kind == Selection::Kind::Field) {
      add_field(selection, type, plan);
    } else if (selection.kind == Selection::Kind::Inline) {
      if (applies(selection.type_condition)) collect(selection.selections, type, plan);
    } else {
      const Fragment& fragment = *input_.document.fragment(selection.name);
      if (applies(fragment.type_condition)) collect(fragment.selections, type, plan);
    }
  }
}

void Execution::add_field(const Selection& selection, const Type& type, SelectionPlan& plan) {
  const std::string& key = selection.key();
  for (PlannedField& planned : plan.fields) {
    if (planned.key != key) continue;
    planned.occurrences.push_back(&selection);
    return;
  }
  PlannedField planned;
  planned.key = key;
  planned.prefix = '"' + key + "\":";
  planned.parent = &type;
  if (selection.name == "__typename") {
    planned.prefix += '"' + type.name + '"';
  } else {
    planned.field = type.field(selection.name);
    planned.arguments = coerce_arguments(input_.schema, planned.field->arguments,
                                         selection.arguments, input_.variables);
  }
  planned.occurrences.push_back(&selection);
  plan.fields.push_back(std::move(planned));
}

void Execution::finish(SelectionPlan& plan) {
  for (std::size_t i = 1; i < plan.fields.size(); ++i) {
    std::string& prefix = plan.fields[i].prefix;
    prefix.insert(prefix.begin(), ',');
  }
}

SelectionPlan& Execution::plan_for(PlannedField& field, const Type* type) {
  for (auto& [known, plan] : field.plans) {
    if (known == type) return *plan;
  }
  auto plan = std::make_unique<SelectionPlan>();
  for (const Selection* selection : field.occurrences) {
    collect(selection->selections, *type, *plan);
  }
  finish(*plan);
  field.plans.emplace_back(type, std::move(plan));
  return *field.plans.back().second;
}

void Execution::write_object(SelectionPlan& plan, const Node& node) {
  out_ += '{';
  for (PlannedField& field : plan.fields) write_field(field, node);
  out_ += '}';
}

void Execution::write_field(PlannedField& field, const Node& node) {
  out_ += field.prefix;
  if (field.field == nullptr) return;
  const std::size_t mark = out_.size();
  const std::size_t depth = path_.size();
  path_.push_back({&field.key, 0});
  try {
    try {
      if (!spoil()) field.field->resolver(*this, node, field);
    } catch (const FieldError& error) {
      path_.resize(depth + 1);
      report(error, field);
      throw NullFailure{};
    }
  } catch (const NullFailure&) {
    path_.resize(depth);
    if (field.field->type.non_null()) throw;
    out_.resize(mark);
    out_ += "null";
    return;
  }
  path_.pop_back();
}

bool Execution::spoil() {
  const auto& spoilt = input_.distortion.field;
  if (!spoilt || spoilt->path.size() != path_.size()) return false;
  const auto fits = [](const Step& step, const std::string& wanted) {
    return wanted == "*" ||
           wanted == (step.key != nullptr ? *step.key : std::to_string(step.index));
  };
  if (!std::equal(path_.begin(), path_.end(), spoilt->path.begin(), fits)) return false;
  if (spoilt->error) throw FieldError(*spoilt->error);
  out_ += spoilt->instead;
  return true;
}

std::string Execution::random_id() {
  const Identifiers ids(input_.world.seed + 77);
  return ids.uuid(Entity::Activity, input_.request_number * 1000 + errors_.size());
}

void Execution::report(const FieldError& error, const PlannedField& field) {
  nlohmann::ordered_json entry;
  entry["message"] = error.what();
  const Location at = field.occurrences.front()->location;
  entry["locations"] = nlohmann::ordered_json::array();
  entry["locations"].push_back({{"line", at.line}, {"column", at.column}});
  auto path = nlohmann::ordered_json::array();
  for (const Step& step : path_) {
    if (step.key != nullptr) {
      path.push_back(*step.key);
    } else {
      path.push_back(step.index);
    }
  }
  entry["path"] = std::move(path);
  if (error.has_id) entry["extensions"]["id"] = random_id();
  entry["extensions"]["code"] = error.code;
  errors_.push_back(std::move(entry));
}

bool Execution::item_required(const PlannedField& field) {
  const TypeRef& list = field.field->type.nullable();
  return list.inner != nullptr && list.inner->non_null();
}

void Execution::null(const PlannedField& field) {
  if (field.field->type.non_null()) {
    throw FieldError::plain("Cannot return null for non-nullable field " + field.parent->name +
                            '.' + field.field->name + '.');
  }
  out_ += "null";
}

void Execution::text(std::string_view value) {
  append_json_string(out_, value);
}

void Execution::text_or_null(std::string_view value, const PlannedField& field) {
  if (value.empty()) return null(field);
  text(value);
}

void Execution::quoted(std::string_view plain) {
  out_ += '"';
  out_ += plain;
  out_ += '"';
}

void Execution::integer(std::int64_t value) {
  std::array<char, 24> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  out_.append(digits.data(), end);
}

/// As JavaScript prints numbers: shortest form, no exponent in the usual range.
void Execution::real(double value) {
  std::array<char, 40> digits{};
  const double size = std::abs(value);
  const bool usual = size == 0 || (size >= 1e-6 && size < 1e21);
  const auto format = usual ? std::chars_format::fixed : std::chars_format::scientific;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value, format).ptr;
  out_.append(digits.data(), end);
}

void Execution::hundredths(std::int64_t cents) {
  if (cents < 0) out_ += '-';
  const std::int64_t size = std::abs(cents);
  integer(size / 100);
  const auto rest = static_cast<char>(size % 100);
  if (rest == 0) return;
  out_ += '.';
  out_ += static_cast<char>('0' + rest / 10);
  if (rest % 10 != 0) out_ += static_cast<char>('0' + rest % 10);
}

void Execution::time(Micros at, const PlannedField& field) {
  if (at == kNever) return null(field);
  out_ += '"';
  append_iso(out_, at);
  out_ += '"';
}

void Execution::object(PlannedField& field, const Type* type, const Node& node) {
  write_object(plan_for(field, type), node);
}

void Execution::account(PlannedField& field, AccountId id) {
  if (id == 0) return null(field);
  Node node;
  node.number = id;
  const Type* wanted = field.field->named_type;
  if (wanted->kind == Type::Kind::Object) return object(field, wanted, node);
  const auto type = static_cast<std::size_t>(input_.world.accounts[id].type);
  object(field, input_.types.accounts[type], node);
}

void Execution::amount(PlannedField& field, std::int64_t cents, Currency currency) {
  Node node;
  node.cents = cents;
  node.currency = currency;
  object(field, field.field->named_type, node);
}

void Execution::transaction(PlannedField& field, RowNumber row) {
  if (row == 0) return null(field);
  Node node;
  node.number = row;
  object(field, input_.world.ledger[row].credit ? input_.types.credit : input_.types.debit, node);
}

void Execution::require_scope(Scope scope) const {
  if (viewer().may(scope)) return;
  const std::string who = viewer().by_oauth ? "User Token" : "Personal Token";
  throw FieldError::forbidden("The " + who + " is not allowed for operations in scope \"" +
                              std::string(name(scope)) + "\".");
}

void Execution::maybe_spoil_node(std::size_t index) {
  ++nodes_written;
  if (spoiled_ || !input_.distortion.null_node || *input_.distortion.null_node != index) return;
  spoiled_ = true;
  throw FieldError::plain("Simulated failure of a node");
}

}  // namespace bursar::sandbox
