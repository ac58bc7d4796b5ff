#include "config/source.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

namespace bursar::config {
namespace {

bool has(const std::vector<std::string>& accounts, const std::string& account) {
  return std::find(accounts.begin(), accounts.end(), account) != accounts.end();
}

// The accounts that are in a source's books whatever the platform says.
std::set<std::string> sure_members(const SourceConfig& source) {
  std::set<std::string> members(source.include.begin(), source.include.end());
  members.insert(source.slug);
  for (const std::string& account : source.exclude) members.erase(account);
  return members;
}

}  // namespace

Overlap overlap(const SourceConfig& a, const SourceConfig& b) {
  if (a.perspective == b.perspective && a.slug == b.slug) return Overlap::certain;
  const std::set<std::string> others = sure_members(b);
  for (const std::string& account : sure_members(a)) {
    if (others.count(account) > 0) return Overlap::certain;
  }
  // Each row bears one host at most.
  const bool hosts = a.perspective == Perspective::host && b.perspective == Perspective::host;
  // Whoever takes an account out by name has seen to it, to its projects and events as well.
  const bool apart = has(a.exclude, b.slug) || has(b.exclude, a.slug);
  return hosts || apart ? Overlap::none : Overlap::unknown;
}

std::vector<ShownSetting> shown_settings(const SourceConfig& source) {
  std::vector<ShownSetting> shown;
  const auto show = [&](const char* key, std::string value) {
    const auto origin = source.origins.find(key);
    shown.push_back({fmt::format("source.{}.{}", source.name, key), std::move(value),
                     origin == source.origins.end() ? Origin{} : origin->second});
  };
  show(source.perspective == Perspective::host ? "host" : "account", source.slug);
  // The root is always given, by a flag where by no file.
  if (shown.back().origin.kind == OriginKind::built_in) shown.back().origin = source.origin;
  show("start", ledger::format_rfc3339(source.start).substr(0, 10));
  show("include", fmt::format("{}", fmt::join(source.include, ", ")));
  show("exclude", fmt::format("{}", fmt::join(source.exclude, ", ")));
  return shown;
}

}  // namespace bursar::config
