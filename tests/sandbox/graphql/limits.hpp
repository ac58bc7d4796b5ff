#pragma once

#include <cstddef>
#include <optional>

#include "graphql/document.hpp"

namespace bursar::sandbox {

/// The armor in front of the platform's GraphQL server (F 2.2).
struct DocumentLimits {
  std::size_t depth = 20;
  std::size_t aliases = 100;
  std::size_t directives = 100;
  std::size_t tokens = 1500;  ///< only with `strict`
  double cost = 150000;       ///< only with `strict`
  bool strict = true;  ///< reject too many tokens and too high a cost, do not only log (F 2.2.4)
};

/// Everything but the token limit, which the parser applies.
std::optional<RequestError> check_limits(const Document& document, const DocumentLimits& limits);

}  // namespace bursar::sandbox
