#pragma once

#include <memory>
#include <string>
#include <thread>

#include "server/sandbox.hpp"

namespace httplib {
class Server;
}

namespace bursar::sandbox {

/// A sandbox behind HTTP on the loopback interface, served by threads of its own.
///
///     SandboxServer server(SandboxOptions{});
///     client.get(server.url() + "/graphql/v2");
class SandboxServer {
 public:
  /// Port 0 picks a free one. Throws std::runtime_error when the port cannot be had.
  explicit SandboxServer(const SandboxOptions& options, int port = 0);
  ~SandboxServer();
  SandboxServer(const SandboxServer&) = delete;
  SandboxServer& operator=(const SandboxServer&) = delete;

  int port() const { return port_; }
  std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }
  Sandbox& sandbox() { return sandbox_; }

  /// Blocks until somebody stops the server.
  void wait();
  void stop();

 private:
  Sandbox sandbox_;
  std::unique_ptr<httplib::Server> http_;
  std::thread thread_;
  int port_ = 0;
};

}  // namespace bursar::sandbox
