#include "audit/profile_check.hpp"

#include <optional>
#include <utility>

#include <nlohmann/json.hpp>

#include "store/look_overs.hpp"
#include "store/profiles.hpp"

namespace bursar::audit {
namespace {

std::vector<std::string> names(const nlohmann::json& scope, const char* key) {
  const auto found = scope.find(key);
  return found == scope.end() ? std::vector<std::string>{} : found->get<std::vector<std::string>>();
}

// Nothing where all of it has to be gone through.
std::optional<store::LookedOver> known_of(const Scope& scope, const store::Profile& profile,
                                          Extent extent, ledger::Instant now) {
  if (extent == Extent::everything) return std::nullopt;
  auto known = store::looked_over(scope.database, profile);
  if (!known) return known;
  // Later than now: the clock was set back since.
  const bool fresh = known->whole_at <= now && now - known->whole_at < everything_after;
  if (!fresh) known.reset();
  return known;
}

// Tables are left out, and books in another currency than the balances are (R9).
std::vector<store::Profile> profiles_of(const Scope& scope) {
  std::vector<store::Profile> profiles = store::list_profiles(scope.database);
  std::erase_if(profiles, [&](const store::Profile& profile) {
    const bool of_source = profile.source == scope.source.source && profile.kind != "table";
    if (!of_source || !profile.opened) return true;  // nothing was handed over yet
    const nlohmann::json frozen = nlohmann::json::parse(profile.frozen);
    return frozen.value("currency", std::string("host")) != "host";
  });
  return profiles;
}

}  // namespace

std::vector<ProfileReport> check_profiles(const Scope& scope, Extent extent, ledger::Instant now,
                                          std::vector<Difference>& differences) {
  std::vector<ProfileReport> reports;
  for (const store::Profile& profile : profiles_of(scope)) {
    const nlohmann::json by_hand = nlohmann::json::parse(profile.scope);
    const ledger::Books books =
        books_of(scope, names(by_hand, "include"), names(by_hand, "exclude"));
    const auto known = known_of(scope, profile, extent, now);
    BooksCheck check(profile.name, books);
    store::for_each_handed_over(scope.database, profile, scope.source, known,
                                [&](const store::HandedOver& record) { check.add(record); });
    if (profile.kind == "statement" && !known) {
      for (const auto& total : store::stream_totals(scope.database, profile.profile)) {
        check.add(total);
      }
    }
    reports.push_back({profile.name, profile.kind, !known, check.lines()});
    for (Difference& difference : check.differences()) differences.push_back(std::move(difference));
  }
  return reports;
}

void remember_profiles(const Scope& scope, const std::vector<ProfileReport>& reports,
                       ledger::Instant now) {
  store::WriteTransaction transaction(scope.database);
  for (const ProfileReport& report : reports) {
    const auto profile = store::find_profile(scope.database, report.profile);
    if (!profile) continue;
    store::remember_look_over(scope.database, *profile,
                              report.whole ? std::optional(now) : std::nullopt);
  }
  transaction.commit();
}

}  // namespace bursar::audit
