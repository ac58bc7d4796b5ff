#include "graphql/limits.hpp"

#include <algorithm>
#include <functional>
#include <set>
#include <string>
#include <vector>

namespace bursar::sandbox {
namespace {

/// Walks selections the way the armor plugins do: a fragment counts again at each spread.
class Measure {
 public:
  explicit Measure(const Document& document) : document_(document) {}

  std::size_t depth(const std::vector<Selection>& selections, std::size_t above) {
    std::size_t deepest = above;
    for (const Selection& selection : selections) {
      const std::size_t here = above + 1;
      deepest = std::max({deepest, here, depth(selection.selections, here)});
      inside_fragment(selection, [&](const Fragment& fragment) {
        deepest = std::max(deepest, depth(fragment.selections, here));
      });
    }
    return deepest;
  }

  std::size_t aliases(const std::vector<Selection>& selections) {
    std::size_t count = 0;
    for (const Selection& selection : selections) {
      // Aliases of __typename are free, as 120 of them were let through (limits/aliases-120).
      const bool counts = !selection.alias.empty() && selection.name != "__typename";
      count += (counts ? 1U : 0U) + aliases(selection.selections);
      inside_fragment(selection, [&](const Fragment& f) { count += aliases(f.selections); });
    }
    return count;
  }

  std::size_t directives(const std::vector<Selection>& selections) {
    std::size_t count = 0;
    for (const Selection& selection : selections) {
      count += selection.directives.size() + directives(selection.selections);
      inside_fragment(selection, [&](const Fragment& fragment) {
        count += fragment.directives.size() + directives(fragment.selections);
      });
    }
    return count;
  }

  double cost(const std::vector<Selection>& selections) {
    double sum = 0;
    for (const Selection& selection : selections) {
      double own = 1;
      if (!selection.selections.empty()) own = 2 + 1.5 * cost(selection.selections);
      inside_fragment(selection, [&](const Fragment& f) { own += 2 + 1.5 * cost(f.selections); });
      sum += own;
    }
    return sum;
  }

 private:
  void inside_fragment(const Selection& selection,
                       const std::function<void(const Fragment&)>& visit) {
    if (selection.kind != Selection::Kind::Spread) return;
    const Fragment* fragment = document_.fragment(selection.name);
    if (fragment == nullptr || !open_.insert(fragment).second) return;
    visit(*fragment);
    open_.erase(fragment);
  }

  const Document& document_;
  std::set<const Fragment*> open_;
};

std::string exceeded(const std::string& what, std::size_t limit, std::size_t found) {
  return "Syntax Error: " + what + " limit of " + std::to_string(limit) + " exceeded, found " +
         std::to_string(found) + '.';
}

}  // namespace

std::optional<RequestError> check_limits(const Document& document, const DocumentLimits& limits) {
  Measure measure(document);
  for (const Operation& operation : document.operations) {
    const auto error = [](std::string message) {
      return RequestError{std::move(message), {}, kValidationFailed};
    };
    const std::size_t aliases = measure.aliases(operation.selections);
    if (aliases > limits.aliases) return error(exceeded("Aliases", limits.aliases, aliases));
    const std::size_t directives = measure.directives(operation.selections);
    if (directives > limits.directives) {
      return error(exceeded("Directives", limits.directives, directives));
    }
    const std::size_t depth = measure.depth(operation.selections, 0);
    if (depth > limits.depth) return error(exceeded("Query depth", limits.depth, depth));
    const double cost = limits.strict ? measure.cost(operation.selections) : 0;
    if (cost > limits.cost) {
      return error(exceeded("Query Cost", static_cast<std::size_t>(limits.cost),
                            static_cast<std::size_t>(cost)));
    }
  }
  return std::nullopt;
}

}  // namespace bursar::sandbox
