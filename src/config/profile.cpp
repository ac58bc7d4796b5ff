#include "config/profile.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace bursar::config {
namespace {

std::string percent(std::int64_t basis_points) {
  if (basis_points % 100 == 0) return fmt::format("{} %", basis_points / 100);
  return fmt::format("{}.{:02} %", basis_points / 100, basis_points % 100);
}

std::string words(const CorrectionLimit& limit) {
  if (limit.basis_points == 0) return fmt::format("{} events", limit.events);
  return fmt::format("{}, at least {} events", percent(limit.basis_points), limit.events);
}

std::string words(const std::optional<DateBasis>& date) {
  static constexpr std::array<const char*, 3> names{"created", "effective", "paid"};
  return date ? names.at(static_cast<std::size_t>(*date)) : "as the kind of layout";
}

std::string words(Summary summary) {
  static constexpr std::array<const char*, 3> names{"none", "day", "month"};
  return names.at(static_cast<std::size_t>(summary));
}

}  // namespace

std::int64_t CorrectionLimit::of(std::int64_t handed_over) const {
  // Divided first: a product of the two could be too large.
  const std::int64_t share =
      handed_over / 10'000 * basis_points + handed_over % 10'000 * basis_points / 10'000;
  return std::max(events, share);
}

const Origin& ProfileConfig::origin_of(std::string_view key) const {
  const auto found = origins.find(key);
  return found == origins.end() ? origin : found->second;
}

std::vector<ShownSetting> shown_settings(const ProfileConfig& profile) {
  std::vector<ShownSetting> shown;
  const auto show = [&](const char* key, std::string value) {
    const auto origin = profile.origins.find(key);
    shown.push_back({fmt::format("profile.{}.{}", profile.name, key), std::move(value),
                     origin == profile.origins.end() ? Origin{} : origin->second});
  };
  show("source", profile.source);
  show("layout", profile.layout);
  show("chart", profile.chart);
  show("directory", profile.directory.string());
  show("start", profile.start ? ledger::format_civil_date(*profile.start) : "beginning");
  show("date", words(profile.date));
  show("currency", profile.currency == BooksCurrency::host ? "host" : "transaction");
  show("books", profile.books);
  show("strict", profile.strict ? "true" : "false");
  show("max_corrections", words(profile.max_corrections));
  show("summary", words(profile.summary));
  show("delay", fmt::format("{} d", profile.delay_days));
  show("fiscal_year", ledger::format_month_day(profile.fiscal_year));
  show("names", profile.names == Names::full ? "full" : "ids");
  show("file_mode", fmt::format("{:04o}", profile.file_mode));
  show("on_batch", profile.on_batch);
  return shown;
}

}  // namespace bursar::config
