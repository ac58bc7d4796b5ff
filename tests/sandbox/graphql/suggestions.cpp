#include "graphql/suggestions.hpp"

#include <algorithm>
#include <cctype>
#include <optional>
#include <utility>

namespace bursar::sandbox {
namespace {

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

/// Optimal string alignment distance; a difference in case alone counts as one edit.
std::optional<std::size_t> distance(const std::string& input, const std::string& option,
                                    std::size_t threshold) {
  if (input == option) return 0;
  const std::string a = lower(input);
  const std::string b = lower(option);
  if (a == b) return 1;
  if (std::max(a.size(), b.size()) - std::min(a.size(), b.size()) > threshold) return std::nullopt;
  std::vector<std::vector<std::size_t>> d(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) d[i][0] = i;
  for (std::size_t j = 0; j <= b.size(); ++j) d[0][j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t substitution = d[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      d[i][j] = std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, substitution});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
      }
    }
  }
  const std::size_t result = d[a.size()][b.size()];
  return result <= threshold ? std::optional(result) : std::nullopt;
}

std::string enumerate(const std::vector<std::string>& names) {
  const std::size_t count = std::min<std::size_t>(names.size(), 5);
  std::string text;
  for (std::size_t i = 0; i < count; ++i) {
    if (i > 0) text += i + 1 < count ? ", " : (count > 2 ? ", or " : " or ");
    text += '"' + names[i] + '"';
  }
  return text;
}

}  // namespace

std::string did_you_mean(const std::string& input, const std::vector<std::string>& options) {
  const std::size_t threshold = input.size() * 2 / 5 + 1;
  std::vector<std::pair<std::size_t, std::string>> near;
  for (const std::string& option : options) {
    if (const auto edits = distance(input, option, threshold)) near.emplace_back(*edits, option);
  }
  if (near.empty()) return {};
  std::sort(near.begin(), near.end());
  std::vector<std::string> names;
  for (auto& entry : near) names.push_back(std::move(entry.second));
  return " Did you mean " + enumerate(names) + '?';
}

std::string did_you_mean_fragment(const std::vector<std::string>& types) {
  if (types.empty()) return {};
  return " Did you mean to use an inline fragment on " + enumerate(types) + '?';
}

}  // namespace bursar::sandbox
