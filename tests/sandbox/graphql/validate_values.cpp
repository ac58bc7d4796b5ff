#include "graphql/validate_values.hpp"

#include "graphql/scalars.hpp"
#include "graphql/suggestions.hpp"

namespace bursar::sandbox {
namespace {

const VariableDefinition* definition_of(const Operation& operation, const std::string& name) {
  for (const VariableDefinition& variable : operation.variables) {
    if (variable.name == name) return &variable;
  }
  return nullptr;
}

bool subtype(const TypeRef& given, const TypeRef& wanted) {
  if (wanted.non_null()) return given.non_null() && subtype(*given.inner, *wanted.inner);
  const TypeRef& bare = given.nullable();
  if (bare.shape != wanted.shape) return false;
  return bare.shape == TypeRef::Shape::List ? subtype(*bare.inner, *wanted.inner)
                                            : bare.name == wanted.name;
}

}  // namespace

void ValueCheck::report(std::string message, Location at) {
  errors.push_back({std::move(message), {at}, kValidationFailed});
}

void ValueCheck::value(const Value& given, const TypeRef& type, bool position_has_default) {
  if (given.kind == Value::Kind::Variable) return variable(given, type, position_has_default);
  if (type.non_null()) {
    if (given.kind != Value::Kind::Null) return value(given, *type.inner, false);
    return report("Expected value of type \"" + type.text() + "\", found null.", given.location);
  }
  if (given.kind == Value::Kind::Null) return;
  if (type.shape == TypeRef::Shape::List) {
    if (given.kind != Value::Kind::List) return value(given, *type.inner, false);
    for (const Value& item : given.items) value(item, *type.inner, false);
    return;
  }
  const Type& named = *schema.find(type.name);
  if (named.kind == Type::Kind::InputObject) return object(given, named);
  if (named.name == "JSON" || named.name == "JSONObject") return note_variables(given);
  if (const auto problem = leaf_problem(named, given)) report(*problem, given.location);
}

void ValueCheck::variable(const Value& given, const TypeRef& type, bool position_has_default) {
  used_variables.insert(given.text);
  if (operation == nullptr) return;
  const VariableDefinition* definition = definition_of(*operation, given.text);
  if (definition == nullptr) {
    return report("Variable \"$" + given.text + "\" is not defined" +
                      (operation->name.empty() ? "" : " by operation \"" + operation->name + '"') +
                      '.',
                  given.location);
  }
  const bool has_default =
      position_has_default ||
      (definition->has_default && definition->default_value.kind != Value::Kind::Null);
  const TypeRef& wanted = has_default ? type.nullable() : type;
  if (subtype(definition->type, wanted)) return;
  errors.push_back({"Variable \"$" + given.text + "\" of type \"" + definition->type.text() +
                        "\" used in position expecting type \"" + type.text() + "\".",
                    {definition->location, given.location},
                    kValidationFailed});
}

void ValueCheck::object(const Value& given, const Type& type) {
  if (given.kind != Value::Kind::Object) {
    return report("Expected value of type \"" + type.name + "\", found " + given.print() + '.',
                  given.location);
  }
  std::set<std::string> seen;
  for (const auto& member : given.fields) {
    if (!seen.insert(member.name).second) {
      report("There can be only one input field named \"" + member.name + "\".", member.location);
    }
    if (const InputValue* input = type.input(member.name)) {
      value(member.value, input->type, input->has_default);
      continue;
    }
    std::vector<std::string> names;
    for (const InputValue& input : type.inputs) names.push_back(input.name);
    report("Field \"" + member.name + "\" is not defined by type \"" + type.name + "\"." +
               did_you_mean(member.name, names),
           member.location);
  }
  for (const InputValue& input : type.inputs) {
    if (!input.required() || seen.count(input.name) > 0) continue;
    report("Field \"" + type.name + '.' + input.name + "\" of required type \"" +
               input.type.text() + "\" was not provided.",
           given.location);
  }
}

void ValueCheck::note_variables(const Value& given) {
  if (given.kind == Value::Kind::Variable) used_variables.insert(given.text);
  for (const Value& item : given.items) note_variables(item);
  for (const auto& member : given.fields) note_variables(member.value);
}

}  // namespace bursar::sandbox
