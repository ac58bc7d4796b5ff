#include <memory>
#include <optional>
#include <system_error>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/connector.hpp"
#include "cli/dialogue.hpp"
#include "cli/first_configuration.hpp"
#include "cli/init_sources.hpp"
#include "cli/invocation.hpp"
#include "config/locations.hpp"
#include "config/token.hpp"
#include "error/error.hpp"
#include "ledger/civil_date.hpp"
#include "mapping/chart.hpp"
#include "mapping/layout.hpp"
#include "os/hidden_file.hpp"
#include "os/ownership.hpp"
#include "os/staged_file.hpp"

namespace bursar::cli {
namespace {

namespace fs = std::filesystem;

constexpr const char* token_name = "opencollective-token";

struct Flags {
  std::string layout;
  std::string chart;
  std::string directory;
  std::string start;
  std::string time_zone;
  bool yes = false;
};

// One run of init. `dialogue` is null where nobody is to be asked.
struct Setup {
  Invocation& invocation;
  const Flags& flags;
  Dialogue* dialogue;
  fs::path file;
  config::Config config;  // of flags and environment
};

// The token and how the configuration is to find it again.
struct FoundToken {
  config::LoadedToken loaded;
  std::string file;     // token_file; empty: none
  bool is_new = false;  // typed in: still to be written there
};

// What the flag says; else what a person answers; else the proposal.
std::string settle(const Setup& setup, const char* flag, const std::string& given,
                   const std::string& question, const std::string& proposal,
                   const AnswerCheck& check) {
  if (given.empty() && setup.dialogue != nullptr) {
    return setup.dialogue->ask(question, proposal, check);
  }
  const std::string& value = given.empty() ? proposal : given;
  if (const std::string problem = check(value); !problem.empty()) {
    throw Error(ErrorKind::usage, fmt::format("{}: {}", flag, problem), "see `bursar init --help`");
  }
  return value;
}

std::string zone_problem(const std::string& name) {
  if (ledger::TimeZone::find(name)) return {};
  return fmt::format("\"{}\" is no time zone; write it as Europe/Brussels", name);
}

std::string day_problem(const std::string& day) {
  if (day == "beginning" || ledger::parse_civil_date(day)) return {};
  return fmt::format("\"{}\" is no day; write it as 2026-01-01, or beginning", day);
}

std::string path_problem(const std::string& path) {
  return path.empty() || path.find('\n') != std::string::npos ? "a directory is expected" : "";
}

std::string layout_problem(const std::string& name) {
  try {
    (void)mapping::load_layout(name);
    return {};
  } catch (const Error& error) {
    return error.what();
  }
}

std::string chart_problem(const std::string& name) {
  try {
    (void)mapping::load_chart(name);
    return {};
  } catch (const Error& error) {
    return error.what();
  }
}

// That of this machine, as far as it says.
std::string local_time_zone(const config::Environment& environment) {
  std::string name = config::variable(environment, "TZ").value_or("");
  if (name.starts_with(':')) name.erase(0, 1);
  if (name.empty()) {
    std::error_code ignored;
    const std::string target = fs::read_symlink("/etc/localtime", ignored).string();
    constexpr std::string_view mark = "/zoneinfo/";
    const auto at = target.find(mark);
    if (at != std::string::npos) name = target.substr(at + mark.size());
  }
  return !name.empty() && zone_problem(name).empty() ? name : "UTC";
}

std::string first_day_of_this_year(const Setup& setup, const std::string& time_zone) {
  const auto zone = ledger::TimeZone::find(time_zone).value();
  const std::string today = ledger::format_civil_date(zone.date_of(setup.invocation.clock.now()));
  return today.substr(0, 4) + "-01-01";
}

void refuse_existing(const fs::path& file) {
  std::error_code ignored;
  if (!fs::exists(fs::symlink_status(file, ignored))) return;
  throw Error(ErrorKind::cannot_create,
              fmt::format("{} exists, and nothing is ever overwritten", file.string()),
              "edit it, or name another file with --config");
}

FoundToken find_token(const Setup& setup) {
  config::LoadedToken loaded = config::load_token(setup.config, setup.invocation.environment);
  if (!loaded.secret.empty()) {
    const std::string named = setup.config.token_file.value;
    return {std::move(loaded), named.empty() ? "" : fs::absolute(named).string()};
  }
  const fs::path beside = setup.file.parent_path() / token_name;
  std::error_code ignored;
  if (fs::exists(beside, ignored)) {
    return {{config::read_token_file(beside.string(), true), "token_file " + beside.string(), {}},
            token_name};
  }
  if (setup.dialogue == nullptr) return {std::move(loaded), ""};
  setup.dialogue->tell(
      Lines()
          .add("A personal token is made on Open Collective under Dashboard, Settings, For "
               "developers,")
          .add("Personal tokens, with the scopes account, expenses, orders and transactions."));
  os::Secret typed =
      setup.dialogue->ask_secret("Token (it is not shown; Enter: read public data only)");
  if (typed.empty()) return {std::move(loaded), ""};
  return {{std::move(typed), "the terminal", {}}, token_name, true};
}

std::string ask_layout(const Setup& setup) {
  if (setup.dialogue != nullptr && setup.flags.layout.empty()) {
    Lines list;
    list.add("").add("Files can be written as:").add("");
    for (const std::string& name : mapping::shipped_layouts()) {
      list.add(fmt::format("  {:<22}{}", name, mapping::load_layout(name).about));
    }
    setup.dialogue->tell(list.add(""));
  }
  return settle(setup, "--layout", setup.flags.layout, "Layout", "ofx", layout_problem);
}

FirstConfiguration fill_in(const Setup& setup, const std::vector<ChosenSource>& sources) {
  const Flags& flags = setup.flags;
  FirstConfiguration first;
  first.layout = ask_layout(setup);
  const mapping::Layout layout = mapping::load_layout(first.layout);
  first.layout_about = layout.about;
  for (const ChosenSource& source : sources) {
    const ledger::Account& account = source.details.account;
    FirstSource& added = first.sources.emplace_back();
    added = {source.perspective, account.slug, account.name, ""};
    if (!mapping::needs_chart(layout)) continue;
    added.chart = settle(setup, "--chart", flags.chart,
                         fmt::format("Chart of accounts to begin with for {}", account.slug),
                         nearest_chart(source.details, source.perspective), chart_problem);
  }
  first.time_zone = settle(setup, "--time-zone", flags.time_zone, "Time zone of the organisation",
                           local_time_zone(setup.invocation.environment), zone_problem);
  first.start = settle(setup, "--start", flags.start,
                       "First day to hand over (what is dated before is in the books already)",
                       first_day_of_this_year(setup, first.time_zone), day_problem);
  const fs::path database = setup.config.database.value;
  first.directory =
      fs::absolute(settle(setup, "--directory", flags.directory, "Directory for the files",
                          (database.parent_path() / "outbox").string(), path_problem))
          .lexically_normal()
          .string();
  const auto given = [](const config::Setting<std::string>& setting) {
    return setting.origin.kind == config::OriginKind::built_in ? std::string() : setting.value;
  };
  first.api_url = given(setup.config.api_url);
  first.ca_file = given(setup.config.ca_file);
  const std::string named = given(setup.config.database);
  first.database = named.empty() ? named : fs::absolute(named).lexically_normal().string();
  return first;
}

// A service has a user of its own, who must be able to read what stands below /etc.
bool is_for_all(const fs::path& file) {
  return file.string().starts_with("/etc/");
}

void make_directory(const fs::path& directory) {
  using fs::perms;
  constexpr perms listing =
      perms::group_read | perms::group_exec | perms::others_read | perms::others_exec;
  std::error_code error;
  if (os::make_directories(directory, error)) {
    const perms others = is_for_all(directory) ? listing : perms::none;
    fs::permissions(directory, perms::owner_all | others, error);
  }
  if (!error) return;
  throw Error(ErrorKind::cannot_create,
              fmt::format("cannot create {}: {}", directory.string(), error.message()),
              "create it, or name another place");
}

// Whole or not at all, and never over another.
void write_configuration(const fs::path& file, std::string_view text) {
  const fs::path staged = file.parent_path() / os::hidden_name(file.filename().string(), "new");
  os::StagedFile writing(staged, is_for_all(file) ? 0644 : 0600);
  writing.write(text);
  writing.finish();
  try {
    // What cannot be read again must not be left behind.
    config::Overrides only;
    only.config_file = staged.string();
    (void)config::load(only, {});
    os::place_new(staged, file);
  } catch (const Error&) {
    std::error_code ignored;
    fs::remove(staged, ignored);
    throw;
  }
  os::sync_directory(file.parent_path());
}

void write_down(const Setup& setup, const FirstConfiguration& first, const FoundToken& token) {
  const fs::path directory = setup.file.parent_path();
  make_directory(directory);
  if (token.is_new)
    config::write_token_file((directory / token.file).string(), token.loaded.secret);
  make_directory(first.directory);
  write_configuration(setup.file, configuration_text(first));
}

void report(const Setup& setup, const FirstConfiguration& first, const FoundToken& token) {
  Output& output = setup.invocation.output;
  output.event({{"type", "configured"},
                {"file", setup.file.string()},
                {"token_file", token.file},
                {"directory", first.directory},
                {"sources", first.sources.size()}});
  const bool named = setup.invocation.overrides.config_file.has_value();
  const std::string bursar = named ? "bursar --config " + setup.file.string() : "bursar";
  output.result(Lines()
                    .add(fmt::format("Written: {}", setup.file.string()))
                    .add("")
                    .add("Next:")
                    .add(fmt::format("  {} doctor      # looks everything over", bursar))
                    .add(fmt::format("  {} backfill    # reads all of history", bursar))
                    .add(fmt::format("  {} export -v   # the first files", bursar)));
}

int run(Invocation& invocation, const Flags& flags) {
  if (invocation.asks < 0 && !flags.yes) {
    throw Error(ErrorKind::usage, "there is no terminal to ask at",
                "give --yes to take what is proposed wherever a flag says nothing else");
  }
  Dialogue dialogue(invocation.output, invocation.asks);
  Setup setup{invocation,
              flags,
              flags.yes ? nullptr : &dialogue,
              fs::absolute(config::new_config_file(invocation.overrides, invocation.environment)),
              {}};
  refuse_existing(setup.file);
  config::Overrides overrides = invocation.overrides;
  overrides.config_file.reset();
  setup.config = config::load_without_file(overrides, invocation.environment);
  const FoundToken token = find_token(setup);
  for (const std::string& warning : token.loaded.warnings) invocation.output.warning(warning);
  ApiConnector connector(setup.config, token.loaded.secret, invocation.clock);
  const sync::Lane lane = connector.open();
  const std::vector<ChosenSource> sources =
      choose_sources(invocation, setup.dialogue, *lane.client);
  FirstConfiguration first = fill_in(setup, sources);
  first.token_file = token.file;
  write_down(setup, first, token);
  report(setup, first, token);
  return exit_done;
}

}  // namespace

void add_init(Command program) {
  const auto flags = std::make_shared<Flags>();
  Command command = program.add_subcommand(
      "init", "Write a first bursar.toml: ask what is to be pulled and handed over");
  command.add_flag("--yes", flags->yes, "Ask nothing; propose what no flag says");
  command.add_option("--layout", flags->layout, "What the files look like; proposed: ofx")
      .type_name("NAME|FILE");
  command
      .add_option("--chart", flags->chart,
                  "The chart of accounts to begin with, where the layout needs one")
      .type_name("NAME|FILE");
  command
      .add_option("--directory", flags->directory,
                  "Where files are handed over; created where it is missing")
      .type_name("DIR");
  command
      .add_option("--start", flags->start,
                  "First day to hand over, or beginning; proposed: the first of this year")
      .type_name("DATE");
  command
      .add_option("--time-zone", flags->time_zone,
                  "Time zone of the organisation; proposed: that of this machine")
      .type_name("ZONE");
  command.footer(
      "Examples:\n  bursar init\n"
      "  bursar --token-file ~/token --account my-collective init --yes --layout xero-bank");
  command.action([flags](Invocation& invocation) { return run(invocation, *flags); });
}

}  // namespace bursar::cli
