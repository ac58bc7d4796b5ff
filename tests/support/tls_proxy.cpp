#include "tls_proxy.hpp"

#include <chrono>
#include <stdexcept>
#include <thread>
#include <vector>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace bursar::tests {
namespace {

namespace fs = std::filesystem;

constexpr const char* openssl = "/usr/bin/openssl";
constexpr const char* nghttpx = "/usr/sbin/nghttpx";

void run_openssl(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), openssl);
  const Finished finished = run(arguments, {{"PATH", "/usr/bin:/bin"}});
  if (finished.ended.exit_status != 0) throw std::runtime_error("openssl: " + finished.errors);
}

// Makes a key, and with it what `request` asks of `openssl req`.
void make_key_and(const std::vector<std::string>& request, const fs::path& key) {
  std::vector<std::string> arguments{
      "req", "-newkey", "ec", "-nodes", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-keyout", key};
  arguments.insert(arguments.end(), request.begin(), request.end());
  run_openssl(std::move(arguments));
}

sockaddr* generic(sockaddr_in& address) {
  return static_cast<sockaddr*>(static_cast<void*>(&address));
}

sockaddr_in loopback(int port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  return address;
}

int free_port() {
  const int descriptor = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address = loopback(0);
  socklen_t size = sizeof address;
  bind(descriptor, generic(address), size);
  getsockname(descriptor, generic(address), &size);
  close(descriptor);
  return ntohs(address.sin_port);
}

bool accepts_connections(int port) {
  const int descriptor = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address = loopback(port);
  const bool accepted = connect(descriptor, generic(address), sizeof address) == 0;
  close(descriptor);
  return accepted;
}

}  // namespace

bool can_proxy_tls() {
  return fs::exists(openssl) && fs::exists(nghttpx);
}

CertificateAuthority::CertificateAuthority() : own_(place("authority")) {
  make_key_and(
      {"-x509", "-days", "2", "-subj", "/CN=Authority of a test", "-out", own_.certificate},
      own_.key);
}

Certificate CertificateAuthority::issue(const std::string& names, int days) const {
  const Certificate issued = place("issued");
  const std::string request = directory_.path() / "request.pem";
  make_key_and({"-subj", "/CN=server", "-addext", "subjectAltName=" + names, "-out", request},
               issued.key);
  run_openssl({"x509", "-req", "-in", request, "-CA", own_.certificate, "-CAkey", own_.key,
               "-CAcreateserial", "-copy_extensions", "copy", "-days", std::to_string(days), "-out",
               issued.certificate});
  return issued;
}

Certificate CertificateAuthority::self_signed(const std::string& names) const {
  const Certificate made = place("self-signed");
  make_key_and({"-x509", "-days", "2", "-subj", "/CN=server", "-addext", "subjectAltName=" + names,
                "-out", made.certificate},
               made.key);
  return made;
}

Certificate CertificateAuthority::place(const std::string& name) const {
  return {directory_.path() / (name + ".pem"), directory_.path() / (name + ".key")};
}

TlsProxy::TlsProxy(const SandboxProcess& sandbox, const Certificate& certificate) {
  // Somebody else may take the free port before the proxy does.
  for (int tries = 0; tries < 3; ++tries) {
    port_ = free_port();
    start(sandbox, certificate);
    if (comes_up()) return;
  }
  throw std::runtime_error("nghttpx did not come up: " + read_file(directory_.path() / "errors"));
}

std::string TlsProxy::graphql_url() const {
  return "https://127.0.0.1:" + std::to_string(port_) + "/graphql/v2";
}

std::string TlsProxy::requests() const {
  const fs::path log = directory_.path() / "requests";
  return fs::exists(log) ? read_file(log) : std::string();
}

void TlsProxy::start(const SandboxProcess& sandbox, const Certificate& certificate) {
  const std::string behind = sandbox.url().substr(sandbox.url().rfind(':') + 1);
  process_ = std::make_unique<Process>(Process::Start{
      {nghttpx, "--conf=/dev/null", "--workers=1", "--frontend=127.0.0.1," + std::to_string(port_),
       "--backend=127.0.0.1," + behind,
       "--accesslog-file=" + (directory_.path() / "requests").string(),
       "--accesslog-format=$alpn $tls_protocol", certificate.key, certificate.certificate},
      {},
      {},
      directory_.path() / "errors"});
}

bool TlsProxy::comes_up() const {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (std::chrono::steady_clock::now() < end && !process_->poll()) {
    if (accepts_connections(port_)) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return false;
}

}  // namespace bursar::tests
