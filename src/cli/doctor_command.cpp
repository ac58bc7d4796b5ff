#include <cstdlib>
#include <filesystem>
#include <system_error>

#include <fmt/format.h>

#include "cli/connector.hpp"
#include "cli/counted.hpp"
#include "cli/examination.hpp"
#include "cli/invocation.hpp"
#include "cli/machine_checks.hpp"
#include "cli/profile_check.hpp"
#include "config/token.hpp"
#include "config/trusted_files.hpp"
#include "mapping/layout.hpp"

namespace bursar::cli {
namespace {

namespace fs = std::filesystem;
using opencollective::Ability;

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

void examine_configuration(const config::Config& config, Examination& examination) {
  examination.add({"configuration", Grade::good,
                   fmt::format("{}, {}, {}", config.file.empty() ? "no file" : config.file.string(),
                               counted(config.sources.size(), "source"),
                               counted(config.profiles.size(), "profile")),
                   config.sources.empty() ? "name a source in bursar.toml or by --account" : ""});
}

void examine_profile(const config::Config& config, const config::ProfileConfig& profile,
                     const config::SourceConfig& source, Examination& examination) {
  const std::string what = "profile " + profile.name;
  examination.check(what, [&] {
    document::Problems problems(config.file.string());
    check_alone({&profile, &source, mapping::load_layout(profile.layout)}, problems);
    problems.throw_if_any("correct this, then see `bursar config check`");
    config::require_trusted_hook(config, profile);
    std::error_code ignored;
    if (!fs::is_directory(profile.directory, ignored)) {
      throw Error(ErrorKind::cannot_create,
                  fmt::format("there is no directory {}", profile.directory.string()),
                  "create it or mount it");
    }
    const std::string by = profile.chart.empty() ? "" : " by " + profile.chart;
    examination.add({what, Grade::good,
                     fmt::format("{}{} to {}", profile.layout, by, profile.directory.string()),
                     ""});
  });
}

// Together they must not book rows twice.
void examine_profiles(const config::Config& config, Examination& examination) {
  for (const config::ProfileConfig& profile : config.profiles) {
    // --account and --host leave one source; the profiles of others are not meant.
    for (const config::SourceConfig& source : config.sources) {
      if (source.name == profile.source) examine_profile(config, profile, source, examination);
    }
  }
  if (config.profiles.size() < 2) return;
  examination.check("profiles together", [&] { refuse_double_booking(config); });
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
    const std::string line = fmt::format("{}: scope {}", what, scope.name);
    const std::string advice = missing
                                   ? fmt::format("{}; tick \"{}\" for the token on Open Collective",
                                                 scope.without, scope.name)
                                   : "";
    if (missing && scope.missing == Grade::bad) {
      examination.add_bad(ErrorKind::refused, line, word(scope.ability), advice);
    } else {
      examination.add({line, missing ? scope.missing : Grade::good, word(scope.ability), advice});
    }
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
    examination.add(
        {what, Grade::good,
         fmt::format("{} \"{}\", {}", probe.source.account.type, probe.source.account.name,
                     counted(probe.source.children.size(), "child", "children")),
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

// Only what a server answered can be said of the way to it.
void examine_connection(const config::Config& config, const ApiConnector& connector,
                        Examination& examination) {
  if (!connector.has_answered()) return;
  const bool encrypted = config.api_url.value.starts_with("https://");
  examination.add({"TLS", encrypted ? Grade::good : Grade::notice,
                   encrypted ? "the server's certificate was verified"
                             : config.api_url.value + " is not encrypted",
                   encrypted ? "" : "anybody on the way can read the token; use https://"});
  const auto ahead = connector.seconds_ahead();
  if (!ahead) {
    examination.add({"clock", Grade::notice, "the server does not say what time it is", ""});
    return;
  }
  const std::string result = fmt::format("{} s from that of Open Collective", std::llabs(*ahead));
  if (std::llabs(*ahead) <= 60) {
    examination.add({"clock", Grade::good, result, ""});
  } else {
    examination.add_bad(ErrorKind::config, "clock", result,
                        "set this machine's clock: windows end at its present time");
  }
}

int run(Invocation& invocation) {
  Examination examination(invocation.output);
  config::Config config;
  const bool readable =
      examination.check("configuration", [&] { config = invocation.load_config(); });
  if (!readable) return examination.finish();
  examine_configuration(config, examination);
  examine_profiles(config, examination);
  examine_database(config, invocation.clock.now(), examination);
  examine_disk(config, examination);
  examine_permissions(config, examination);
  examine_timer(invocation.environment, examination);
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
  examine_connection(config, connector, examination);
  return examination.finish();
}

}  // namespace

void add_doctor(Command program) {
  program.add_subcommand("doctor", "Examine everything it depends on, and say what to do")
      .footer("Example:\n  bursar --account my-collective doctor")
      .action(run);
}

}  // namespace bursar::cli
