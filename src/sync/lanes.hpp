#pragma once

#include <functional>

#include "sync/batch_queue.hpp"
#include "sync/page_size.hpp"
#include "sync/plan.hpp"
#include "sync/run.hpp"

namespace bursar::sync {

// Reads a plan in two lanes, transactions and expenses, each a thread with a connection of its own:
// at most two requests are in flight (F 11.17), and decoding overlaps with writing. `write` is
// called from this thread with each proven batch, in order within a stream. When one stream fails,
// the other is read to its end; then the failure is thrown. When `write` throws, both lanes end
// first.
void read_in_lanes(const Plan& plan, Lane& transactions_lane, Lane& expenses_lane,
                   const Options& options, const std::function<void(Delivery)>& write);

}  // namespace bursar::sync
