#include "graphql/scalars.hpp"

#include <cmath>
#include <cstdint>
#include <limits>

#include "graphql/suggestions.hpp"
#include "world/time.hpp"

namespace bursar::sandbox {
namespace {

using nlohmann::json;

bool fits_int(const json& value) {
  if (!value.is_number()) return false;
  const double number = value.get<double>();
  return number == std::floor(number) && number >= std::numeric_limits<std::int32_t>::min() &&
         number <= std::numeric_limits<std::int32_t>::max();
}

/// Errors of the built-in scalars, in the words of graphql-js.
std::optional<std::string> scalar_problem(const std::string& name, const json& value,
                                          const std::string& shown) {
  if (name == "Int") {
    if (fits_int(value)) return std::nullopt;
    if (value.is_number_integer()) {
      return "Int cannot represent non 32-bit signed integer value: " + shown;
    }
    return "Int cannot represent non-integer value: " + shown;
  }
  if (name == "Float") {
    if (value.is_number()) return std::nullopt;
    return "Float cannot represent non numeric value: " + shown;
  }
  if (name == "Boolean") {
    if (value.is_boolean()) return std::nullopt;
    return "Boolean cannot represent a non boolean value: " + shown;
  }
  if (name == "DateTime") {
    if (!value.is_string()) {
      return "DateTime cannot be serialized from a non string, non numeric or non Date type " +
             shown;
    }
    if (parse_rfc3339(value.get_ref<const std::string&>())) return std::nullopt;
    return "DateTime cannot represent an invalid date-time-string " + value.get<std::string>() +
           '.';
  }
  if (name == "JSON" || name == "JSONObject") return std::nullopt;
  if (value.is_string()) return std::nullopt;
  return name + " cannot represent a non string value: " + shown;
}

}  // namespace

std::optional<std::string> leaf_problem(const Type& type, const json& value) {
  if (type.kind != Type::Kind::Enum) return scalar_problem(type.name, value, value.dump());
  if (!value.is_string()) {
    return "Enum \"" + type.name + "\" cannot represent non-string value: " + value.dump() + '.';
  }
  const auto& text = value.get_ref<const std::string&>();
  if (type.has_member(text)) return std::nullopt;
  auto hint = did_you_mean(text, type.members);
  if (!hint.empty()) hint.insert(14, "the enum value ");
  return "Value \"" + text + "\" does not exist in \"" + type.name + "\" enum." + hint;
}

std::optional<std::string> leaf_problem(const Type& type, const Value& literal) {
  if (type.kind == Type::Kind::Enum) {
    auto hint = did_you_mean(literal.text, type.members);
    if (!hint.empty()) hint.insert(14, "the enum value ");
    if (literal.kind != Value::Kind::Enum) {
      return "Enum \"" + type.name + "\" cannot represent non-enum value: " + literal.print() +
             '.' + hint;
    }
    if (type.has_member(literal.text)) return std::nullopt;
    return "Value \"" + literal.text + "\" does not exist in \"" + type.name + "\" enum." + hint;
  }
  if (literal.kind == Value::Kind::Enum) {
    return scalar_problem(type.name, json(nullptr), literal.text);
  }
  return scalar_problem(type.name, to_json(literal, json::object()), literal.print());
}

json to_json(const Value& literal, const json& variables) {
  switch (literal.kind) {
    case Value::Kind::Variable: {
      const auto found = variables.find(literal.text);
      return found == variables.end() ? json(json::value_t::discarded) : *found;
    }
    case Value::Kind::Int:
    case Value::Kind::Float:
      return json::parse(literal.text, nullptr, false);
    case Value::Kind::Boolean:
      return literal.text == "true";
    case Value::Kind::Null:
      return nullptr;
    case Value::Kind::String:
    case Value::Kind::Enum:
      return literal.text;
    case Value::Kind::List: {
      json list = json::array();
      for (const Value& item : literal.items) {
        json value = to_json(item, variables);
        list.push_back(value.is_discarded() ? json(nullptr) : std::move(value));
      }
      return list;
    }
    case Value::Kind::Object: {
      json object = json::object();
      for (const auto& member : literal.fields) {
        json value = to_json(member.value, variables);
        if (!value.is_discarded()) object[member.name] = std::move(value);
      }
      return object;
    }
  }
  return nullptr;
}

}  // namespace bursar::sandbox
