#include "document/problems.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

#include <fmt/format.h>

namespace bursar::document {
namespace {

std::string heading_of(std::size_t problems) {
  return fmt::format("{} problems in the configuration", problems);
}

}  // namespace

SeveralProblems::SeveralProblems(std::vector<std::string> problems, const std::string& next_step)
    : Error(ErrorKind::config,
            fmt::format("{}: {}", heading_of(problems.size()), fmt::join(problems, "; ")),
            next_step),
      problems_(std::move(problems)) {}

std::string SeveralProblems::heading() const {
  return heading_of(problems_.size());
}

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
  std::vector<std::string> texts;
  for (const Found& found : sorted) texts.push_back(found.text);
  throw SeveralProblems(std::move(texts), next_step);
}

}  // namespace bursar::document
