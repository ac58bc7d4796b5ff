#include "http/certificate_refusal.hpp"

#include <fmt/format.h>

namespace bursar::http {
namespace {

// OpenSSL's X509_V_ERR_…; part of its interface, so they do not change.
constexpr long accepted = 0;
constexpr long unspecified = 1;  // what libcurl leaves there when it is the name that it objects to
constexpr long not_yet_valid = 9;
constexpr long expired = 10;
constexpr long self_signed = 18;
constexpr long self_signed_in_chain = 19;
constexpr long issuer_unknown = 20;
constexpr long issuer_missing = 21;
constexpr long another_name = 62;

constexpr const char* own_authority =
    "if it is behind a company proxy that inspects TLS, or your own, set the certificate file of "
    "who signed it as api.ca_file; otherwise somebody else may be answering: do not go on";

}  // namespace

CertificateRefusal explain_refusal(const std::string& name, long verify_result, bool by_openssl) {
  const auto said = [&](const char* what) { return fmt::format("{}: {}", name, what); };
  switch (by_openssl ? verify_result : -1) {
    case accepted:
    case unspecified:
    case another_name:
      return {said("its certificate was made out to another name"),
              "check the host in api.url; if it is right, somebody else may be answering"};
    case not_yet_valid:
      return {said("its certificate is not valid yet"), "check this machine's clock"};
    case expired:
      return {said("its certificate has expired"),
              "check this machine's clock; if it is right, whoever runs the server must renew it"};
    case self_signed:
      return {said("its certificate is signed by nobody but itself"), own_authority};
    case self_signed_in_chain:
    case issuer_unknown:
    case issuer_missing:
      return {said("its certificate is signed by nobody this machine trusts"), own_authority};
    default:
      return {said("its certificate was not accepted"),
              "check this machine's clock and certificates; behind a company proxy that inspects "
              "TLS, set its certificate file as api.ca_file"};
  }
}

}  // namespace bursar::http
