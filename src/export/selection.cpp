#include "export/selection.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace bursar::exporting {
namespace {

constexpr std::array<std::string_view, 4> hosted_types{"COLLECTIVE", "EVENT", "PROJECT", "FUND"};

bool is_host_perspective(const store::Source& source) {
  return source.perspective == "host";
}

bool is_of_hosted_type(const ledger::Account& account) {
  return std::find(hosted_types.begin(), hosted_types.end(), account.type) != hosted_types.end();
}

bool is_self_or_child(const ledger::Account& account, const store::Source& source) {
  return account.public_id == source.account ||
         (account.parent == source.account && account.type != "VENDOR");
}

}  // namespace

bool is_in_books(const store::StoredTransaction& row, const store::Source& source) {
  if (!is_host_perspective(source)) return true;
  return is_self_or_child(*row.account, source) || is_of_hosted_type(*row.account);
}

bool is_internal(const store::StoredTransaction& row, const store::Source& source) {
  const ledger::Account* other = row.opposite_account;
  if (other == nullptr) return false;
  if (is_self_or_child(*other, source)) return true;
  return is_host_perspective(source) && other->host == source.account && is_of_hosted_type(*other);
}

}  // namespace bursar::exporting
