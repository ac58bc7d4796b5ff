#include "resolve/execution.hpp"
#include "resolve/resolvers.hpp"

namespace bursar::sandbox {
namespace {

/// The token's user, or null for anonymous requests; no scope needed (F 1.5.1).
void resolve_me(Execution& ex, const Node&, PlannedField& field) {
  ex.account(field, ex.viewer().user);
}

}  // namespace

void add_query_resolvers(Resolvers& resolvers) {
  resolvers.add("Query", {{"me", resolve_me}, {"loggedInAccount", resolve_me}});
}

}  // namespace bursar::sandbox
