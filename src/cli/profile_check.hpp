#pragma once

#include <string>
#include <vector>

#include "config/config.hpp"
#include "document/problems.hpp"
#include "mapping/layout.hpp"

namespace bursar::cli {

// A configured profile with its layout, which says what kind of profile it is (accounting.md R10).
struct PlannedProfile {
  const config::ProfileConfig* profile;
  const config::SourceConfig* source;
  mapping::Layout layout;
};

// The profiles of the configuration whose layouts can be loaded; what is wrong with the others is
// added to `problems`. The configuration must outlive the result.
[[nodiscard]] std::vector<PlannedProfile> plan_profiles(const config::Config& config,
                                                        document::Problems& problems);

// Adds what does not go together within one profile: settings that its kind of layout has no use
// for, a journal without a chart, a chart that cannot be read or lacks what the layout's VAT needs.
void check_alone(const PlannedProfile& planned, document::Problems& problems);

// What may be right, but is for a person to judge.
struct Advice {
  std::vector<std::string> warnings;
  std::vector<std::string> notes;  // for whoever wants to read more
};

// Adds pairs of profiles that would book rows twice (R11) or write files of the same name.
void check_together(const std::vector<PlannedProfile>& profiles, document::Problems& problems,
                    Advice& advice);

// Throws Error(config) where the profiles of the configuration would book rows twice. Layouts that
// cannot be loaded are left to whoever needs them.
void refuse_double_booking(const config::Config& config);

}  // namespace bursar::cli
