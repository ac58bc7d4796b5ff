#include "config/config.hpp"

#include <utility>

#include <fmt/format.h>

#include "config/file.hpp"
#include "config/locations.hpp"
#include "config/scalar_settings.hpp"
#include "config/source_table.hpp"
#include "document/problems.hpp"
#include "error/error.hpp"
#include "error/suggestion.hpp"
#include "text/token_like.hpp"

namespace bursar::config {
namespace {

void apply_variables(const Environment& environment, Config& config, document::Problems& problems) {
  for (const ScalarSetting& setting : scalar_settings()) {
    const std::string name(setting.variable);
    const auto value = variable(environment, name);
    if (!value) continue;
    const std::string problem = setting.set(config, {*value, {OriginKind::environment, name}, {}});
    if (!problem.empty()) problems.add(name, problem);
  }
  const bool both =
      variable(environment, "BURSAR_TOKEN_FILE") && variable(environment, "BURSAR_TOKEN_COMMAND");
  if (both) {
    problems.add("BURSAR_TOKEN_COMMAND", "both it and BURSAR_TOKEN_FILE are set; keep one");
  }
}

void apply_flag(std::string_view variable, const char* flag,
                const std::optional<std::string>& value, Config& config,
                document::Problems& problems) {
  if (!value) return;
  const std::string problem =
      scalar_setting(variable).set(config, {*value, {OriginKind::flag, flag}, {}});
  if (!problem.empty()) problems.add(flag, problem);
}

// --account and --host narrow the invocation to one source.
void apply_source_flag(const char* flag, Perspective perspective, const std::string& slug,
                       Config& config, document::Problems& problems) {
  const std::string problem = slug_problem(slug);
  if (!problem.empty()) problems.add(flag, problem);
  SourceConfig only;
  only.name = slug;
  only.perspective = perspective;
  only.slug = slug;
  only.origin = {OriginKind::flag, flag};
  for (const SourceConfig& known : config.sources) {
    if (known.perspective == perspective && known.slug == slug) only = known;
  }
  config.sources = {std::move(only)};
}

void apply_flags(const Overrides& overrides, Config& config, document::Problems& problems) {
  apply_flag("BURSAR_DATABASE", "--database", overrides.database, config, problems);
  apply_flag("BURSAR_URL", "--url", overrides.api_url, config, problems);
  apply_flag("BURSAR_TOKEN_FILE", "--token-file", overrides.token_file, config, problems);
  apply_flag("BURSAR_WAIT", "--wait", overrides.wait, config, problems);
  if (overrides.page_size) {
    apply_flag("BURSAR_PAGE_SIZE", "--page-size", std::to_string(*overrides.page_size), config,
               problems);
  }
  if (overrides.page_size_fixed) {
    config.page_size_fixed = {true, {OriginKind::flag, "--fixed-page-size"}};
  }
  if (overrides.account && overrides.host) {
    problems.add("--host", "both it and --account are given; keep one");
  } else if (overrides.account) {
    apply_source_flag("--account", Perspective::account, *overrides.account, config, problems);
  } else if (overrides.host) {
    apply_source_flag("--host", Perspective::host, *overrides.host, config, problems);
  }
}

template <typename Named>
const Named& named(const std::vector<Named>& all, std::string_view name, const char* what) {
  std::vector<std::string_view> names;
  for (const Named& one : all) {
    if (one.name == name) return one;
    names.push_back(one.name);
  }
  const std::string known = names.empty()
                                ? fmt::format("no {} is configured at all", what)
                                : fmt::format("the {}s are: {}", what, fmt::join(names, ", "));
  throw Error(ErrorKind::config,
              fmt::format("there is no {} \"{}\"{}", what,
                          text::named_file(std::string(name), what), did_you_mean(name, names)),
              known);
}

}  // namespace

const SourceConfig& Config::source(std::string_view name) const {
  return named(sources, name, "source");
}

const ProfileConfig& Config::profile(std::string_view name) const {
  return named(profiles, name, "profile");
}

namespace {

Config load(const std::optional<std::filesystem::path>& file, const Overrides& overrides,
            const Environment& environment) {
  Config config;
  config.database.value = default_database(environment).string();
  document::Problems problems(file ? file->string() : "bursar.toml");
  if (file) {
    config.file = *file;
    read_file(*file, config, problems);
  }
  apply_variables(environment, config, problems);
  apply_flags(overrides, config, problems);
  problems.throw_if_any("correct this, then try `bursar config check`");
  return config;
}

}  // namespace

Config load(const Overrides& overrides, const Environment& environment) {
  return load(find_config_file(overrides, environment), overrides, environment);
}

Config load_without_file(const Overrides& overrides, const Environment& environment) {
  return load(std::nullopt, overrides, environment);
}

}  // namespace bursar::config
