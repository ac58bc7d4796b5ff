#include "graphql/parser.hpp"

#include <utility>

namespace bursar::sandbox {

TokenStream::TokenStream(std::string_view source, std::size_t max_tokens)
    : lexer_(source), max_tokens_(max_tokens), token_(lexer_.next()) {}

bool TokenStream::at(std::string_view punctuator) const {
  return token_.kind == TokenKind::Punctuator && token_.text == punctuator;
}

bool TokenStream::at_keyword(std::string_view word) const {
  return token_.kind == TokenKind::Name && token_.text == word;
}

Token TokenStream::take() {
  ++taken_;
  if (max_tokens_ > 0 && taken_ > max_tokens_) {
    throw SyntaxError("Syntax Error: Token limit of " + std::to_string(max_tokens_) + " exceeded.");
  }
  return std::exchange(token_, lexer_.next());
}

bool TokenStream::skip(std::string_view punctuator) {
  if (!at(punctuator)) return false;
  take();
  return true;
}

bool TokenStream::skip_keyword(std::string_view word) {
  if (!at_keyword(word)) return false;
  take();
  return true;
}

void TokenStream::expect(std::string_view punctuator) {
  if (skip(punctuator)) return;
  lexer_.fail("Expected \"" + std::string(punctuator) + "\", found " + describe(token_) + '.',
              token_.offset);
}

std::string TokenStream::name() {
  if (token_.kind != TokenKind::Name) {
    lexer_.fail("Expected Name, found " + describe(token_) + '.', token_.offset);
  }
  return std::string(take().text);
}

void TokenStream::unexpected() const {
  lexer_.fail("Unexpected " + describe(token_) + '.', token_.offset);
}

TypeRef TokenStream::type() {
  TypeRef type;
  if (skip("[")) {
    type.shape = TypeRef::Shape::List;
    type.inner = std::make_shared<TypeRef>(this->type());
    expect("]");
  } else {
    type.name = name();
  }
  if (!skip("!")) return type;
  TypeRef outer;
  outer.shape = TypeRef::Shape::NonNull;
  outer.inner = std::make_shared<TypeRef>(std::move(type));
  return outer;
}

Value TokenStream::value(bool constant) {
  if (at("[")) return list_value(constant);
  if (at("{")) return object_value(constant);
  Value value;
  value.location = token_.location;
  if (at("$") && !constant) {
    take();
    value.kind = Value::Kind::Variable;
    value.text = name();
    return value;
  }
  switch (token_.kind) {
    case TokenKind::Int:
      value.kind = Value::Kind::Int;
      break;
    case TokenKind::Float:
      value.kind = Value::Kind::Float;
      break;
    case TokenKind::String:
      value.kind = Value::Kind::String;
      break;
    case TokenKind::Name:
      value.kind = Value::Kind::Enum;
      break;
    case TokenKind::End:
    case TokenKind::Punctuator:
      unexpected();
  }
  const Token token = take();
  value.text = token.kind == TokenKind::String ? token.value : std::string(token.text);
  if (value.kind == Value::Kind::Enum) {
    if (value.text == "true" || value.text == "false") value.kind = Value::Kind::Boolean;
    if (value.text == "null") value.kind = Value::Kind::Null;
  }
  return value;
}

Value TokenStream::list_value(bool constant) {
  Value list;
  list.kind = Value::Kind::List;
  list.location = token_.location;
  expect("[");
  while (!skip("]")) list.items.push_back(value(constant));
  return list;
}

Value TokenStream::object_value(bool constant) {
  Value object;
  object.kind = Value::Kind::Object;
  object.location = token_.location;
  expect("{");
  while (!skip("}")) {
    Value::Member member;
    member.location = token_.location;
    member.name = name();
    expect(":");
    member.value = value(constant);
    object.fields.push_back(std::move(member));
  }
  return object;
}

namespace {

class DocumentParser {
 public:
  DocumentParser(std::string_view source, std::size_t max_tokens) : tokens_(source, max_tokens) {}

  Document parse() {
    Document document;
    do {
      if (tokens_.at_keyword("fragment")) {
        document.fragments.push_back(fragment());
      } else {
        document.operations.push_back(operation());
      }
    } while (tokens_.peek().kind != TokenKind::End);
    return document;
  }

 private:
  Operation operation() {
    Operation operation;
    operation.location = tokens_.peek().location;
    if (tokens_.at("{")) {
      operation.kind = "query";
      operation.selections = selections();
      return operation;
    }
    const bool known = tokens_.at_keyword("query") || tokens_.at_keyword("mutation") ||
                       tokens_.at_keyword("subscription");
    if (!known) tokens_.unexpected();
    operation.kind = tokens_.name();
    if (tokens_.peek().kind == TokenKind::Name) operation.name = tokens_.name();
    if (tokens_.skip("(")) {
      do {
        operation.variables.push_back(variable());
      } while (!tokens_.skip(")"));
    }
    operation.directives = directives();
    operation.selections = selections();
    return operation;
  }

  VariableDefinition variable() {
    VariableDefinition variable;
    variable.location = tokens_.peek().location;
    tokens_.expect("$");
    variable.name = tokens_.name();
    tokens_.expect(":");
    variable.type_location = tokens_.peek().location;
    variable.type = tokens_.type();
    if (tokens_.skip("=")) {
      variable.has_default = true;
      variable.default_value = tokens_.value(true);
    }
    directives();
    return variable;
  }

  Fragment fragment() {
    Fragment fragment;
    fragment.location = tokens_.peek().location;
    tokens_.name();
    if (tokens_.at_keyword("on")) tokens_.unexpected();
    fragment.name = tokens_.name();
    if (!tokens_.skip_keyword("on")) tokens_.unexpected();
    fragment.type_condition = tokens_.name();
    fragment.directives = directives();
    fragment.selections = selections();
    return fragment;
  }

  std::vector<Selection> selections() {
    std::vector<Selection> list;
    tokens_.expect("{");
    do {
      list.push_back(tokens_.at("...") ? fragment_selection() : field());
    } while (!tokens_.skip("}"));
    return list;
  }

  Selection field() {
    Selection field;
    field.location = tokens_.peek().location;
    field.name = tokens_.name();
    if (tokens_.skip(":")) {
      field.alias = std::exchange(field.name, {});
      field.name = tokens_.name();
    }
    field.arguments = arguments();
    field.directives = directives();
    if (tokens_.at("{")) field.selections = selections();
    return field;
  }

  Selection fragment_selection() {
    Selection selection;
    selection.location = tokens_.peek().location;
    tokens_.expect("...");
    if (tokens_.peek().kind == TokenKind::Name && !tokens_.at_keyword("on")) {
      selection.kind = Selection::Kind::Spread;
      selection.name = tokens_.name();
      selection.directives = directives();
      return selection;
    }
    selection.kind = Selection::Kind::Inline;
    if (tokens_.skip_keyword("on")) selection.type_condition = tokens_.name();
    selection.directives = directives();
    selection.selections = selections();
    return selection;
  }

  std::vector<Argument> arguments() {
    std::vector<Argument> list;
    if (!tokens_.skip("(")) return list;
    do {
      Argument argument;
      argument.location = tokens_.peek().location;
      argument.name = tokens_.name();
      tokens_.expect(":");
      argument.value = tokens_.value(false);
      list.push_back(std::move(argument));
    } while (!tokens_.skip(")"));
    return list;
  }

  std::vector<Directive> directives() {
    std::vector<Directive> list;
    while (tokens_.at("@")) {
      Directive directive;
      directive.location = tokens_.peek().location;
      tokens_.take();
      directive.name = tokens_.name();
      directive.arguments = arguments();
      list.push_back(std::move(directive));
    }
    return list;
  }

  TokenStream tokens_;
};

}  // namespace

Document parse_document(std::string_view source, std::size_t max_tokens) {
  return DocumentParser(source, max_tokens).parse();
}

}  // namespace bursar::sandbox
