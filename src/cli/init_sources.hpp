#pragma once

#include <vector>

#include "cli/dialogue.hpp"
#include "cli/invocation.hpp"
#include "opencollective/client.hpp"

namespace bursar::cli {

// An account that books are to be kept of, as the platform describes it.
struct ChosenSource {
  config::Perspective perspective = config::Perspective::account;
  opencollective::AccountDetails details;
};

// Those named by --account or --host; else those a person chooses from what the token administers,
// or names; else, with nobody to ask (`dialogue` is null), the only one there is. Throws
// Error(usage) where that is none or several. Scopes that the token lacks are warned of.
[[nodiscard]] std::vector<ChosenSource> choose_sources(Invocation& invocation, Dialogue* dialogue,
                                                       opencollective::Client& client);

}  // namespace bursar::cli
