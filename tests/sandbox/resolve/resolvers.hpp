#pragma once

#include <initializer_list>
#include <map>
#include <string>
#include <utility>

#include "graphql/schema.hpp"

namespace bursar::sandbox {

/// The code behind the fields of the schema, by type and field. What is registered for an
/// interface serves every type that implements it.
class Resolvers {
 public:
  using Entry = std::pair<const char*, Resolver>;

  void add(const std::string& type, std::initializer_list<Entry> entries);

  /// Gives every field its resolver. A field without one answers null if it may, else throws here.
  void bind(Schema& schema) const;

 private:
  Resolver find(const Type& type, const std::string& field) const;

  std::map<std::pair<std::string, std::string>, Resolver> table_;
};

void add_query_resolvers(Resolvers& resolvers);
void add_account_resolvers(Resolvers& resolvers);
void add_member_resolvers(Resolvers& resolvers);
void add_transaction_resolvers(Resolvers& resolvers);
void add_transaction_amount_resolvers(Resolvers& resolvers);
void add_transaction_query_resolvers(Resolvers& resolvers);
void add_expense_resolvers(Resolvers& resolvers);
void add_expense_detail_resolvers(Resolvers& resolvers);
void add_expense_query_resolvers(Resolvers& resolvers);
void add_order_resolvers(Resolvers& resolvers);
void add_value_resolvers(Resolvers& resolvers);
void add_activity_resolvers(Resolvers& resolvers);
void add_balance_resolvers(Resolvers& resolvers);
void add_report_resolvers(Resolvers& resolvers);

/// The schema of the sandbox with everything bound.
Schema load_schema();

}  // namespace bursar::sandbox
