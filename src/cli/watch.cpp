#include "cli/watch.hpp"

#include <exception>

#include <fmt/format.h>

#include "cli/metrics.hpp"
#include "cli/ping.hpp"
#include "error/error.hpp"

namespace bursar::cli {
namespace {

void write_metrics(Invocation& invocation, const config::Config& config,
                   const FinishedCommand& finished) {
  if (config.metrics_file.value.empty()) return;
  try {
    update_metrics(config, finished);
  } catch (const std::exception& error) {
    invocation.output.warning(fmt::format("the metrics were not written: {}", error.what()));
  }
}

}  // namespace

int watched(Invocation& invocation, const config::Config& config, const std::string& command,
            const std::function<int()>& work) {
  const Ping ping(config, command, invocation.output);
  FinishedCommand finished{command, invocation.clock.now(), {}, 0};
  const auto finish = [&](int status) {
    finished.ended_at = invocation.clock.now();
    finished.exit_status = status;
    write_metrics(invocation, config, finished);
    ping.end(status);
  };
  try {
    const int status = work();
    finish(status);
    return status;
  } catch (const Error& error) {
    finish(error.exit_status());
    throw;
  } catch (...) {
    finish(exit_status(ErrorKind::bug));
    throw;
  }
}

}  // namespace bursar::cli
