#pragma once

#include <stdexcept>
#include <string>
#include <vector>

namespace bursar::sandbox {

struct Location {
  int line = 0;
  int column = 0;
};

/// An error found before execution. The codes are the ones Apollo Server sends (F 12.1).
struct RequestError {
  std::string message;
  std::vector<Location> locations;
  std::string code;
};

inline constexpr const char* kValidationFailed = "GRAPHQL_VALIDATION_FAILED";
inline constexpr const char* kBadUserInput = "BAD_USER_INPUT";

/// The document is not GraphQL. The message already contains the excerpt graphql-js prints.
class SyntaxError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace bursar::sandbox
