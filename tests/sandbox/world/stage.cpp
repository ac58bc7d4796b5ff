#include "world/stage.hpp"

namespace bursar::sandbox {

Micros host_fee_rows_since() {
  return from_civil(2021, 7, 1);
}
Micros separate_rows_since() {
  return from_civil(2024, 1, 1);
}

Era era_of(Micros at) {
  if (at < from_civil(2018, 1, 1)) return Era::HostOnPayerSide;
  if (at < host_fee_rows_since()) return Era::InRowFees;
  if (at < separate_rows_since()) return Era::HostFeeRows;
  return Era::SeparateRows;
}

}  // namespace bursar::sandbox
