#pragma once

#include <string>

namespace bursar::http {

// Why a server's certificate was not accepted, for people.
struct CertificateRefusal {
  std::string what;
  std::string next_step;
};

// `verify_result` is what libcurl passes on of its TLS library (CURLINFO_SSL_VERIFYRESULT), after
// it refused the certificate of `name`; `by_openssl`: whether that library is OpenSSL, whose
// numbers are known.
[[nodiscard]] CertificateRefusal explain_refusal(const std::string& name, long verify_result,
                                                 bool by_openssl);

}  // namespace bursar::http
