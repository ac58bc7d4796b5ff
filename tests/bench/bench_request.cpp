#include "bench_request.hpp"

#include <memory>
#include <utility>

#include "mapping/chart.hpp"
#include "mapping/layout.hpp"

namespace bursar::bench {

exporting::Request request_of(const std::string& layout, const store::Source& source,
                              const std::filesystem::path& directory, ledger::Instant now) {
  exporting::Request request;
  request.profile = layout;
  request.source = source;
  request.layout.source = mapping::layout_text(layout);
  request.layout.layout =
      mapping::parse_layout(request.layout.source.text, request.layout.source.document);
  if (mapping::needs_chart(request.layout.layout)) {
    exporting::LoadedChart chart{mapping::chart_text("us-host"), nullptr};
    chart.chart = std::make_shared<const mapping::Chart>(
        mapping::Chart::parse(chart.source.text, chart.source.document));
    request.chart = std::move(chart);
  }
  request.directory = directory / layout;
  request.program_version = "bench";
  request.now = now;
  std::filesystem::create_directories(request.directory);
  return request;
}

}  // namespace bursar::bench
