#pragma once

#include "resolve/execution.hpp"

namespace bursar::sandbox {

/// What of an expense the viewer may see (the table in F 1.4). Everything else is silently null.
struct ExpenseAccess {
  bool attachments = false;   ///< items' files, attached files, invoice file, private message
  bool invoice_info = false;  ///< reference, invoiceInfo, tax id numbers
  bool payout_details = false;
  bool custom_data = false;  ///< customData, merchantId, transferReference
  bool hold_flag = false;
};

ExpenseAccess access_to(const World& world, const Rights& rights, const Expense& expense);
ExpenseAccess access_to(const Execution& ex, const Expense& expense);

}  // namespace bursar::sandbox
