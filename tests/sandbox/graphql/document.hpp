#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "graphql/errors.hpp"

/// The syntax tree of a request. Plain data; nothing in it knows the schema.
namespace bursar::sandbox {

/// `Int`, `[Int!]` or `Int!`, in documents as in SDL.
struct TypeRef {
  enum class Shape { Named, List, NonNull };
  Shape shape = Shape::Named;
  std::string name;                ///< Named only
  std::shared_ptr<TypeRef> inner;  ///< List and NonNull only

  bool non_null() const { return shape == Shape::NonNull; }
  const TypeRef& nullable() const { return non_null() ? *inner : *this; }
  const std::string& named() const { return shape == Shape::Named ? name : inner->named(); }
  std::string text() const;
};

bool operator==(const TypeRef& left, const TypeRef& right);

struct Value {
  enum class Kind { Variable, Int, Float, String, Boolean, Null, Enum, List, Object };
  struct Member;
  Kind kind = Kind::Null;
  std::string text;            ///< number, string, enum or variable name, "true"/"false"
  std::vector<Value> items;    ///< List
  std::vector<Member> fields;  ///< Object
  Location location;

  /// As graphql-js prints it in messages.
  std::string print() const;
};

struct Value::Member {
  std::string name;
  Value value;
  Location location;
};

struct Argument {
  std::string name;
  Value value;
  Location location;
};

struct Directive {
  std::string name;
  std::vector<Argument> arguments;
  Location location;
};

struct Selection {
  enum class Kind { Field, Spread, Inline };
  Kind kind = Kind::Field;
  std::string alias;  ///< empty when there is none
  std::string name;   ///< field or fragment name
  std::string type_condition;
  std::vector<Argument> arguments;
  std::vector<Directive> directives;
  std::vector<Selection> selections;
  Location location;

  const std::string& key() const { return alias.empty() ? name : alias; }
};

struct VariableDefinition {
  std::string name;
  TypeRef type;
  bool has_default = false;
  Value default_value;
  Location location;
  Location type_location;
};

struct Operation {
  std::string kind;  ///< query, mutation or subscription
  std::string name;
  std::vector<VariableDefinition> variables;
  std::vector<Directive> directives;
  std::vector<Selection> selections;
  Location location;
};

struct Fragment {
  std::string name;
  std::string type_condition;
  std::vector<Directive> directives;
  std::vector<Selection> selections;
  Location location;
};

struct Document {
  std::vector<Operation> operations;
  std::vector<Fragment> fragments;

  const Fragment* fragment(const std::string& name) const;
};

}  // namespace bursar::sandbox
