#include "cli/progress.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/counted.hpp"
#include "cli/table.hpp"
#include "ledger/instant.hpp"
#include "mapping/text.hpp"
#include "text/shown.hpp"

namespace bursar::cli {
namespace {

constexpr std::size_t bar_width = 24;

std::string bar(double share) {
  const auto full = static_cast<std::size_t>(share * static_cast<double>(bar_width));
  return "[" + std::string(full, '#') + std::string(bar_width - full, '.') + "]";
}

nlohmann::json event_of(const sync::WindowDone& window) {
  nlohmann::json event{{"type", "window"},
                       {"source", window.source},
                       {"stream", window.stream},
                       {"from", ledger::format_rfc3339(window.interval.from)},
                       {"to", ledger::format_rfc3339(window.interval.to)},
                       {"rows", window.rows},
                       {"inserted", window.inserted},
                       {"changed", window.changed},
                       {"unreadable", window.unreadable},
                       {"page_size", window.page_size},
                       {"seconds", window.seconds},
                       {"rows_left", window.rows_left},
                       {"rows_read", window.rows_read}};
  if (window.requests_left) event["requests_left"] = *window.requests_left;
  return event;
}

}  // namespace

nlohmann::json event_of(const store::Finding& finding) {
  return {{"type", "finding"},        {"source", finding.source},     {"code", finding.code},
          {"number", finding.number}, {"sentence", finding.sentence}, {"alarm", finding.alarm}};
}

std::string rough_duration(std::int64_t seconds) {
  if (seconds >= 3600) return fmt::format("{} h {} min", seconds / 3600, seconds / 60 % 60);
  if (seconds >= 60) return fmt::format("{} min {} s", seconds / 60, seconds % 60);
  return fmt::format("{} s", seconds);
}

std::string progress_line(const sync::WindowDone& window, double rows_per_second,
                          std::size_t width) {
  const auto all = static_cast<double>(window.rows_read + window.rows_left);
  const double share = all > 0 ? std::min(1.0, static_cast<double>(window.rows_read) / all) : 1.0;
  std::string line = fmt::format("{} {} {} {:3.0f} %  {} rows", window.source, window.stream,
                                 bar(share), share * 100, grouped(window.rows_read));
  if (rows_per_second >= 1) line += fmt::format("  {:.0f}/s", rows_per_second);
  if (window.requests_left) line += fmt::format("  {} requests left", *window.requests_left);
  if (rows_per_second > 0 && window.rows_left > 0) {
    const double seconds = static_cast<double>(window.rows_left) / rows_per_second;
    line += "  " + rough_duration(static_cast<std::int64_t>(seconds) + 1);
  }
  // One column is left free, so that no terminal wraps the line.
  return std::string(mapping::first_characters(text::shown(line), width - 1));
}

void RunProgress::source_started(const std::string& source) {
  output_.event({{"type", "source_started"}, {"source", source}});
}

void RunProgress::probed(const std::string& source, const opencollective::Probe& probe) {
  const opencollective::TokenProbe& token = probe.token;
  output_.event({{"type", "probe"},
                 {"source", source},
                 {"anonymous", token.anonymous},
                 {"viewer", token.viewer.slug},
                 {"admin", token.is_admin},
                 {"accountant", token.is_accountant}});
  const char* role = token.is_admin ? ", admin" : token.is_accountant ? ", accountant" : "";
  output_.note(token.anonymous
                   ? fmt::format("{}: reading as anybody may", source)
                   : fmt::format("{}: reading as {}{}", source, token.viewer.slug, role));
}

void RunProgress::window_done(const sync::WindowDone& window) {
  output_.event(event_of(window));
  output_.note(fmt::format(
      "{} {}: {} to {}: {} rows, {} new, {} changed{}", window.source, window.stream,
      ledger::format_rfc3339(window.interval.from), ledger::format_rfc3339(window.interval.to),
      window.rows, window.inserted, window.changed,
      window.unreadable > 0 ? fmt::format(", {} unreadable", window.unreadable) : ""));
  draw_bar(window);
}

void RunProgress::draw_bar(const sync::WindowDone& window) {
  if (output_.json() || output_.verbosity() == Verbosity::quiet) return;
  if (!output_.err_terminal().is_terminal) return;
  const std::string stream = window.source + " " + window.stream;
  const ledger::Instant now = clock_.now();
  if (stream != stream_) {
    stream_ = stream;
    stream_began_ = now;
    rows_before_ = window.rows_read;
  }
  const double seconds = static_cast<double>(now - stream_began_) / 1000.0;
  const auto rows = static_cast<double>(window.rows_read - rows_before_);
  const double speed = seconds > 0 ? rows / seconds : 0;
  output_.status_line(progress_line(window, speed, output_.err_terminal().width));
}

void RunProgress::found(const store::Finding& finding) {
  output_.event(event_of(finding));
  if (output_.json()) return;
  const std::string line =
      finding.source.empty() ? finding.sentence : finding.source + ": " + finding.sentence;
  if (finding.alarm) {
    output_.warning(line);
  } else {
    output_.note(line);
  }
}

void RunProgress::source_done(const std::string& source,
                              const std::vector<store::SourceOutcome>& outcomes,
                              const Error* failure) {
  output_.end_status_line();
  for (const store::SourceOutcome& outcome : outcomes) {
    output_.event({{"type", "stream_done"},
                   {"source", source},
                   {"stream", outcome.stream},
                   {"requests", outcome.requests},
                   {"rows_read", outcome.rows_read},
                   {"inserted", outcome.inserted},
                   {"changed", outcome.changed},
                   {"unreadable", outcome.unreadable},
                   {"error", outcome.error}});
    output_.note(fmt::format("{} {}: {} read, {} new, {} changed, {}", source, outcome.stream,
                             counted(outcome.rows_read, "row"), outcome.inserted, outcome.changed,
                             counted(outcome.requests, "request")));
  }
  if (failure == nullptr) return;
  output_.error({failure->kind(), source + ": " + failure->what(), failure->next_step()});
}

}  // namespace bursar::cli
