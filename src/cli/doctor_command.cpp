#include <cstdlib>
#include <filesystem>
#include <functional>
#include <system_error>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/connector.hpp"
#include "cli/database_access.hpp"
#include "cli/invocation.hpp"
#include "cli/table.hpp"
#include "config/token.hpp"
#include "mapping/layout.hpp"
#include "store/database.hpp"
#include "store/integrity.hpp"
#include "store/runs.hpp"

namespace bursar::cli {
namespace {

namespace fs = std::filesystem;
using opencollective::Ability;

enum class Grade { good, notice, bad };

// One line of the examination.
struct Finding {
  std::string what;
  Grade grade = Grade::good;
  std::string result;
  std::string advice;  // empty where there is nothing to do
};

const char* word(Grade grade) {
  switch (grade) {
    case Grade::good:
      return "ok";
    case Grade::notice:
      return "note";
    case Grade::bad:
      return "BAD";
  }
  return "BAD";
}

const char* word(Ability ability) {
  switch (ability) {
    case Ability::yes:
      return "yes";
    case Ability::no:
      return "no";
    case Ability::unknown:
      return "unknown";
  }
  return "unknown";
}

// Looks at one thing after the other; what throws is a finding, and the worst decides the exit
// status.
class Examination {
 public:
  explicit Examination(Output& output) : output_(output) {}

  void add(Finding finding) {
    output_.event({{"type", "check"},
                   {"what", finding.what},
                   {"grade", finding.grade == Grade::bad ? "bad" : word(finding.grade)},
                   {"result", finding.result},
                   {"advice", finding.advice}});
    findings_.push_back(std::move(finding));
  }
  // Runs a check; an Error becomes a bad finding. False when it did.
  bool check(const std::string& what, const std::function<void()>& look) {
    try {
      look();
      return true;
    } catch (const Error& error) {
      if (worst_ == exit_done) worst_ = error.exit_status();
      add({what, Grade::bad, error.what(), error.next_step()});
      return false;
    }
  }
  void fail_with(ErrorKind kind) {
    if (worst_ == exit_done) worst_ = bursar::exit_status(kind);
  }
  int finish() {
    Table table{{{"check"}, {""}, {"result"}}, {}};
    for (const Finding& finding : findings_) {
      table.rows.push_back({finding.what, word(finding.grade), finding.result});
      if (!finding.advice.empty()) table.rows.push_back({"", "", "-> " + finding.advice});
    }
    // Advice must not be cut: the table may be wider than the terminal.
    output_.result(format_table(table, 10'000));
    return worst_;
  }

 private:
  Output& output_;
  std::vector<Finding> findings_;
  int worst_ = exit_done;
};

void examine_configuration(const config::Config& config, Examination& examination) {
  examination.add({"configuration", Grade::good,
                   fmt::format("{}, {} sources, {} profiles",
                               config.file.empty() ? "no file" : config.file.string(),
                               config.sources.size(), config.profiles.size()),
                   config.sources.empty() ? "name a source in bursar.toml or by --account" : ""});
  for (const config::ProfileConfig& profile : config.profiles) {
    const std::string what = "profile " + profile.name;
    examination.check(what, [&] {
      (void)mapping::load_layout(profile.layout);
      std::error_code ignored;
      if (!fs::is_directory(profile.directory, ignored)) {
        throw Error(ErrorKind::cannot_create,
                    fmt::format("there is no directory {}", profile.directory.string()),
                    "create it or mount it");
      }
      examination.add(
          {what, Grade::good, profile.layout + " to " + profile.directory.string(), ""});
    });
  }
}

void examine_scopes(const std::string& what, const opencollective::TokenProbe& token,
                    Examination& examination) {
  struct Scope {
    const char* name;
    Ability ability;
    Grade missing;
    const char* without;
  };
  for (const Scope& scope : {Scope{"transactions", token.transactions_scope, Grade::bad,
                                   "the ledger cannot be read with this token"},
                             Scope{"expenses", token.expenses_scope, Grade::notice,
                                   "receipts, references and payout details stay empty"},
                             Scope{"account", token.account_scope, Grade::notice,
                                   "changes of expenses are noticed later"}}) {
    const bool missing = scope.ability == Ability::no;
    examination.add({fmt::format("{}: scope {}", what, scope.name),
                     missing ? scope.missing : Grade::good, word(scope.ability),
                     missing ? fmt::format("{}; tick \"{}\" for the token on Open Collective",
                                           scope.without, scope.name)
                             : ""});
    if (missing && scope.missing == Grade::bad) examination.fail_with(ErrorKind::refused);
  }
}

void examine_source(const config::SourceConfig& source, ApiConnector& connector,
                    Examination& examination) {
  const std::string what = "source " + source.name;
  examination.check(what, [&] {
    const sync::Lane lane = connector.open();
    const auto perspective = source.perspective == config::Perspective::host
                                 ? opencollective::Perspective::host
                                 : opencollective::Perspective::account;
    const opencollective::Probe probe = lane.client->probe(source.slug, perspective);
    const opencollective::TokenProbe& token = probe.token;
    examination.add({what, Grade::good,
                     fmt::format("{} \"{}\", {} children", probe.source.account.type,
                                 probe.source.account.name, probe.source.children.size()),
                     ""});
    if (token.anonymous) {
      examination.add({what + ": token", Grade::notice, "reading as anybody may",
                       "private fields stay empty and only 10 requests a minute are allowed; "
                       "create a personal token and name its file in token_file"});
      return;
    }
    examine_scopes(what, token, examination);
    const bool sees_private = token.reads_private_fields();
    examination.add(
        {what + ": role", sees_private ? Grade::good : Grade::notice,
         fmt::format("{} is admin: {}, accountant: {}", token.viewer.slug,
                     token.is_admin ? "yes" : "no", token.is_accountant ? "yes" : "no"),
         sees_private ? "" : "private fields stay empty; ask for the role \"accountant\""});
  });
}

void examine_clock(const ApiConnector& connector, Examination& examination) {
  const auto ahead = connector.seconds_ahead();
  if (!ahead) return;
  const bool good = std::llabs(*ahead) <= 60;
  examination.add({"clock", good ? Grade::good : Grade::bad,
                   fmt::format("{} s from that of Open Collective", std::llabs(*ahead)),
                   good ? "" : "set this machine's clock: windows end at its present time"});
}

void examine_database(const config::Config& config, Examination& examination) {
  const fs::path file = config.database.value;
  if (!database_exists(config)) {
    examination.add({"database", Grade::notice, file.string() + " is not there yet",
                     "`bursar sync` creates it"});
  } else {
    examination.check("database", [&] {
      store::Database database(file, store::OpenMode::read_only);
      const auto damages = store::damages(database);
      if (!damages.empty()) examination.fail_with(ErrorKind::io);
      examination.add(
          {"database", damages.empty() ? Grade::good : Grade::bad,
           fmt::format("{}, schema {}{}{}", file.string(), store::schema_version(database),
                       damages.empty() ? "" : ": ", fmt::join(damages, "; ")),
           damages.empty() ? "" : "restore a copy, or remove it and sync anew"});
      const auto runs = store::last_runs(database, 1);
      if (runs.empty()) return;
      const bool good = runs[0].exit_status == exit_done;
      examination.add(
          {"last run", good ? Grade::good : Grade::notice,
           fmt::format("{} at {}: {}", runs[0].command, ledger::format_rfc3339(runs[0].started_at),
                       runs[0].exit_status ? fmt::format("exit status {}", *runs[0].exit_status)
                                           : "did not end"),
           good ? "" : "see `bursar status`"});
    });
  }
}

void examine_disk(const config::Config& config, Examination& examination) {
  fs::path place = fs::absolute(config.database.value).parent_path();
  std::error_code error;
  while (!place.empty() && place != place.root_path() && !fs::exists(place, error)) {
    place = place.parent_path();
  }
  const fs::space_info space = fs::space(place, error);
  if (error) return;
  constexpr std::uintmax_t mebibyte = 1U << 20U;
  const bool good = space.available > 256 * mebibyte;
  examination.add({"disk", good ? Grade::good : Grade::bad,
                   fmt::format("{} MiB free in {}", space.available / mebibyte, place.string()),
                   good ? "" : "free some space"});
  if (!good) examination.fail_with(ErrorKind::io);
}

int run(Invocation& invocation) {
  Examination examination(invocation.output);
  config::Config config;
  const bool readable =
      examination.check("configuration", [&] { config = invocation.load_config(); });
  if (!readable) return examination.finish();
  examine_configuration(config, examination);
  examine_database(config, examination);
  examine_disk(config, examination);
  config::LoadedToken token;
  const bool usable = examination.check("token", [&] {
    token = config::load_token(config, invocation.environment);
    const std::string advice = token.warnings.empty() ? "" : token.warnings.front();
    examination.add({"token", advice.empty() ? Grade::good : Grade::notice,
                     token.secret.empty()
                         ? "none"
                         : fmt::format("from {}, sent by {}", token.where, config.api_auth.value),
                     advice});
  });
  if (!usable) return examination.finish();
  ApiConnector connector(config, token.secret, invocation.clock);
  for (const config::SourceConfig& source : config.sources) {
    examine_source(source, connector, examination);
  }
  examine_clock(connector, examination);
  return examination.finish();
}

}  // namespace

void add_doctor(CLI::App& program, Action& chosen) {
  program
      .add_subcommand("doctor",
                      "Examine configuration, token, sources, database and disk; say what to do")
      ->footer("Example:\n  bursar --account my-collective doctor")
      ->callback([&chosen] { chosen = run; });
}

}  // namespace bursar::cli
