#include "graphql/overlap.hpp"

#include <map>
#include <set>
#include <string>

namespace bursar::sandbox {
namespace {

struct Occurrence {
  const Selection* selection;
  const Type* parent;
};

using ByKey = std::map<std::string, std::vector<Occurrence>>;

std::string arguments_text(const Selection& field) {
  std::map<std::string, std::string> sorted;
  for (const Argument& argument : field.arguments) sorted[argument.name] = argument.value.print();
  std::string text;
  for (const auto& [name, value] : sorted) text += name + ':' + value + ',';
  return text;
}

class ConflictFinder {
 public:
  ConflictFinder(const Schema& schema, const Document& document, std::vector<RequestError>& errors)
      : schema_(schema), document_(document), errors_(errors) {}

  void check(const std::vector<std::pair<const std::vector<Selection>*, const Type*>>& sets) {
    ByKey fields;
    for (const auto& [selections, parent] : sets) {
      std::set<std::string> visited;
      collect(*selections, *parent, fields, visited);
    }
    for (const auto& [key, occurrences] : fields) check_key(key, occurrences);
  }

 private:
  void collect(const std::vector<Selection>& selections, const Type& parent, ByKey& fields,
               std::set<std::string>& visited) {
    for (const Selection& selection : selections) {
      if (selection.kind == Selection::Kind::Field) {
        fields[selection.key()].push_back({&selection, &parent});
      } else if (selection.kind == Selection::Kind::Inline) {
        const Type* type =
            selection.type_condition.empty() ? &parent : schema_.find(selection.type_condition);
        collect(selection.selections, *type, fields, visited);
      } else if (visited.insert(selection.name).second) {
        const Fragment* fragment = document_.fragment(selection.name);
        collect(fragment->selections, *schema_.find(fragment->type_condition), fields, visited);
      }
    }
  }

  void check_key(const std::string& key, const std::vector<Occurrence>& occurrences) {
    const Occurrence& first = occurrences.front();
    std::vector<std::pair<const std::vector<Selection>*, const Type*>> below;
    for (const Occurrence& other : occurrences) {
      if (const std::string why = disagreement(first, other); !why.empty()) {
        errors_.push_back({"Fields \"" + key + "\" conflict because " + why +
                               ". Use different aliases on the fields to fetch both if this was "
                               "intentional.",
                           {first.selection->location, other.selection->location},
                           kValidationFailed});
        return;
      }
      if (const Field* field = other.parent->field(other.selection->name)) {
        if (!other.selection->selections.empty()) {
          below.emplace_back(&other.selection->selections, field->named_type);
        }
      }
    }
    if (!below.empty()) check(below);
  }

  static std::string disagreement(const Occurrence& first, const Occurrence& other) {
    const bool exclusive = first.parent != other.parent &&
                           first.parent->kind == Type::Kind::Object &&
                           other.parent->kind == Type::Kind::Object;
    if (exclusive || first.selection == other.selection) return {};
    if (first.selection->name != other.selection->name) {
      return '"' + first.selection->name + "\" and \"" + other.selection->name +
             "\" are different fields";
    }
    if (arguments_text(*first.selection) != arguments_text(*other.selection)) {
      return "they have differing arguments";
    }
    return {};
  }

  const Schema& schema_;
  const Document& document_;
  std::vector<RequestError>& errors_;
};

}  // namespace

void find_conflicts(const Schema& schema, const Document& document, const Operation& operation,
                    std::vector<RequestError>& errors) {
  ConflictFinder(schema, document, errors).check({{&operation.selections, &schema.query()}});
}

}  // namespace bursar::sandbox
