#pragma once

#include "world/world.hpp"

namespace bursar::sandbox {

struct RefundPlan {
  GroupNumber group = 0;
  RefundKind kind = RefundKind::Refund;
  Micros at = 0;
  Micros cleared = kNever;  ///< null for EDIT (F 5.6.5) and for manual refunds
  /// The processor keeps its fee and the host makes it good: a COVER pair instead of the reversal
  /// of the fee pair, without clearedAt and without link (F 5.6.1, accounting case 3).
  bool host_covers_fee = true;
};

/// Mirrors every pair of the group into a new one and links both ways, each link within one
/// account (F 5.6.2). Returns the new group; 0 when nothing was left to refund.
GroupNumber refund(World& world, const RefundPlan& plan);

/// Marks every row of the group as disputed or in review (F 5.6.8).
void flag_group(World& world, GroupNumber group, bool disputed, bool in_review);

}  // namespace bursar::sandbox
