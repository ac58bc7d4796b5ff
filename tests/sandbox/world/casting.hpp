#pragma once

#include <cstdint>

#include "world/world.hpp"

namespace bursar::sandbox {

/// Creates the accounts, methods, categories and roles, and notes them in `world.cast`.
void hire_cast(World& world, std::uint32_t contributors, std::uint32_t extra_collectives);

}  // namespace bursar::sandbox
