#pragma once

#include <functional>

#include "sync/batch_queue.hpp"
#include "sync/page_size.hpp"
#include "sync/plan.hpp"
#include "sync/run.hpp"

namespace bursar::sync {

// What becomes of batches; both are called from the thread that reads the plan.
struct BatchTaker {
  std::function<void(const Delivery&)> write;
  std::function<void()> commit;  // of all that was written
};

// Reads a plan in two lanes, transactions and expenses, each a thread with a connection of its own:
// at most two requests are in flight (F 11.17), and decoding overlaps with writing. Batches are
// written in order within a stream, and committed whenever no further one is waiting. When one
// stream fails, the other is read to its end; then the failure is thrown. When a stop is asked for,
// what is written is committed and Stopped thrown. When `taker` throws, both lanes end first.
void read_in_lanes(const Plan& plan, Lane& transactions_lane, Lane& expenses_lane,
                   const Options& options, const BatchTaker& taker);

}  // namespace bursar::sync
