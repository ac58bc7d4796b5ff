#include "store/line_origin.hpp"

namespace bursar::store {

const char* name_of(LineOrigin origin) {
  switch (origin) {
    case LineOrigin::original:
      return "original";
    case LineOrigin::late:
      return "late";
    case LineOrigin::reversal:
      return "reversal";
    case LineOrigin::replacement:
      return "replacement";
    case LineOrigin::opening:
      return "opening";
  }
  return "";
}

}  // namespace bursar::store
