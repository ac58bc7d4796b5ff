#pragma once

#include "world/random.hpp"
#include "world/world.hpp"

namespace bursar::sandbox {

/// What every scene of the generator needs.
struct Stage {
  World& world;
  Random random;

  const Cast& cast() const { return world.cast; }
};

/// How the platform wrote fees down at a time (F 5.4).
enum class Era {
  HostOnPayerSide,  ///< 2015-2017: in-row fees, the payer's row carries the host too
  InRowFees,        ///< until mid-2021
  HostFeeRows,      ///< from 2021-07: host fee, share, tip and debt rows; the rest in the row
  SeparateRows,     ///< from 2024: processor fees and taxes are rows as well
};

Era era_of(Micros at);
Micros host_fee_rows_since();
Micros separate_rows_since();

}  // namespace bursar::sandbox
