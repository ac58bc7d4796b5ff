#pragma once

#include <string>
#include <vector>

#include "resolve/viewer.hpp"

namespace bursar::sandbox {

/// The tokens every sandbox knows; listed for humans in README.md.
namespace tokens {
inline constexpr const char* kAdmin = "ad31000000000000000000000000000000000001";
inline constexpr const char* kTypical = "7e1c000000000000000000000000000000000002";
inline constexpr const char* kAccountant = "acc0000000000000000000000000000000000003";
inline constexpr const char* kCollectiveAdmin = "c011ec0000000000000000000000000000000004";
inline constexpr const char* kTransactionsOnly = "7a5c000000000000000000000000000000000005";
inline constexpr const char* kNoScope = "05c0000000000000000000000000000000000006";
inline constexpr const char* kOutsider = "0a75000000000000000000000000000000000007";
inline constexpr const char* kExpired = "e4b1000000000000000000000000000000000008";
inline constexpr const char* kSuspended = "5a5b000000000000000000000000000000000009";
inline constexpr const char* kLimited = "11d1000000000000000000000000000000000010";
inline constexpr const char* kOrganization = "0e60000000000000000000000000000000000011";
inline constexpr const char* kTreasurer = "7ea5000000000000000000000000000000000012";
inline constexpr const char* kUnknown = "9999999999999999999999999999999999999999";
inline constexpr const char* kOauthAdmin = "eyJhbGciOiJIUzI1NiJ9.c2FuZGJveA.demo-admin";
inline constexpr const char* kOauthExpired = "eyJhbGciOiJIUzI1NiJ9.c2FuZGJveA.expired";
}  // namespace tokens

struct Token {
  enum class State { Valid, Expired, Suspended, Limited, ForOrganization };
  std::string text;
  std::string user;  ///< slug
  std::bitset<8> scopes;
  State state = State::Valid;
  bool oauth = false;
};

std::vector<Token> well_known_tokens();

}  // namespace bursar::sandbox
