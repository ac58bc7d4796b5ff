#pragma once

#include <cstdint>
#include <string>
#include <utility>

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

  // From now on private fields that come as null are believed on rows of this host, and on no
  // others; on none if it is empty (F 11.16).
  void believe_nulls_of(std::string host) { private_host_ = std::move(host); }

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
  std::string private_host_;
};

}  // namespace bursar::sync
