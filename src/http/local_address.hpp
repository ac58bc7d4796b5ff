#pragma once

#include <string>

#include <sys/socket.h>

#include "error/error.hpp"

namespace bursar::http {

// Whether it leads to this machine or to its link alone: loopback, the unspecified address,
// link-local addresses (where clouds keep credentials), and IPv6 forms of these in IPv4.
[[nodiscard]] bool is_local_address(const sockaddr& address);

// A name led to nothing but local addresses, where it must not (TransportOptions::refuses_local).
// Asking again does not help.
class AddressRefused : public Error {
 public:
  explicit AddressRefused(const std::string& target);
};

// The port of the proxy for https that the environment names; 0: none.
[[nodiscard]] int port_of_proxy();

}  // namespace bursar::http
