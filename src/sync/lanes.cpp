#include "sync/lanes.hpp"

#include <exception>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "os/stop_request.hpp"

namespace bursar::sync {
namespace {

using Reader = void (*)(opencollective::Client&, const ReadTask&, PageSize&, const Sink&);

void run_lane(const std::vector<ReadTask>& tasks, opencollective::Client& client,
              PageSize page_size, Reader read, BatchQueue& queue) noexcept {
  std::exception_ptr failure;
  try {
    bool wanted = true;
    const Sink sink = [&](Delivery delivery) { return wanted = queue.push(std::move(delivery)); };
    for (const ReadTask& task : tasks) {
      read(client, task, page_size, sink);
      if (!wanted) break;
    }
  } catch (...) {
    failure = std::current_exception();
  }
  queue.lane_done(failure);
}

void take_all(BatchQueue& queue, const BatchTaker& taker) {
  while (const std::optional<Delivery> delivery = queue.pop()) {
    taker.write(*delivery);
    const bool stop = os::stop_requested();
    if (stop || !queue.has_waiting()) taker.commit();
    if (stop) throw Stopped();
  }
}

}  // namespace

void read_in_lanes(const Plan& plan, Lane& transactions_lane, Lane& expenses_lane,
                   const Options& options, const BatchTaker& taker) {
  // One batch may wait while another is written and a third is on its way.
  BatchQueue queue(1, 2);
  const PageSize transactions_size(options.page_size, opencollective::max_transactions_per_page,
                                   options.page_size_fixed);
  const PageSize expenses_size(options.page_size, opencollective::max_expenses_per_page,
                               options.page_size_fixed);
  std::jthread transactions([&] {
    run_lane(plan.transactions, *transactions_lane.client, transactions_size, read_transactions,
             queue);
  });
  std::jthread expenses(
      [&] { run_lane(plan.expenses, *expenses_lane.client, expenses_size, read_expenses, queue); });
  try {
    take_all(queue, taker);
  } catch (...) {
    queue.abandon();
    throw;
  }
  if (const std::exception_ptr failure = queue.failure()) std::rethrow_exception(failure);
}

}  // namespace bursar::sync
