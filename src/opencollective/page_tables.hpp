#pragma once

// Internal to the page decoder (see node_reading.hpp).

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "ledger/account.hpp"
#include "ledger/transaction.hpp"
#include "opencollective/node_reading.hpp"

namespace bursar::opencollective::node {

// Gives each account, category and order of a page one place, by public id. A reference that was
// met before is not read again.
class PageTables {
 public:
  // Each returns the place, or ledger::no_key for null.
  [[nodiscard]] ledger::Key account(Value& value);
  [[nodiscard]] ledger::Key category(Value& value);
  [[nodiscard]] ledger::Key order(Value& value);

  std::vector<ledger::Account> accounts;
  std::vector<ledger::AccountingCategory> categories;
  std::vector<ledger::Order> orders;

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
      return std::hash<std::string_view>{}(text);
    }
  };
  using Places = std::unordered_map<std::string, ledger::Key, Hash, std::equal_to<>>;

  template <typename Entry, std::size_t Count>
  ledger::Key place(Value& value, const std::array<Member<Entry, PageTables>, Count>& members,
                    std::vector<Entry>& entries, Places& places);

  Places account_places_;
  Places category_places_;
  Places order_places_;
};

}  // namespace bursar::opencollective::node
