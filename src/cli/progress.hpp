#pragma once

#include <cstdint>
#include <string>

#include <nlohmann/json_fwd.hpp>

#include "cli/output.hpp"
#include "os/clock.hpp"
#include "sync/observer.hpp"

namespace bursar::cli {

// Shows what a run does: a bar on a terminal, a line per window with -v, an event per window with
// --json, nothing but what a person must know otherwise.
class RunProgress final : public sync::Observer {
 public:
  RunProgress(Output& output, os::Clock& clock) : output_(output), clock_(clock) {}

  void source_started(const std::string& source) override;
  void probed(const std::string& source, const opencollective::Probe& probe) override;
  void window_done(const sync::WindowDone& window) override;
  void found(const store::Finding& finding) override;
  void source_done(const std::string& source, const std::vector<store::SourceOutcome>& outcomes,
                   const Error* failure) override;

 private:
  void draw_bar(const sync::WindowDone& window);

  Output& output_;
  os::Clock& clock_;
  // Of the stream that windows are being told of: what its speed is measured from.
  std::string stream_;
  ledger::Instant stream_began_;
  std::int64_t rows_before_ = 0;
};

// A finding as members of JSON, `type` included.
[[nodiscard]] nlohmann::json event_of(const store::Finding& finding);

// The bar's line, at most `width` characters: name, bar, share, rows, speed, requests left, time
// left.
[[nodiscard]] std::string progress_line(const sync::WindowDone& window, double rows_per_second,
                                        std::size_t width);

// "2 h 5 min", "3 min 20 s", "45 s"
[[nodiscard]] std::string rough_duration(std::int64_t seconds);

}  // namespace bursar::cli
