#include "cli/profile_status.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "cli/table.hpp"
#include "ledger/instant.hpp"
#include "store/batches.hpp"
#include "store/profiles.hpp"
#include "store/sources.hpp"

namespace bursar::cli {
namespace {

struct ProfileState {
  std::string name;
  std::string kind;
  std::string source;
  std::optional<store::Batch> last;
  std::int64_t waiting = 0;
  std::int64_t held = 0;
  std::optional<ledger::CivilDate> locked;
  std::string without_reconciliation;  // of that lock
};

ProfileState state_of(store::Database& database, const store::Profile& profile,
                      const store::Source& source) {
  ProfileState state;
  state.name = profile.name;
  state.kind = profile.kind;
  state.source = source.name;
  std::vector<store::Batch> batches = store::batches(database, profile.profile);
  if (!batches.empty()) state.last = std::move(batches.back());
  for (const store::Pending& pending : store::pending(database, profile.profile)) {
    ++(pending.reason == "held" ? state.held : state.waiting);
  }
  const std::vector<store::Lock> locks = store::locks(database, source.source);
  if (!locks.empty()) {
    state.locked = locks.back().day;
    state.without_reconciliation = locks.back().without_reconciliation;
  }
  return state;
}

bool is_meant(const config::Config& config, const std::string& source) {
  return std::any_of(config.sources.begin(), config.sources.end(),
                     [&](const config::SourceConfig& one) { return one.name == source; });
}

std::vector<ProfileState> states_of(store::Database& database, const config::Config& config) {
  std::vector<ProfileState> states;
  const std::vector<store::Source> sources = store::list_sources(database);
  for (const store::Profile& profile : store::list_profiles(database)) {
    for (const store::Source& source : sources) {
      if (source.source != profile.source) continue;
      // Without a configuration, everything is meant.
      if (!config.sources.empty() && !is_meant(config, source.name)) continue;
      states.push_back(state_of(database, profile, source));
    }
  }
  for (const config::ProfileConfig& profile : config.profiles) {
    const bool known = std::any_of(states.begin(), states.end(), [&](const ProfileState& state) {
      return state.name == profile.name;
    });
    if (known || !is_meant(config, profile.source)) continue;
    states.push_back({profile.name, "", profile.source, {}, 0, 0, {}, {}});
  }
  return states;
}

std::string day_text(const std::optional<ledger::CivilDate>& day) {
  return day ? ledger::format_civil_date(*day) : "-";
}

std::string locked_text(const ProfileState& state) {
  return day_text(state.locked) +
         (state.without_reconciliation.empty() ? "" : ", without reconciliation");
}

nlohmann::json json_day(const std::optional<ledger::CivilDate>& day) {
  nlohmann::json value;
  if (day) value = ledger::format_civil_date(*day);
  return value;
}

nlohmann::json event_of(const ProfileState& state) {
  nlohmann::json event = nlohmann::json::object();
  event["type"] = "profile_status";
  event["profile"] = state.name;
  event["kind"] = state.kind;
  event["source"] = state.source;
  event["batch"] = state.last ? state.last->number : 0;
  event["waiting"] = state.waiting;
  event["held"] = state.held;
  event["locked_through"] = json_day(state.locked);
  event["locked_without_reconciliation"] = state.without_reconciliation;
  if (!state.last) return event;
  event["made_at"] = ledger::format_rfc3339(state.last->made_at);
  event["through"] = json_day(state.last->through);
  event["published"] = state.last->published;
  return event;
}

}  // namespace

void show_profiles(store::Database& database, const config::Config& config, Output& output) {
  Table table{{{"profile"},
               {"kind"},
               {"source"},
               {"batches", true},
               {"through"},
               {"waiting", true},
               {"held", true},
               {"locked through"},
               {"last batch"}},
              {}};
  for (const ProfileState& state : states_of(database, config)) {
    const std::string made = state.last ? moment(state.last->made_at) : "none yet";
    const bool interrupted = state.last && !state.last->published;
    table.rows.push_back(
        {state.name, state.kind, state.source, grouped(state.last ? state.last->number : 0),
         state.last ? day_text(state.last->through) : "-", grouped(state.waiting),
         grouped(state.held), locked_text(state),
         interrupted ? made + ", interrupted: the next export finishes it" : made});
    output.event(event_of(state));
  }
  constexpr std::size_t wide = 10'000;  // what to do about a batch must not be cut
  if (!table.rows.empty()) output.result(format_table(table, wide).add(""));
}

}  // namespace bursar::cli
