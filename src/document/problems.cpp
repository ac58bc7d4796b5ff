#include "document/problems.hpp"

#include <algorithm>
#include <tuple>

#include <fmt/format.h>

#include "error/error.hpp"

namespace bursar::document {

std::string Problems::where(Place place) const {
  if (place.line == 0) return name_;
  return fmt::format("{}:{}:{}", name_, place.line, place.column);
}

void Problems::add(Place place, const std::string& message) {
  found_.push_back({place, where(place) + ": " + message});
}

void Problems::add(const std::string& where, const std::string& message) {
  found_.push_back({{}, where + ": " + message});
}

void Problems::throw_if_any(const std::string& next_step) const {
  if (found_.empty()) return;
  if (found_.size() == 1) throw Error(ErrorKind::config, found_.front().text, next_step);
  std::vector<Found> sorted = found_;
  std::stable_sort(sorted.begin(), sorted.end(), [](const Found& a, const Found& b) {
    return std::tie(a.place.line, a.place.column) < std::tie(b.place.line, b.place.column);
  });
  std::string text = fmt::format("{} problems in the configuration", sorted.size());
  for (const Found& found : sorted) text += "\n  " + found.text;
  throw Error(ErrorKind::config, text, next_step);
}

}  // namespace bursar::document
