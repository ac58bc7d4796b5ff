#include "cli/source_requests.hpp"

#include "cli/database_access.hpp"

namespace bursar::cli {

std::vector<sync::SourceRequest> source_requests(const config::Config& config,
                                                 const std::vector<std::string>& names) {
  std::vector<sync::SourceRequest> requests;
  for (const config::SourceConfig& source : chosen_sources(config, names)) {
    const auto perspective = source.perspective == config::Perspective::host
                                 ? opencollective::Perspective::host
                                 : opencollective::Perspective::account;
    requests.push_back({source.name, perspective, source.slug, source.start});
  }
  return requests;
}

sync::Options run_options(const config::Config& config) {
  sync::Options options;
  options.losses.max_shrink_percent = config.max_shrink_percent.value;
  options.settle_ms = config.settle_seconds.value * ledger::ms_per_second;
  options.overlap_ms = config.overlap_seconds.value * ledger::ms_per_second;
  options.page_size = config.page_size.value;
  options.page_size_fixed = config.page_size_fixed.value;
  options.program_version = BURSAR_VERSION;
  return options;
}

}  // namespace bursar::cli
