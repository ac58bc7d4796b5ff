#include "graphql/coerce.hpp"

#include <string>
#include <utility>

#include "graphql/scalars.hpp"
#include "graphql/suggestions.hpp"

namespace bursar::sandbox {
namespace {

using nlohmann::json;

/// Coerces one variable; complaints name the variable and the path inside it.
class VariableCoercion {
 public:
  VariableCoercion(const Schema& schema, const VariableDefinition& variable,
                   std::vector<RequestError>& errors)
      : schema_(schema), variable_(variable), errors_(errors) {}

  json coerce(const json& value, const TypeRef& type, const std::string& path) {
    if (type.non_null()) {
      if (value.is_null()) {
        complain(value, path, "Expected non-nullable type \"" + type.text() + "\" not to be null.");
        return nullptr;
      }
      return coerce(value, *type.inner, path);
    }
    if (value.is_null()) return nullptr;
    if (type.shape == TypeRef::Shape::List) return coerce_list(value, *type.inner, path);
    const Type& named = *schema_.find(type.name);
    if (named.kind == Type::Kind::InputObject) return coerce_object(value, named, path);
    if (const auto problem = leaf_problem(named, value)) complain(value, path, *problem);
    return value;
  }

 private:
  json coerce_list(const json& value, const TypeRef& item, const std::string& path) {
    json list = json::array();
    if (!value.is_array()) {
      list.push_back(coerce(value, item, path));
      return list;
    }
    for (std::size_t i = 0; i < value.size(); ++i) {
      list.push_back(coerce(value[i], item, path + '[' + std::to_string(i) + ']'));
    }
    return list;
  }

  json coerce_object(const json& value, const Type& type, const std::string& path) {
    if (!value.is_object()) {
      complain(value, path, "Expected type \"" + type.name + "\" to be an object.");
      return value;
    }
    json object = json::object();
    for (const InputValue& input : type.inputs) {
      const auto found = value.find(input.name);
      if (found != value.end()) {
        object[input.name] = coerce(*found, input.type, path + '.' + input.name);
      } else if (input.has_default) {
        object[input.name] = to_json(input.default_value, json::object());
      } else if (input.required()) {
        complain(value, path,
                 "Field \"" + input.name + "\" of required type \"" + input.type.text() +
                     "\" was not provided.");
      }
    }
    for (const auto& [name, ignored] : value.items()) {
      if (type.input(name) != nullptr) continue;
      std::vector<std::string> names;
      for (const InputValue& input : type.inputs) names.push_back(input.name);
      complain(value, path,
               "Field \"" + name + "\" is not defined by type \"" + type.name + "\"." +
                   did_you_mean(name, names));
    }
    return object;
  }

  void complain(const json& value, const std::string& path, const std::string& why) {
    std::string message = "Variable \"$" + variable_.name + "\" got invalid value " + value.dump();
    if (!path.empty()) message += " at \"" + variable_.name + path + '"';
    errors_.push_back({message + "; " + why, {variable_.location}, kBadUserInput});
  }

  const Schema& schema_;
  const VariableDefinition& variable_;
  std::vector<RequestError>& errors_;
};

/// A value that has been validated: only defaults and lists of one remain to be done.
json complete(const Schema& schema, json value, const TypeRef& type) {
  if (type.non_null()) return complete(schema, std::move(value), *type.inner);
  if (value.is_null()) return value;
  if (type.shape == TypeRef::Shape::List) {
    if (!value.is_array()) value = json::array({std::move(value)});
    for (json& item : value) item = complete(schema, std::move(item), *type.inner);
    return value;
  }
  const Type& named = *schema.find(type.name);
  if (named.kind != Type::Kind::InputObject || !value.is_object()) return value;
  for (const InputValue& input : named.inputs) {
    if (value.contains(input.name)) {
      value[input.name] = complete(schema, std::move(value[input.name]), input.type);
    } else if (input.has_default) {
      value[input.name] = to_json(input.default_value, json::object());
    }
  }
  return value;
}

}  // namespace

json coerce_variables(const Schema& schema, const Operation& operation, const json& given,
                      std::vector<RequestError>& errors) {
  json variables = json::object();
  for (const VariableDefinition& variable : operation.variables) {
    const auto found = given.is_object() ? given.find(variable.name) : given.end();
    const std::string type = variable.type.text();
    if (!given.is_object() || found == given.end()) {
      if (variable.has_default) {
        variables[variable.name] =
            complete(schema, to_json(variable.default_value, json::object()), variable.type);
      } else if (variable.type.non_null()) {
        errors.push_back({"Variable \"$" + variable.name + "\" of required type \"" + type +
                              "\" was not provided.",
                          {variable.location},
                          kBadUserInput});
      }
    } else if (found->is_null() && variable.type.non_null()) {
      errors.push_back({"Variable \"$" + variable.name + "\" of non-null type \"" + type +
                            "\" must not be null.",
                        {variable.location},
                        kBadUserInput});
    } else {
      VariableCoercion coercion(schema, variable, errors);
      variables[variable.name] = coercion.coerce(*found, variable.type, "");
    }
  }
  return variables;
}

json coerce_arguments(const Schema& schema, const std::vector<InputValue>& declared,
                      const std::vector<Argument>& given, const json& variables) {
  json arguments = json::object();
  for (const InputValue& input : declared) {
    json value(json::value_t::discarded);
    for (const Argument& argument : given) {
      if (argument.name == input.name) value = to_json(argument.value, variables);
    }
    if (value.is_discarded()) {
      if (!input.has_default) continue;
      value = to_json(input.default_value, json::object());
    }
    arguments[input.name] = complete(schema, std::move(value), input.type);
  }
  return arguments;
}

}  // namespace bursar::sandbox
