#include "resolve/resolvers.hpp"

#include <stdexcept>

#include "resolve/execution.hpp"
#include "schema_text.hpp"

namespace bursar::sandbox {
namespace {

void resolve_null(Execution& ex, const Node&, PlannedField& field) {
  ex.null(field);
}

}  // namespace

void Resolvers::add(const std::string& type, std::initializer_list<Entry> entries) {
  for (const Entry& entry : entries) table_[{type, entry.first}] = entry.second;
}

Resolver Resolvers::find(const Type& type, const std::string& field) const {
  if (const auto own = table_.find({type.name, field}); own != table_.end()) return own->second;
  for (const std::string& interface : type.members) {
    const auto inherited = table_.find({interface, field});
    if (inherited != table_.end()) return inherited->second;
  }
  return nullptr;
}

void Resolvers::bind(Schema& schema) const {
  for (auto& [name, type] : schema.mutable_types()) {
    if (type->kind != Type::Kind::Object) continue;
    for (Field& field : type->fields) {
      field.resolver = find(*type, field.name);
      if (field.resolver != nullptr) continue;
      if (field.type.non_null()) {
        throw std::logic_error("schema: no resolver for " + name + '.' + field.name);
      }
      field.resolver = resolve_null;
    }
  }
}

Schema load_schema() {
  Schema schema = Schema::parse(kSchemaText);
  Resolvers resolvers;
  add_query_resolvers(resolvers);
  add_account_resolvers(resolvers);
  add_member_resolvers(resolvers);
  add_transaction_resolvers(resolvers);
  add_transaction_amount_resolvers(resolvers);
  add_transaction_query_resolvers(resolvers);
  add_expense_resolvers(resolvers);
  add_expense_detail_resolvers(resolvers);
  add_expense_query_resolvers(resolvers);
  add_order_resolvers(resolvers);
  add_value_resolvers(resolvers);
  add_activity_resolvers(resolvers);
  add_balance_resolvers(resolvers);
  add_report_resolvers(resolvers);
  resolvers.bind(schema);
  return schema;
}

}  // namespace bursar::sandbox
