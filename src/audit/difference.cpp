#include "audit/difference.hpp"

#include "error/error.hpp"

namespace bursar::audit {

std::string_view name_of(Code code) {
  switch (code) {
    case Code::platform_differs:
      return "platform-differs";
    case Code::running_balance:
      return "running-balance";
    case Code::pair_differs:
      return "pair-differs";
    case Code::group_unbalanced:
      return "group-unbalanced";
    case Code::platform_late:
      return "platform-late";
    case Code::not_handed_over:
      return "not-handed-over";
    case Code::handed_over_more:
      return "handed-over-more";
    case Code::view_lag:
      return "view-lag";
    case Code::tax_rounding:
      return "tax-rounding";
    case Code::legacy_host_fee:
      return "legacy-host-fee";
    case Code::vat_held:
      return "vat-held";
    case Code::other_host:
      return "other-host";
    case Code::outside:
      return "outside";
  }
  throw Error(ErrorKind::bug, "a difference without a name");
}

bool remains(const Difference& difference) {
  switch (difference.code) {
    case Code::platform_differs:
    case Code::running_balance:
    case Code::pair_differs:
    case Code::group_unbalanced:
    case Code::platform_late:
    case Code::not_handed_over:
    case Code::handed_over_more:
      return !difference.repaired && !difference.theirs;
    case Code::view_lag:
    case Code::tax_rounding:
    case Code::legacy_host_fee:
    case Code::vat_held:
    case Code::other_host:
    case Code::outside:
      return false;
  }
  throw Error(ErrorKind::bug, "a difference that is neither wrong nor explained");
}

}  // namespace bursar::audit
