#pragma once

#include <string>

#include "error/error.hpp"

namespace bursar::opencollective {

// The API answered with errors instead of data. `code` is `extensions.code` ("Forbidden",
// "NotFound", "INTERNAL_SERVER_ERROR", …), `message` the API's own words, redacted.
class ApiError : public Error {
 public:
  ApiError(ErrorKind kind, const std::string& what, std::string next_step, std::string code);
  [[nodiscard]] const std::string& code() const noexcept { return code_; }

 private:
  std::string code_;
};

}  // namespace bursar::opencollective
