#include "server/server.hpp"

#include <algorithm>
#include <cctype>
#include <chrono>
#include <stdexcept>
#include <utility>

#include <httplib.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include "server/wire.hpp"

namespace bursar::sandbox {
namespace {

constexpr std::size_t kThreads = 16;

Request to_request(const httplib::Request& in) {
  Request request;
  request.method = in.method;
  request.path = in.path;
  request.body = in.body;
  request.remote_address = in.remote_addr;
  for (const auto& [name, value] : in.params) request.query.emplace(name, value);
  for (const auto& [name, value] : in.headers) {
    std::string lower = name;
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    request.headers.emplace(std::move(lower), value);
  }
  return request;
}

/// The connection under the library's feet: it offers no way to send nothing at all, or bytes of
/// one's own. -1 when there is none.
int socket_of(const httplib::Request& in) {
  constexpr int kMostDescriptors = 4096;
  for (int fd = 3; fd < kMostDescriptors; ++fd) {
    sockaddr_in peer{};
    socklen_t size = sizeof peer;
    sockaddr_in own{};
    socklen_t own_size = sizeof own;
    void* const peer_address = &peer;
    void* const own_address = &own;
    if (::getpeername(fd, static_cast<sockaddr*>(peer_address), &size) != 0) continue;
    if (::getsockname(fd, static_cast<sockaddr*>(own_address), &own_size) != 0) continue;
    const bool same = peer.sin_family == AF_INET && ntohs(peer.sin_port) == in.remote_port &&
                      ntohs(own.sin_port) == in.local_port;
    if (same) return fd;
  }
  return -1;
}

/// In order, or by a reset.
void end_connection(int fd, bool reset) {
  if (!reset) {
    ::shutdown(fd, SHUT_RDWR);
    return;
  }
  sockaddr none{};
  none.sa_family = AF_UNSPEC;
  ::connect(fd, &none, sizeof none);
}

void send_wire(int fd, const std::string& bytes) {
  std::size_t sent = 0;
  while (sent < bytes.size()) {
    const ssize_t count = ::send(fd, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
    if (count <= 0) return;
    sent += static_cast<std::size_t>(count);
  }
}

void sleep_ms(std::int64_t milliseconds) {
  if (milliseconds > 0) std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds));
}

/// Sends the body piece by piece, or only its beginning.
void send_in_pieces(Reply reply, httplib::Response& out) {
  const std::size_t size = reply.body.size();
  const std::string type = reply.content_type;
  out.set_content_provider(
      size, type,
      [reply = std::move(reply)](std::size_t offset, std::size_t length, httplib::DataSink& sink) {
        const std::size_t end = reply.delivery.cut_at.value_or(reply.body.size());
        if (offset >= end) return false;
        std::size_t piece = std::min(length, end - offset);
        if (reply.delivery.trickle_bytes > 0) {
          piece = std::min(piece, reply.delivery.trickle_bytes);
          sleep_ms(reply.delivery.trickle_ms);
        }
        return sink.write(reply.body.data() + offset, piece);
      });
}

void send(Reply reply, const httplib::Request& in, httplib::Response& out) {
  sleep_ms(reply.delivery.delay_ms);
  if (reply.delivery.drop || !reply.delivery.wire.empty()) {
    const int fd = socket_of(in);
    send_wire(fd, reply.delivery.wire);
    return end_connection(fd, reply.delivery.reset);
  }
  out.status = reply.status;
  out.set_header("Access-Control-Allow-Origin", "*");
  out.set_header("X-Content-Type-Options", "nosniff");
  for (const auto& [name, value] : reply.headers) out.set_header(name, value);
  if (!out.has_header("Date")) out.set_header("Date", http_date());
  if (reply.delivery.cut_at || reply.delivery.trickle_bytes > 0) {
    return send_in_pieces(std::move(reply), out);
  }
  out.body.swap(reply.body);
  out.set_header("Content-Type", reply.content_type);
}

}  // namespace

SandboxServer::SandboxServer(const SandboxOptions& options, int port)
    : sandbox_(options), http_(std::make_unique<httplib::Server>()) {
  const auto handler = [this](const httplib::Request& in, httplib::Response& out) {
    send(sandbox_.handle(to_request(in)), in, out);
  };
  http_->Get(".*", handler);
  http_->Post(".*", handler);
  http_->Put(".*", handler);
  http_->Patch(".*", handler);
  http_->Delete(".*", handler);
  http_->set_tcp_nodelay(true);
  http_->set_keep_alive_max_count(1'000'000);
  http_->set_keep_alive_timeout(5);  // F 12.6
  http_->set_payload_max_length(50'000'000);
  http_->new_task_queue = [] { return new httplib::ThreadPool(kThreads); };
  port_ = port == 0 ? http_->bind_to_any_port("127.0.0.1") : port;
  if (port != 0 && !http_->bind_to_port("127.0.0.1", port)) port_ = -1;
  if (port_ < 0) throw std::runtime_error("cannot listen on port " + std::to_string(port));
  thread_ = std::thread([this] { http_->listen_after_bind(); });
  while (!http_->is_running()) sleep_ms(1);
}

SandboxServer::~SandboxServer() {
  stop();
  if (thread_.joinable()) thread_.join();
}

void SandboxServer::wait() {
  if (thread_.joinable()) thread_.join();
}

void SandboxServer::stop() {
  http_->stop();
}

}  // namespace bursar::sandbox
