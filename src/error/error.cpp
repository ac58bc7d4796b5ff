#include "error/error.hpp"

#include <utility>

namespace bursar {

int exit_status(ErrorKind kind) noexcept {
  switch (kind) {
    case ErrorKind::usage:
      return 64;
    case ErrorKind::data:
      return 65;
    case ErrorKind::unavailable:
      return 69;
    case ErrorKind::bug:
      return 70;
    case ErrorKind::cannot_create:
      return 73;
    case ErrorKind::io:
      return 74;
    case ErrorKind::try_later:
      return 75;
    case ErrorKind::refused:
      return 77;
    case ErrorKind::config:
      return 78;
  }
  return 70;
}

const char* kind_name(ErrorKind kind) noexcept {
  switch (kind) {
    case ErrorKind::usage:
      return "usage";
    case ErrorKind::data:
      return "data";
    case ErrorKind::unavailable:
      return "unavailable";
    case ErrorKind::bug:
      return "bug";
    case ErrorKind::cannot_create:
      return "cannot_create";
    case ErrorKind::io:
      return "io";
    case ErrorKind::try_later:
      return "try_later";
    case ErrorKind::refused:
      return "refused";
    case ErrorKind::config:
      return "config";
  }
  return "bug";
}

Error::Error(ErrorKind kind, const std::string& what, std::string next_step)
    : std::runtime_error(what), kind_(kind), next_step_(std::move(next_step)) {}

}  // namespace bursar
