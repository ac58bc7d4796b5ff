#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "error/error.hpp"
#include "opencollective/client.hpp"
#include "store/coverage.hpp"
#include "sync/batch_queue.hpp"
#include "sync/page_size.hpp"

namespace bursar::sync {

// One thing for a lane to read: a range of a stream of a scope.
struct ReadTask {
  store::StreamKey key;
  opencollective::Scope scope;
  store::Interval range;
  std::vector<std::string> statuses;  // expenses only; empty: all
  bool records_window = true;
  std::vector<std::string> groups{};  // transactions only; empty: all
};

// SIGTERM or SIGINT came. Not a failure: everything proven so far is kept.
class Stopped : public Error {
 public:
  Stopped();
};

// Takes a batch on; false when nobody wants any more.
using Sink = std::function<bool(Delivery)>;

// Reads the task's range window by window and hands each batch to `sink`, oldest first.
// Nodes that cannot be read whole are asked for again with fewer fields (F 11.18): a row read that
// way is marked incomplete, and stays in `unreadable` with its reason besides, so that it is
// retried. Throws what the client throws, and Stopped.
void read_transactions(opencollective::Client& client, const ReadTask& task, PageSize& page_size,
                       const Sink& sink);
void read_expenses(opencollective::Client& client, const ReadTask& task, PageSize& page_size,
                   const Sink& sink);

}  // namespace bursar::sync
