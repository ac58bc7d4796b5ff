#include "opencollective/activities.hpp"

#include <cstddef>
#include <set>
#include <string>

#include <fmt/format.h>

#include "opencollective/api_error.hpp"
#include "opencollective/bounds.hpp"

namespace bursar::opencollective {
namespace {

using nlohmann::json;

constexpr std::size_t activities_per_page = 2'000;

struct Ids {
  std::set<std::string> activities;
  std::set<std::string> expenses;
  std::set<std::string> orders;
};

void add(const json& node, const char* what, std::set<std::string>& ids) {
  const auto found = node.find(what);
  if (found != node.end() && found->is_object()) {
    ids.insert(found->at("publicId").get<std::string>());
  }
}

// Whether more pages can follow.
enum class Page { full, last, withheld };

// A page that brings nothing new is the last one, whatever it holds.
Page add_page(Exchange& exchange, const json& variables, Ids& ids) {
  const Answer answer = exchange.ask(activities_document(), variables);
  const json& nodes = answer.data.at("activities").at("nodes");
  if (!nodes.is_array()) return Page::withheld;
  const std::size_t known = ids.activities.size();
  for (const json& node : nodes) {
    ids.activities.insert(node.at("id").get<std::string>());
    add(node, "expense", ids.expenses);
    add(node, "order", ids.orders);
  }
  const bool is_new = ids.activities.size() > known;
  return is_new && nodes.size() >= activities_per_page ? Page::full : Page::last;
}

[[noreturn]] void refuse_endless() {
  throw Error(ErrorKind::data,
              fmt::format("there are more than {} activities",
                          most_pages * static_cast<std::int64_t>(activities_per_page)),
              "run again; if it persists, report it: no account has so many in some days");
}

}  // namespace

std::optional<Touched> read_activities(Exchange& exchange, json variables) {
  variables["limit"] = activities_per_page;
  Ids ids;
  try {
    for (std::int64_t page = 0;; ++page) {
      if (page == most_pages) refuse_endless();
      variables["offset"] = page * static_cast<std::int64_t>(activities_per_page);
      const Page read = add_page(exchange, variables, ids);
      if (read == Page::withheld) return std::nullopt;
      if (read == Page::last) break;
    }
  } catch (const ApiError& error) {
    if (error.code() == "Forbidden" || error.code() == "Unauthorized") return std::nullopt;
    throw;
  } catch (const json::exception&) {
    throw Error(ErrorKind::data, "the answer is no list",
                "run again; if it persists, update bursar");
  }
  return Touched{{ids.expenses.begin(), ids.expenses.end()},
                 {ids.orders.begin(), ids.orders.end()}};
}

}  // namespace bursar::opencollective
