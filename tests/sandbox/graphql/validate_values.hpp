#pragma once

#include <set>
#include <string>
#include <vector>

#include "graphql/schema.hpp"

namespace bursar::sandbox {

/// Checks literals and the use of variables against the type a position expects.
struct ValueCheck {
  const Schema& schema;
  const Operation* operation;  ///< null inside a constant
  std::vector<RequestError>& errors;
  std::set<std::string>& used_variables;

  void value(const Value& value, const TypeRef& type, bool position_has_default);

 private:
  void variable(const Value& value, const TypeRef& type, bool position_has_default);
  void object(const Value& value, const Type& type);
  void note_variables(const Value& value);
  void report(std::string message, Location at);
};

}  // namespace bursar::sandbox
