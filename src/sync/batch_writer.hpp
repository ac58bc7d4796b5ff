#pragma once

#include <cstdint>

#include "os/clock.hpp"
#include "store/database.hpp"
#include "store/records.hpp"
#include "sync/batch_queue.hpp"
#include "sync/observer.hpp"

namespace bursar::sync {

// Commits deliveries: the rows of a window, its proof and its unreadable nodes reach the disk
// together or not at all.
class BatchWriter {
 public:
  BatchWriter(store::Database& database, os::Clock& clock, std::int64_t run);

  // From now on private fields that come as null are (not) believed (F 11.16).
  void set_private_fields_readable(bool readable) { private_fields_readable_ = readable; }

  // What came of it; `source`, `rows_left` and `requests_left` are the caller's to fill in.
  [[nodiscard]] WindowDone write(const Delivery& delivery);

  // Accounts and categories as the probe of a source returned them.
  void write_accounts(const opencollective::AccountDetails& details);

 private:
  [[nodiscard]] store::WriteContext context();

  store::Database& database_;
  os::Clock& clock_;
  store::RecordWriter records_;
  std::int64_t run_;
  bool private_fields_readable_ = false;
};

}  // namespace bursar::sync
