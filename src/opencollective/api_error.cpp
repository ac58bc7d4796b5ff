#include "opencollective/api_error.hpp"

#include <utility>

namespace bursar::opencollective {

ApiError::ApiError(ErrorKind kind, const std::string& what, std::string next_step, std::string code)
    : Error(kind, what, std::move(next_step)), code_(std::move(code)) {}

}  // namespace bursar::opencollective
