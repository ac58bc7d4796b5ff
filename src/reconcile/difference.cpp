#include "reconcile/difference.hpp"

#include "error/error.hpp"

namespace bursar::reconcile {

std::string_view name_of(Code code) {
  switch (code) {
    case Code::platform_differs:
      return "platform-differs";
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
  const bool is_wrong = difference.code == Code::platform_differs ||
                        difference.code == Code::not_handed_over ||
                        difference.code == Code::handed_over_more;
  return is_wrong && !difference.healed;
}

}  // namespace bursar::reconcile
