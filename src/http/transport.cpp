#include "http/transport.hpp"

#include <algorithm>

namespace bursar::http {

std::optional<std::string_view> Response::header(std::string_view name) const {
  const auto found = std::find_if(headers.begin(), headers.end(),
                                  [&](const auto& header) { return header.first == name; });
  if (found == headers.end()) return std::nullopt;
  return found->second;
}

}  // namespace bursar::http
