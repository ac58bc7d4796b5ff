#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "graphql/document.hpp"

namespace bursar::sandbox {

struct Type;
class Execution;
struct Node;
struct PlannedField;

/// Writes the value of one field of one object into the response.
using Resolver = void (*)(Execution&, const Node&, PlannedField&);

struct InputValue {
  std::string name;
  TypeRef type;
  bool has_default = false;
  Value default_value;

  bool required() const { return type.non_null() && !has_default; }
};

struct Field {
  std::string name;
  std::vector<InputValue> arguments;
  TypeRef type;
  const Type* named_type = nullptr;
  Resolver resolver = nullptr;

  const InputValue* argument(std::string_view wanted) const;
};

struct Type {
  enum class Kind { Scalar, Object, Interface, Union, Enum, InputObject };
  Kind kind = Kind::Scalar;
  std::string name;
  std::vector<Field> fields;          ///< Object, Interface
  std::vector<InputValue> inputs;     ///< InputObject
  std::vector<std::string> members;   ///< Enum: values; Object, Interface: interfaces; Union: types
  std::vector<const Type*> possible;  ///< the object types this type can stand for
  std::unordered_map<std::string, std::size_t> field_index;

  const Field* field(const std::string& wanted) const;
  const InputValue* input(std::string_view wanted) const;
  bool has_member(std::string_view wanted) const;
  bool composite() const;
  bool leaf() const { return kind == Kind::Scalar || kind == Kind::Enum; }
};

/// The type system, read from SDL text (schema.graphql).
class Schema {
 public:
  static Schema parse(std::string_view sdl);

  const Type* find(const std::string& name) const;
  const Type& query() const { return *find("Query"); }
  const std::map<std::string, std::unique_ptr<Type>>& types() const { return types_; }

  /// Fields are const for everybody but the code that binds resolvers once at start-up.
  std::map<std::string, std::unique_ptr<Type>>& mutable_types() { return types_; }

 private:
  void link();

  std::map<std::string, std::unique_ptr<Type>> types_;
};

}  // namespace bursar::sandbox
