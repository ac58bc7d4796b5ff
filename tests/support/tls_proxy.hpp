#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "process.hpp"
#include "sandbox_process.hpp"

namespace bursar::tests {

// Whether the programs are here that the classes below need: openssl and nghttpx.
[[nodiscard]] bool can_proxy_tls();

struct Certificate {
  std::filesystem::path certificate;
  std::filesystem::path key;
};

// Signs certificates that nobody knows but who is given file().
class CertificateAuthority {
 public:
  CertificateAuthority();
  [[nodiscard]] std::filesystem::path file() const { return own_.certificate; }

  // `names` as openssl writes them ("DNS:localhost,IP:127.0.0.1"); ended so many days from now,
  // negative: before now.
  [[nodiscard]] Certificate issue(const std::string& names, int days = 2) const;
  // One of the same name that is signed by itself.
  [[nodiscard]] Certificate self_signed(const std::string& names) const;

 private:
  [[nodiscard]] Certificate place(const std::string& name) const;
  TemporaryDirectory directory_;
  Certificate own_;
};

// A real TLS server in front of a sandbox, on 127.0.0.1, which offers HTTP/2: nghttpx.
class TlsProxy {
 public:
  TlsProxy(const SandboxProcess& sandbox, const Certificate& certificate);

  [[nodiscard]] std::string graphql_url() const;
  // A line per request that reached it: the protocol agreed on ("h2", "http/1.1") and the version
  // of TLS, separated by a space.
  [[nodiscard]] std::string requests() const;

 private:
  void start(const SandboxProcess& sandbox, const Certificate& certificate);
  [[nodiscard]] bool comes_up() const;

  TemporaryDirectory directory_;
  int port_ = 0;
  std::unique_ptr<Process> process_;
};

}  // namespace bursar::tests
