#include "graphql/document.hpp"

namespace bursar::sandbox {

std::string TypeRef::text() const {
  switch (shape) {
    case Shape::Named:
      return name;
    case Shape::List:
      return '[' + inner->text() + ']';
    case Shape::NonNull:
      return inner->text() + '!';
  }
  return {};
}

bool operator==(const TypeRef& left, const TypeRef& right) {
  if (left.shape != right.shape) return false;
  return left.shape == TypeRef::Shape::Named ? left.name == right.name
                                             : *left.inner == *right.inner;
}

std::string Value::print() const {
  switch (kind) {
    case Kind::Variable:
      return '$' + text;
    case Kind::String:
      return '"' + text + '"';
    case Kind::Null:
      return "null";
    case Kind::List: {
      std::string out = "[";
      for (const Value& item : items) out += (out.size() > 1 ? ", " : "") + item.print();
      return out + ']';
    }
    case Kind::Object: {
      std::string out = "{";
      for (const Member& member : fields) {
        out += (out.size() > 1 ? ", " : "") + member.name + ": " + member.value.print();
      }
      return out + '}';
    }
    case Kind::Int:
    case Kind::Float:
    case Kind::Boolean:
    case Kind::Enum:
      return text;
  }
  return {};
}

const Fragment* Document::fragment(const std::string& name) const {
  for (const Fragment& fragment : fragments) {
    if (fragment.name == name) return &fragment;
  }
  return nullptr;
}

}  // namespace bursar::sandbox
