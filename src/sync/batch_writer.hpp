#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "os/clock.hpp"
#include "store/database.hpp"
#include "store/records.hpp"
#include "sync/batch_queue.hpp"
#include "sync/observer.hpp"

namespace bursar::sync {

// A group is committed at the latest when it has so many rows, or began so long ago: no more than
// that is lost to a kill, and read again.
inline constexpr std::int64_t most_rows_of_group = 100'000;
inline constexpr std::int64_t most_ms_of_group = 5'000;

// Writes deliveries in groups: what is written between two commits reaches the disk together or not
// at all, and with each window its proof and its unreadable nodes. A commit costs most where the
// ids are random and the log takes each touched page of an index, so several deliveries share one
// while they come faster than they are written.
class BatchWriter {
 public:
  BatchWriter(store::Database& database, os::Clock& clock, std::int64_t run);

  // From now on private fields that come as null are believed on rows of this host, and on no
  // others; on none if it is empty (F 11.16).
  void believe_nulls_of(std::string host) { private_host_ = std::move(host); }

  // Adds to the open group, or begins one. When it throws, the whole group is undone.
  void write(const Delivery& delivery);
  // Whether the group should be committed before more is added.
  [[nodiscard]] bool group_is_full();
  // Ends the group. What came of its deliveries, in their order; `source`, `rows_read` and
  // `requests_left` are the caller's to fill in. When it throws, the whole group is undone.
  [[nodiscard]] std::vector<WindowDone> commit();

  // Accounts and categories as the probe of a source returned them. Outside of groups.
  void write_accounts(const opencollective::AccountDetails& details);

 private:
  struct Group {
    explicit Group(store::Database& database) : transaction(database) {}
    store::WriteTransaction transaction;
    std::int64_t begun_ms = 0;  // on the steady clock
    std::int64_t rows = 0;
    std::vector<WindowDone> done;
  };

  [[nodiscard]] store::WriteContext context();
  [[nodiscard]] WindowDone write_batch(const Delivery& delivery);
  void undo();

  store::Database& database_;
  os::Clock& clock_;
  store::RecordWriter records_;
  std::int64_t run_;
  std::string private_host_;
  std::optional<Group> group_;
};

}  // namespace bursar::sync
