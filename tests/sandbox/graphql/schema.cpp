#include "graphql/schema.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "graphql/parser.hpp"

namespace bursar::sandbox {
namespace {

class SdlParser {
 public:
  explicit SdlParser(std::string_view source) : tokens_(source, 0) {}

  std::vector<Type> parse() {
    std::vector<Type> types;
    while (tokens_.peek().kind != TokenKind::End) types.push_back(definition());
    return types;
  }

 private:
  Type definition() {
    skip_description();
    const std::string word = tokens_.name();
    Type type;
    type.name = tokens_.name();
    if (word == "scalar") {
      type.kind = Type::Kind::Scalar;
    } else if (word == "enum") {
      type.kind = Type::Kind::Enum;
      tokens_.expect("{");
      while (!tokens_.skip("}")) type.members.push_back(tokens_.name());
    } else if (word == "input") {
      type.kind = Type::Kind::InputObject;
      tokens_.expect("{");
      while (!tokens_.skip("}")) type.inputs.push_back(input_value());
    } else if (word == "union") {
      type.kind = Type::Kind::Union;
      tokens_.expect("=");
      do type.members.push_back(tokens_.name());
      while (tokens_.skip("|"));
    } else if (word == "type" || word == "interface") {
      type.kind = word == "type" ? Type::Kind::Object : Type::Kind::Interface;
      if (tokens_.skip_keyword("implements")) {
        do type.members.push_back(tokens_.name());
        while (tokens_.skip("&"));
      }
      tokens_.expect("{");
      while (!tokens_.skip("}")) type.fields.push_back(field());
    } else {
      throw std::runtime_error("schema: unknown definition " + word);
    }
    return type;
  }

  void skip_description() {
    if (tokens_.peek().kind == TokenKind::String) tokens_.take();
  }

  InputValue input_value() {
    skip_description();
    InputValue input;
    input.name = tokens_.name();
    tokens_.expect(":");
    input.type = tokens_.type();
    if (tokens_.skip("=")) {
      input.has_default = true;
      input.default_value = tokens_.value(true);
    }
    return input;
  }

  Field field() {
    skip_description();
    Field field;
    field.name = tokens_.name();
    if (tokens_.skip("(")) {
      while (!tokens_.skip(")")) field.arguments.push_back(input_value());
    }
    tokens_.expect(":");
    field.type = tokens_.type();
    return field;
  }

  TokenStream tokens_;
};

/// Interfaces are written once in the SDL; their fields are copied into the types implementing
/// them.
void inherit(Type& type, const Type& interface) {
  for (const Field& field : interface.fields) {
    const bool own = std::any_of(type.fields.begin(), type.fields.end(),
                                 [&](const Field& f) { return f.name == field.name; });
    if (!own) type.fields.push_back(field);
  }
}

}  // namespace

const InputValue* Field::argument(std::string_view wanted) const {
  for (const InputValue& argument : arguments) {
    if (argument.name == wanted) return &argument;
  }
  return nullptr;
}

const Field* Type::field(const std::string& wanted) const {
  const auto found = field_index.find(wanted);
  return found == field_index.end() ? nullptr : &fields[found->second];
}

const InputValue* Type::input(std::string_view wanted) const {
  for (const InputValue& input : inputs) {
    if (input.name == wanted) return &input;
  }
  return nullptr;
}

bool Type::has_member(std::string_view wanted) const {
  return std::find(members.begin(), members.end(), wanted) != members.end();
}

bool Type::composite() const {
  return kind == Kind::Object || kind == Kind::Interface || kind == Kind::Union;
}

Schema Schema::parse(std::string_view sdl) {
  Schema schema;
  for (const char* scalar : {"Int", "Float", "String", "Boolean", "ID"}) {
    auto type = std::make_unique<Type>();
    type->name = scalar;
    schema.types_.emplace(scalar, std::move(type));
  }
  for (Type& type : SdlParser(sdl).parse()) {
    const std::string name = type.name;
    schema.types_.emplace(name, std::make_unique<Type>(std::move(type)));
  }
  schema.link();
  return schema;
}

const Type* Schema::find(const std::string& name) const {
  const auto found = types_.find(name);
  return found == types_.end() ? nullptr : found->second.get();
}

void Schema::link() {
  for (auto& [name, type] : types_) {
    if (type->kind == Type::Kind::Object) {
      type->possible = {type.get()};
      for (const std::string& interface : type->members) {
        Type& target = *types_.at(interface);
        inherit(*type, target);
        target.possible.push_back(type.get());
      }
    } else if (type->kind == Type::Kind::Union) {
      for (const std::string& member : type->members) {
        type->possible.push_back(types_.at(member).get());
      }
    }
  }
  for (auto& [name, type] : types_) {
    for (std::size_t i = 0; i < type->fields.size(); ++i) {
      Field& field = type->fields[i];
      type->field_index[field.name] = i;
      field.named_type = find(field.type.named());
      if (field.named_type == nullptr) {
        throw std::runtime_error("schema: unknown type " + field.type.named());
      }
    }
  }
}

}  // namespace bursar::sandbox
