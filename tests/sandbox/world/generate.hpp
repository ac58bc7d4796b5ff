#pragma once

#include <cstdint>

#include "world/world.hpp"

namespace bursar::sandbox {

/// 2026-11-23T12:00:00Z
Micros default_now();

struct WorldOptions {
  std::uint64_t seed = 1;
  std::uint32_t transactions = 2'000;  ///< rows; the scenes alone need about 500
  std::uint32_t expenses = 260;
  /// Rows sharing one createdAt. 0: an eighth of the world, at most 4,000.
  std::uint32_t dense_instant = 0;
  Micros now = default_now();
};

/// The same options always give the same world, byte for byte.
World generate(const WorldOptions& options);

}  // namespace bursar::sandbox
