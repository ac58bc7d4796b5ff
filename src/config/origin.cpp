#include "config/origin.hpp"

namespace bursar::config {

std::string describe(const Origin& origin) {
  return origin.kind == OriginKind::built_in ? "default" : origin.where;
}

}  // namespace bursar::config
