#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "error/error.hpp"
#include "opencollective/client.hpp"
#include "store/coverage.hpp"
#include "store/findings.hpp"
#include "store/runs.hpp"

namespace bursar::sync {

// Rows that have just been committed: a proven window, or one of the parts that a window with more
// rows than a page comes in. Told of once the commit has reached the disk.
struct WindowDone {
  std::string source;
  std::string stream;  // "transactions" or "expenses"
  store::Interval interval;
  std::int64_t rows = 0;  // distinct ids, unreadable ones counted
  std::int64_t inserted = 0;
  std::int64_t changed = 0;
  std::int64_t unreadable = 0;
  std::int64_t page_size = 0;
  double seconds = 0;  // what the server took
  // Rows of this stream still to come in this run, by the API's count; and rows read so far.
  std::int64_t rows_left = 0;
  std::int64_t rows_read = 0;
  // Requests left in the present minute, where the API has told.
  std::optional<std::int64_t> requests_left;
};

// Told what a run does, as it happens, from the thread that called run_sync or run_backfill. For
// those who watch; nothing that a run does depends on it.
class Observer {
 public:
  virtual ~Observer() = default;
  virtual void source_started(const std::string& source) = 0;
  virtual void probed(const std::string& source, const opencollective::Probe& probe) = 0;
  virtual void window_done(const WindowDone& window) = 0;
  // Something besides new rows ("3 expenses were re-categorised"); already recorded.
  virtual void found(const store::Finding& finding) = 0;
  // `failure` is null when the source went well.
  virtual void source_done(const std::string& source,
                           const std::vector<store::SourceOutcome>& outcomes,
                           const Error* failure) = 0;
};

}  // namespace bursar::sync
