#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "ledger/instant.hpp"
#include "ledger/money.hpp"
#include "store/database.hpp"
#include "store/sources.hpp"

namespace bursar::store {

// What comparing a source with the platform came to, in the words of the room `audit`.

struct ReconciledBalance {
  std::string account;  // public id
  std::string slug;
  ledger::Currency currency;
  std::int64_t rows = 0;
  std::int64_t stored_then = 0;
  std::optional<std::int64_t> platform_then;
  std::int64_t stored_now = 0;
  std::optional<std::int64_t> platform_now;
  std::string state;
};

// About the platform's figures; what is about profiles is worked out when it is asked for.
struct ReconciledDifference {
  std::string code;
  std::string account;  // public id; empty where it is about all accounts together
  std::string slug;
  ledger::Currency currency;
  std::int64_t amount = 0;
  std::optional<ledger::Instant> month;
  std::string kind;
  std::string detail;
  bool repaired = false;
  bool theirs = false;  // the platform itself has it so
  bool remains = false;
};

struct Reconciliation {
  std::int64_t source = 0;
  ledger::Instant made_at;
  ledger::Instant safe;
  ledger::Instant read_to;
  bool short_form = false;
  std::int64_t remaining = 0;
  std::vector<ReconciledBalance> balances;
  std::vector<ReconciledDifference> differences;
};

// Records it as made of all that is stored now. The figures of the one before, of the same form,
// are dropped. Belongs in a WriteTransaction.
void put_reconciliation(Database& database, const Reconciliation& reconciliation);

// The last one of a source in this form.
[[nodiscard]] std::optional<Reconciliation> last_reconciliation(Database& database,
                                                                std::int64_t source,
                                                                bool short_form);
// How many of the source's transactions were stored or changed after it.
[[nodiscard]] std::int64_t rows_since(Database& database, const Source& source,
                                      const Reconciliation& reconciliation);
// When the newest pull that asked for the source after it began; nothing where there was none.
[[nodiscard]] std::optional<ledger::Instant> pulled_since(Database& database, const Source& source,
                                                          const Reconciliation& reconciliation);

}  // namespace bursar::store
