#include "http/transport_error.hpp"

#include <utility>

namespace bursar::http {
namespace {

ErrorKind kind_of(Failure failure) {
  switch (failure) {
    case Failure::timeout:
    case Failure::network:
    case Failure::cut:
    case Failure::stopped:
      return ErrorKind::try_later;
    case Failure::tls:
    case Failure::too_large:
      return ErrorKind::unavailable;
  }
  return ErrorKind::bug;
}

}  // namespace

TransportError::TransportError(Failure failure, const std::string& what, std::string next_step)
    : Error(kind_of(failure), what, std::move(next_step)), failure_(failure) {}

PageTooHeavy::PageTooHeavy(const std::string& what)
    : Error(ErrorKind::try_later, what,
            "nothing to do: smaller pages are tried; if this persists, the service is overloaded, "
            "and the next run goes on from here") {}

}  // namespace bursar::http
