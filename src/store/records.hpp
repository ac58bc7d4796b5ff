#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/page.hpp"
#include "store/database.hpp"

namespace bursar::store {

// What writing a page came to.
struct WriteCounts {
  std::int64_t inserted = 0;
  std::int64_t changed = 0;       // stable hash differs: the old version was kept (F 11.6)
  std::int64_t unchanged = 0;     // includes rows whose private fields alone were added
  std::int64_t refund_marks = 0;  // originals marked by a newly seen refund row (F 5.6.3)
  WriteCounts& operator+=(const WriteCounts& other);
};

// Circumstances of a write, recorded with each row that is new or changed.
struct WriteContext {
  std::int64_t run = 0;  // row of `runs`
  ledger::Instant now;
  // False when the token may not read private fields: then a stored value is never overwritten by
  // null (F 11.16). A single field that comes null where one is stored is kept in either case only
  // if this is false.
  bool private_fields_readable = true;
  // Public id of the only host whose rows that holds for: on what moved to another one, or to none,
  // the same token sees nulls. Empty: of every host.
  std::string private_host = {};

  [[nodiscard]] bool believes_nulls_of(std::string_view host) const {
    return private_fields_readable && (private_host.empty() || private_host == host);
  }
};

// Upserts pages by id. Keeps prepared statements and bounded caches of the accounts, categories and
// orders it has just written, so one writer should serve a whole run. All calls belong inside a
// WriteTransaction; after a rollback the writer must be told to forget() its caches.
class RecordWriter {
 public:
  explicit RecordWriter(Database& database);
  RecordWriter(RecordWriter&&) noexcept;
  ~RecordWriter();

  WriteCounts write(const ledger::TransactionPage& page, const WriteContext& context);
  WriteCounts write(const ledger::ExpensePage& page, const WriteContext& context);
  // Accounts met on their own (a source, its children, its host); full details, so nulls count.
  void write_account(const ledger::Account& account, const WriteContext& context);
  // The complete list of a host's categories: those missing from it are marked as gone.
  void write_categories(const std::string& host_public_id,
                        const std::vector<ledger::AccountingCategory>& categories,
                        const WriteContext& context);
  void forget();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace bursar::store
