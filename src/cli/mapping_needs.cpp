#include <memory>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/database_access.hpp"
#include "cli/export_request.hpp"
#include "cli/mapping_command.hpp"
#include "cli/table.hpp"
#include "export/chart_report.hpp"

namespace bursar::cli {
namespace {

void list(const std::string& profile, const char* what, const std::vector<exporting::Need>& needs,
          Table& table, Output& output) {
  for (const exporting::Need& need : needs) {
    table.rows.push_back({what, grouped(need.lines), need.name});
    nlohmann::json event = nlohmann::json::object();
    event["type"] = "need";
    event["profile"] = profile;
    event["what"] = what;
    event["name"] = need.name;
    event["lines"] = need.lines;
    output.event(event);
  }
}

int run(Invocation& invocation, const std::string& name) {
  const config::Config config = invocation.load_config();
  const config::ProfileConfig& profile = config.profile(name);
  store::Database database = open_to_look(config);
  const exporting::Request request = request_of(database, config, profile, invocation);
  require_chart(request, "`mapping needs`");
  const exporting::BooksNeeds needs = exporting::needs_of(database, request);
  Output& output = invocation.output;
  Table table{{{"what"}, {"lines", true}, {"name"}}, {}};
  list(name, "account", needs.accounts, table, output);
  list(name, "tax code", needs.tax_codes, table, output);
  list(name, "class", needs.classes, table, output);
  list(name, "location", needs.locations, table, output);
  list(name, "name", needs.names, table, output);
  constexpr std::size_t wide = 10'000;  // names must not be cut
  output.result(format_table(table, wide));
  for (const std::string& text : needs.open_ended) {
    nlohmann::json event = nlohmann::json::object();
    event["type"] = "open_ended";
    event["profile"] = name;
    event["template"] = text;
    output.event(event);
    output.result(fmt::format("more may come of {}", text));
  }
  report_broken(name, needs.broken, output);
  return exit_done;
}

}  // namespace

void add_mapping_needs(Command mapping) {
  const auto name = std::make_shared<std::string>();
  Command command = mapping.add_subcommand(
      "needs", "List what must exist in the accounting software before the first import");
  command.add_option("PROFILE", *name, "A profile with a chart of accounts").required();
  command.footer("Example:\n  bursar mapping needs entries");
  command.action([name](Invocation& invocation) { return run(invocation, *name); });
}

}  // namespace bursar::cli
