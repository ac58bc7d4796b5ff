#pragma once

#include <nlohmann/json.hpp>

#include "world/world.hpp"

namespace bursar::sandbox {

/// Carries out `{"op": ..., ...}` as described in README.md and says what changed.
/// Throws std::invalid_argument when the request makes no sense.
nlohmann::json apply_change(World& world, const nlohmann::json& request);

}  // namespace bursar::sandbox
