#include "resolve/expense_access.hpp"

namespace bursar::sandbox {

ExpenseAccess access_to(const Execution& ex, const Expense& expense) {
  return access_to(ex.world(), ex.rights(), expense);
}

ExpenseAccess access_to(const World& world, const Rights& rights, const Expense& expense) {
  ExpenseAccess access;
  if (rights.viewer().anonymous() || !rights.viewer().may(Scope::Expenses)) return access;
  const AccountId host = expense.host != 0 ? expense.host : world.accounts[expense.account].host;
  const bool host_admin = host != 0 && rights.admin_of(host);
  const bool host_people = host != 0 && rights.admin_or_accountant(host);
  const bool payee = rights.admin_of(expense.payee) || rights.admin_of(expense.created_by);
  const bool collective_admin = rights.admin_of(expense.account);
  const bool collective_people = rights.admin_or_accountant(expense.account);
  access.attachments = access.invoice_info = payee || collective_people || host_people;
  access.payout_details = payee || host_people;
  access.custom_data = payee || collective_admin || collective_people || host_people;
  access.hold_flag = host_admin;
  return access;
}

}  // namespace bursar::sandbox
