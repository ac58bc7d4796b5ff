#include "error/suggestion.hpp"

#include <algorithm>
#include <cctype>
#include <cstddef>
#include <vector>

namespace bursar {
namespace {

char folded(char c) {
  return static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
}

// Optimal string alignment distance; case does not count.
std::size_t edit_distance(std::string_view a, std::string_view b) {
  const std::size_t width = b.size() + 1;
  std::vector<std::size_t> costs((a.size() + 1) * width);
  const auto cost = [&](std::size_t i, std::size_t j) -> std::size_t& {
    return costs[i * width + j];
  };
  for (std::size_t i = 0; i <= a.size(); ++i) cost(i, 0) = i;
  for (std::size_t j = 0; j <= b.size(); ++j) cost(0, j) = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t differs = folded(a[i - 1]) == folded(b[j - 1]) ? 0 : 1;
      std::size_t best =
          std::min({cost(i - 1, j) + 1, cost(i, j - 1) + 1, cost(i - 1, j - 1) + differs});
      const bool swapped = i > 1 && j > 1 && folded(a[i - 1]) == folded(b[j - 2]) &&
                           folded(a[i - 2]) == folded(b[j - 1]);
      if (swapped) best = std::min(best, cost(i - 2, j - 2) + 1);
      cost(i, j) = best;
    }
  }
  return cost(a.size(), b.size());
}

}  // namespace

std::string_view nearest_word(std::string_view typed,
                              std::span<const std::string_view> candidates) {
  std::string_view best;
  std::size_t best_distance = std::max<std::size_t>(1, typed.size() / 3) + 1;
  for (const std::string_view candidate : candidates) {
    // So much is to be typed or deleted at least.
    const std::size_t longer = std::max(typed.size(), candidate.size());
    const std::size_t shorter = std::min(typed.size(), candidate.size());
    if (longer - shorter >= best_distance) continue;
    const std::size_t distance = edit_distance(typed, candidate);
    if (distance < best_distance) {
      best = candidate;
      best_distance = distance;
    }
  }
  return best;
}

std::string did_you_mean(std::string_view typed, std::span<const std::string_view> candidates) {
  const std::string_view best = nearest_word(typed, candidates);
  if (best.empty()) return {};
  return "; did you mean \"" + std::string(best) + "\"?";
}

}  // namespace bursar
