#include "opencollective/activities.hpp"

#include <cstddef>
#include <set>
#include <string>

#include "opencollective/api_error.hpp"

namespace bursar::opencollective {
namespace {

using nlohmann::json;

constexpr std::size_t activities_per_page = 2'000;

struct Ids {
  std::set<std::string> expenses;
  std::set<std::string> orders;
};

void add(const json& node, const char* what, std::set<std::string>& ids) {
  const auto found = node.find(what);
  if (found != node.end() && found->is_object()) {
    ids.insert(found->at("publicId").get<std::string>());
  }
}

// Adds one page; how many activities it held, or nothing where they are withheld.
std::optional<std::size_t> add_page(Exchange& exchange, const json& variables, Ids& ids) {
  const Answer answer = exchange.ask(activities_document(), variables);
  const json& nodes = answer.data.at("activities").at("nodes");
  if (!nodes.is_array()) return std::nullopt;
  for (const json& node : nodes) {
    add(node, "expense", ids.expenses);
    add(node, "order", ids.orders);
  }
  return nodes.size();
}

}  // namespace

std::optional<Touched> read_activities(Exchange& exchange, json variables) {
  variables["limit"] = activities_per_page;
  variables["offset"] = 0;
  Ids ids;
  try {
    for (std::size_t seen = 0;;) {
      const auto more = add_page(exchange, variables, ids);
      if (!more) return std::nullopt;
      if (*more < activities_per_page) break;
      variables["offset"] = seen += *more;
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
