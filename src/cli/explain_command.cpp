#include <memory>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/database_access.hpp"
#include "cli/explanation_text.hpp"
#include "cli/export_request.hpp"
#include "cli/invocation.hpp"
#include "error/error.hpp"
#include "export/explanation.hpp"

namespace bursar::cli {
namespace {

// More rows than anybody reads: they are named, and each can be asked for.
constexpr std::size_t most_rows = 20;

std::vector<exporting::Request> all_profiles(store::Database& database,
                                             const config::Config& config, Invocation& invocation) {
  std::vector<exporting::Request> requests;
  for (const config::ProfileConfig& profile : config.profiles) {
    try {
      requests.push_back(request_of(database, config, profile, invocation));
    } catch (const Error& error) {
      // The others can be told of all the same.
      invocation.output.warning(fmt::format("profile {}: {}", profile.name, error.what()));
    }
  }
  return requests;
}

int run(Invocation& invocation, const std::string& reference) {
  const config::Config config = invocation.load_config();
  store::Database database = open_to_look(config);
  const std::vector<ledger::Key> rows = exporting::find_rows(database, reference);
  if (rows.empty()) {
    throw Error(ErrorKind::usage, fmt::format("nothing stored is called \"{}\"", reference),
                "name a transaction by its id, public id or number, an expense by its number, an "
                "entry by OC…, or a line of a statement by its id");
  }
  const std::vector<exporting::Request> profiles = all_profiles(database, config, invocation);
  Output& output = invocation.output;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (i == most_rows && !output.json()) {
      output.result("");
      output.result(fmt::format("and {} more; ask for one by its number", rows.size() - i));
      break;
    }
    const exporting::Explanation told = exporting::explain_row(database, rows[i], profiles);
    output.event(event_of(told));
    if (i > 0) output.result("");
    output.result(format_explanation(told));
  }
  return exit_done;
}

}  // namespace

void add_explain(Command program) {
  const auto reference = std::make_shared<std::string>();
  Command command = program.add_subcommand(
      "explain", "Tell what became of a transaction: why, when, in which file, by which rule");
  command
      .add_option("ROW", *reference,
                  "A transaction's id, public id or number; an expense's number; an entry's OC…; "
                  "a statement line's id")
      .required();
  command.footer("Examples:\n  bursar explain 117193\n  bursar explain OC2d10c9a80b1d419-2");
  command.action([reference](Invocation& invocation) { return run(invocation, *reference); });
}

}  // namespace bursar::cli
