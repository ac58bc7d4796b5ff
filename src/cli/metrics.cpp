#include "cli/metrics.hpp"

#include <fstream>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "cli/database_access.hpp"
#include "error/error.hpp"
#include "os/atomic_file.hpp"
#include "store/audit_memory.hpp"
#include "store/batches.hpp"
#include "store/coverage.hpp"
#include "store/profiles.hpp"
#include "store/queries.hpp"
#include "store/sources.hpp"
#include "text/metric_label.hpp"

namespace bursar::cli {
namespace {

using text::metric_label;

constexpr std::string_view of_commands = "bursar_last_";
constexpr std::string_view success = "bursar_last_success_timestamp_seconds";
constexpr unsigned readable_by_the_collector = 0644;

std::string seconds(ledger::Instant time) {
  return fmt::format("{}.{:03}", time.ms / ledger::ms_per_second, time.ms % ledger::ms_per_second);
}

// Metrics by family, in the order they were begun.
class Exposition {
 public:
  void begin(std::string_view name, std::string_view help) {
    text_ += fmt::format("# HELP {0} {1}\n# TYPE {0} gauge\n", name, help);
    name_ = name;
  }
  void sample(std::string_view labels, std::string_view value) {
    text_ += fmt::format("{}{{{}}} {}\n", name_, labels, value);
  }
  void sample(std::string_view labels, std::int64_t value) {
    sample(labels, std::to_string(value));
  }
  // A sample as it stood in the file before.
  void line(std::string_view line) { (text_ += line) += '\n'; }
  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  std::string name_;
  std::string text_;
};

std::vector<std::string> samples_of_commands(const std::filesystem::path& file) {
  std::vector<std::string> samples;
  // A pipe would be waited at, and what is larger is not what Bursar wrote.
  constexpr std::uintmax_t most_bytes = 1U << 20U;
  std::error_code unknown;
  const bool is_ours = std::filesystem::is_regular_file(file, unknown) &&
                       std::filesystem::file_size(file, unknown) <= most_bytes;
  if (!is_ours) return samples;
  std::ifstream in(file, std::ios::binary);
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with(of_commands)) samples.push_back(line);
  }
  return samples;
}

// What went before is kept for other commands, and the last success of this one if it failed now.
void add_command(Exposition& out, const FinishedCommand& finished,
                 const std::vector<std::string>& before) {
  const std::string command = metric_label("command", finished.command);
  const std::int64_t ms = finished.ended_at - finished.started_at;
  const auto family = [&](std::string_view name, std::string_view help,
                          const std::optional<std::string>& value) {
    out.begin(name, help);
    for (const std::string& sample : before) {
      if (!sample.starts_with(fmt::format("{}{{", name))) continue;
      const bool own = sample.find(fmt::format("{{{}}}", command)) != std::string::npos;
      if (!own || !value) out.line(sample);
    }
    if (value) out.sample(command, *value);
  };
  family("bursar_last_run_timestamp_seconds", "When the command ended last.",
         seconds(finished.ended_at));
  family(
      success, "When the command ended last with exit status 0.",
      finished.exit_status == exit_done ? std::optional(seconds(finished.ended_at)) : std::nullopt);
  family("bursar_last_run_duration_seconds", "How long it took.",
         fmt::format("{}.{:03}", ms / ledger::ms_per_second, ms % ledger::ms_per_second));
  family("bursar_last_run_exit_status", "How it ended; see the manual for what each means.",
         std::to_string(finished.exit_status));
}

void add_sources(Exposition& out, store::Database& database) {
  const std::vector<store::Source> sources = store::list_sources(database);
  std::vector<store::SourceCounts> counts;
  for (const store::Source& source : sources) counts.push_back(count_source(database, source));
  const auto family = [&](std::string_view name, std::string_view help, auto&& value) {
    out.begin(name, help);
    for (std::size_t i = 0; i < sources.size(); ++i) {
      out.sample(metric_label("source", sources[i].name), value(counts[i]));
    }
  };
  family("bursar_transactions", "Transactions stored.",
         [](const store::SourceCounts& of) { return of.transactions; });
  family("bursar_expenses", "Expenses stored.",
         [](const store::SourceCounts& of) { return of.expenses; });
  family("bursar_unreadable", "Rows that exist and could not be read yet.",
         [](const store::SourceCounts& of) { return of.unreadable; });
  out.begin("bursar_proven_until_timestamp_seconds",
            "Up to when the stored rows are proven to be all of them.");
  for (const store::Source& source : sources) {
    for (const char* stream : {"transactions", "expenses"}) {
      const auto until = store::watermark(database, {source.source, stream, ""}, source.start);
      if (!until) continue;
      out.sample(metric_label("source", source.name) + "," + metric_label("stream", stream),
                 seconds(*until));
    }
  }
}

void add_evidence(Exposition& out, store::Database& database) {
  out.begin("bursar_unanswered_runs",
            "In how many runs, one after the other, the platform did not answer what the books are "
            "compared by.");
  for (const store::Source& source : store::list_sources(database)) {
    for (const auto& question : store::unanswered_questions(database, source.source)) {
      out.sample(
          metric_label("source", source.name) + "," + metric_label("question", question.question),
          question.runs);
    }
  }
}

void add_profiles(Exposition& out, store::Database& database) {
  const std::vector<store::Profile> profiles = store::list_profiles(database);
  out.begin("bursar_batches", "Batches handed over.");
  for (const store::Profile& profile : profiles) {
    out.sample(metric_label("profile", profile.name),
               store::next_batch_number(database, profile.profile) - 1);
  }
  for (const char* reason : {"waiting", "held"}) {
    out.begin(fmt::format("bursar_{}", reason), "Records looked at and not handed over yet.");
    for (const store::Profile& profile : profiles) {
      std::int64_t count = 0;
      for (const store::Pending& pending : store::pending(database, profile.profile)) {
        if (pending.reason == reason) ++count;
      }
      out.sample(metric_label("profile", profile.name), count);
    }
  }
}

}  // namespace

void update_metrics(const config::Config& config, const FinishedCommand& finished) {
  const std::filesystem::path file = config.metrics_file.value;
  Exposition out;
  add_command(out, finished, samples_of_commands(file));
  if (database_exists(config)) {
    store::Database database = open_to_look(config);
    add_sources(out, database);
    add_evidence(out, database);
    add_profiles(out, database);
  }
  os::AtomicFile written(file, readable_by_the_collector);
  written.write(out.text());
  written.commit();
}

}  // namespace bursar::cli
