#pragma once

#include <optional>
#include <string>
#include <vector>

#include "server/http_types.hpp"
#include "server/tokens.hpp"

namespace bursar::sandbox {

/// Who a request is from, or the answer that turns it away.
struct Authentication {
  std::optional<Reply> refusal;
  const Token* token = nullptr;  ///< null: anonymous
};

/// The token middleware: carriers and their order (F 1.1.1), and its 401s (F 1.2.2).
Authentication authenticate(const std::vector<Token>& known, const Request& request);

/// The body of errors thrown by middleware (F 1.2.1).
Reply middleware_error(int code, const std::string& type, const std::string& message);

}  // namespace bursar::sandbox
