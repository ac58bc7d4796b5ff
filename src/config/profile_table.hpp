#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <string_view>

#include "config/profile.hpp"
#include "config/source.hpp"
#include "document/node.hpp"
#include "document/problems.hpp"

namespace bursar::config {

// Reads one [profile.NAME]. Paths in it are relative to `base`; the sources must be known.
[[nodiscard]] ProfileConfig read_profile(const document::Member& member,
                                         const std::filesystem::path& base,
                                         std::span<const SourceConfig> sources,
                                         document::Problems& problems);

// Takes over "2026-01-31", or "beginning", which is nothing. False for any other text.
[[nodiscard]] bool parse_start(std::string_view text, std::optional<ledger::CivilDate>& start);

}  // namespace bursar::config
