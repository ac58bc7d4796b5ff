#include "graphql/validate.hpp"

#include <algorithm>
#include <set>
#include <string>

#include "graphql/overlap.hpp"
#include "graphql/suggestions.hpp"
#include "graphql/validate_values.hpp"

namespace bursar::sandbox {
namespace {

class Validator {
 public:
  Validator(const Schema& schema, const Document& document)
      : schema_(schema), document_(document) {}

  std::vector<RequestError> run() {
    unique_names();
    for (const Operation& operation : document_.operations) check_operation(operation);
    for (const Fragment& fragment : document_.fragments) check_fragment(fragment);
    if (errors_.empty()) check_overlaps();
    return std::move(errors_);
  }

 private:
  void report(std::string message, Location at) {
    errors_.push_back({std::move(message), {at}, kValidationFailed});
  }

  void unique_names() {
    std::set<std::string> seen;
    for (const Operation& operation : document_.operations) {
      if (operation.name.empty() && document_.operations.size() > 1) {
        report("This anonymous operation must be the only defined operation.", operation.location);
      } else if (!operation.name.empty() && !seen.insert(operation.name).second) {
        report("There can be only one operation named \"" + operation.name + "\".",
               operation.location);
      }
    }
    seen.clear();
    for (const Fragment& fragment : document_.fragments) {
      if (!seen.insert(fragment.name).second) {
        report("There can be only one fragment named \"" + fragment.name + "\".",
               fragment.location);
      }
    }
  }

  const Type* known_type(const std::string& name, Location at) {
    const Type* type = schema_.find(name);
    if (type == nullptr) {
      std::vector<std::string> names;
      for (const auto& entry : schema_.types()) names.push_back(entry.first);
      report("Unknown type \"" + name + "\"." + did_you_mean(name, names), at);
    }
    return type;
  }

  void check_operation(const Operation& operation) {
    operation_ = &operation;
    used_variables_.clear();
    if (operation.kind != "query") {
      report("The sandbox answers queries only.", operation.location);
      return;
    }
    std::set<std::string> names;
    for (const VariableDefinition& variable : operation.variables) {
      if (!names.insert(variable.name).second) {
        report("There can be only one variable named \"$" + variable.name + "\".",
               variable.location);
      }
      check_variable_type(variable);
    }
    open_.clear();
    check_directives(operation.directives);
    check_selections(operation.selections, &schema_.query());
    for (const VariableDefinition& variable : operation.variables) {
      if (used_variables_.count(variable.name) > 0) continue;
      report("Variable \"$" + variable.name + "\" is never used" +
                 (operation.name.empty() ? "" : " in operation \"" + operation.name + '"') + '.',
             variable.location);
    }
    operation_ = nullptr;
  }

  void check_variable_type(const VariableDefinition& variable) {
    const Type* type = known_type(variable.type.named(), variable.type_location);
    if (type == nullptr) return;
    if (type->composite()) {
      report("Variable \"$" + variable.name + "\" cannot be non-input type \"" +
                 variable.type.text() + "\".",
             variable.type_location);
    } else if (variable.has_default) {
      ValueCheck check{schema_, nullptr, errors_, used_variables_};
      check.value(variable.default_value, variable.type, false);
    }
  }

  void check_fragment(const Fragment& fragment) {
    if (used_fragments_.count(fragment.name) == 0) {
      report("Fragment \"" + fragment.name + "\" is never used.", fragment.location);
    }
  }

  void check_selections(const std::vector<Selection>& selections, const Type* parent) {
    for (const Selection& selection : selections) {
      check_directives(selection.directives);
      switch (selection.kind) {
        case Selection::Kind::Field:
          check_field(selection, *parent);
          break;
        case Selection::Kind::Inline:
          check_inline(selection, *parent);
          break;
        case Selection::Kind::Spread:
          check_spread(selection, *parent);
          break;
      }
    }
  }

  void check_field(const Selection& selection, const Type& parent) {
    if (selection.name == "__typename") return;
    const Field* field = parent.field(selection.name);
    if (field == nullptr) {
      report("Cannot query field \"" + selection.name + "\" on type \"" + parent.name + "\"." +
                 field_hint(selection.name, parent),
             selection.location);
      return;
    }
    check_arguments(selection, parent, *field);
    const std::string quoted = "Field \"" + selection.name + '"';
    if (field->named_type->leaf()) {
      if (!selection.selections.empty()) {
        report(quoted + " must not have a selection since type \"" + field->type.text() +
                   "\" has no subfields.",
               selection.location);
      }
    } else if (selection.selections.empty()) {
      report(quoted + " of type \"" + field->type.text() +
                 "\" must have a selection of subfields. Did you mean \"" + selection.name +
                 " { ... }\"?",
             selection.location);
    } else {
      check_selections(selection.selections, field->named_type);
    }
  }

  std::string field_hint(const std::string& name, const Type& parent) const {
    std::vector<std::string> types;
    if (parent.kind != Type::Kind::Object) {
      for (const Type* possible : parent.possible) {
        if (possible->field(name) != nullptr) types.push_back(possible->name);
      }
    }
    if (!types.empty()) return did_you_mean_fragment(types);
    std::vector<std::string> names;
    for (const Field& field : parent.fields) names.push_back(field.name);
    return did_you_mean(name, names);
  }

  void check_arguments(const Selection& selection, const Type& parent, const Field& field) {
    std::set<std::string> seen;
    for (const Argument& argument : selection.arguments) {
      if (!seen.insert(argument.name).second) {
        report("There can be only one argument named \"" + argument.name + "\".",
               argument.location);
      }
      const InputValue* declared = field.argument(argument.name);
      if (declared == nullptr) {
        std::vector<std::string> names;
        for (const InputValue& input : field.arguments) names.push_back(input.name);
        report("Unknown argument \"" + argument.name + "\" on field \"" + parent.name + '.' +
                   field.name + "\"." + did_you_mean(argument.name, names),
               argument.location);
        continue;
      }
      check_value(argument.value, declared->type, declared->has_default);
    }
    for (const InputValue& input : field.arguments) {
      if (!input.required() || seen.count(input.name) > 0) continue;
      report("Field \"" + field.name + "\" argument \"" + input.name + "\" of type \"" +
                 input.type.text() + "\" is required, but it was not provided.",
             selection.location);
    }
  }

  void check_value(const Value& value, const TypeRef& type, bool has_default) {
    ValueCheck check{schema_, operation_, errors_, used_variables_};
    check.value(value, type, has_default);
  }

  void check_directives(const std::vector<Directive>& directives) {
    std::set<std::string> seen;
    for (const Directive& directive : directives) {
      const std::string quoted = "\"@" + directive.name + '"';
      if (directive.name != "include" && directive.name != "skip") {
        report("Unknown directive " + quoted + '.', directive.location);
        continue;
      }
      if (!seen.insert(directive.name).second) {
        report("The directive " + quoted + " can only be used once at this location.",
               directive.location);
      }
      const TypeRef boolean{TypeRef::Shape::Named, "Boolean", nullptr};
      TypeRef required;
      required.shape = TypeRef::Shape::NonNull;
      required.inner = std::make_shared<TypeRef>(boolean);
      bool given = false;
      for (const Argument& argument : directive.arguments) {
        if (argument.name != "if") {
          report("Unknown argument \"" + argument.name + "\" on directive " + quoted + '.',
                 argument.location);
          continue;
        }
        given = true;
        check_value(argument.value, required, false);
      }
      if (!given) {
        report("Directive " + quoted +
                   " argument \"if\" of type \"Boolean!\" is required, but it was not provided.",
               directive.location);
      }
    }
  }

  void check_inline(const Selection& selection, const Type& parent) {
    const Type* type = &parent;
    if (!selection.type_condition.empty()) {
      type = known_type(selection.type_condition, selection.location);
      if (type == nullptr) return;
      if (!type->composite()) {
        report("Fragment cannot condition on non composite type \"" + type->name + "\".",
               selection.location);
        return;
      }
      check_possible("Fragment", parent, *type, selection.location);
    }
    check_selections(selection.selections, type);
  }

  void check_spread(const Selection& selection, const Type& parent) {
    const Fragment* fragment = document_.fragment(selection.name);
    if (fragment == nullptr) {
      report("Unknown fragment \"" + selection.name + "\".", selection.location);
      return;
    }
    used_fragments_.insert(selection.name);
    const auto open = std::find(open_.begin(), open_.end(), selection.name);
    if (open != open_.end()) {
      std::string via;
      for (auto it = open + 1; it != open_.end(); ++it) {
        via += (via.empty() ? " via \"" : ", \"") + *it + '"';
      }
      report("Cannot spread fragment \"" + selection.name + "\" within itself" + via + '.',
             selection.location);
      return;
    }
    const bool first = known_conditions_.insert(fragment).second;
    const Type* type = schema_.find(fragment->type_condition);
    if (type == nullptr) {
      if (first) known_type(fragment->type_condition, fragment->location);
      return;
    }
    if (!type->composite()) {
      if (first) {
        report("Fragment \"" + fragment->name + "\" cannot condition on non composite type \"" +
                   type->name + "\".",
               fragment->location);
      }
      return;
    }
    check_possible("Fragment \"" + fragment->name + '"', parent, *type, selection.location);
    open_.push_back(selection.name);
    check_fragment_body(*fragment, *type, first);
    open_.pop_back();
  }

  /// The body is walked at every spread for its variables; it is complained about only once.
  void check_fragment_body(const Fragment& fragment, const Type& type, bool first) {
    const std::size_t before = errors_.size();
    check_selections(fragment.selections, &type);
    if (!first) errors_.resize(before);
  }

  void check_possible(const std::string& what, const Type& parent, const Type& type, Location at) {
    const bool overlap =
        std::any_of(type.possible.begin(), type.possible.end(), [&](const Type* t) {
          return std::find(parent.possible.begin(), parent.possible.end(), t) !=
                 parent.possible.end();
        });
    if (overlap) return;
    report(what + " cannot be spread here as objects of type \"" + parent.name +
               "\" can never be of type \"" + type.name + "\".",
           at);
  }

  void check_overlaps() {
    for (const Operation& operation : document_.operations) {
      find_conflicts(schema_, document_, operation, errors_);
    }
  }

  const Schema& schema_;
  const Document& document_;
  const Operation* operation_ = nullptr;
  std::vector<RequestError> errors_;
  std::set<std::string> used_variables_;
  std::set<std::string> used_fragments_;
  std::set<const Fragment*> known_conditions_;
  std::vector<std::string> open_;
};

}  // namespace

std::vector<RequestError> validate(const Schema& schema, const Document& document) {
  return Validator(schema, document).run();
}

}  // namespace bursar::sandbox
