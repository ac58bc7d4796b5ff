#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace bursar::http {

// An HTTP server of a few lines on 127.0.0.1, which sends whatever bytes a test wants.
class LoopbackServer {
 public:
  struct Reply {
    std::string bytes;
    bool close = false;  // after sending
    int delay_ms = 0;    // before sending
    bool reset = false;  // with `close`: not in order, but by a reset
  };
  using Handler = std::function<Reply(const std::string& request)>;

  explicit LoopbackServer(Handler handler) : handler_(std::move(handler)) {
    listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    bind(listener_, generic(address), size);
    getsockname(listener_, generic(address), &size);
    port_ = ntohs(address.sin_port);
    listen(listener_, 16);
    acceptor_ = std::thread([this] { accept_all(); });
  }
  LoopbackServer(const LoopbackServer&) = delete;
  LoopbackServer& operator=(const LoopbackServer&) = delete;
  ~LoopbackServer() {
    stopping_ = true;
    shutdown(listener_, SHUT_RDWR);
    acceptor_.join();
    close(listener_);
    for (const int peer : peers_) shutdown(peer, SHUT_RDWR);
    for (auto& thread : threads_) thread.join();
    for (const int peer : peers_) close(peer);
  }

  [[nodiscard]] std::string url(const std::string& path = "/graphql/v2") const {
    return "http://127.0.0.1:" + std::to_string(port_) + path;
  }
  [[nodiscard]] int port() const { return port_; }
  [[nodiscard]] int connections() const { return connections_; }
  [[nodiscard]] int requests() const { return requests_; }
  [[nodiscard]] std::string last_request() {
    const std::lock_guard lock(mutex_);
    return last_request_;
  }

 private:
  static sockaddr* generic(sockaddr_in& address) {
    return static_cast<sockaddr*>(static_cast<void*>(&address));
  }

  void accept_all() {
    for (;;) {
      const int peer = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
      if (peer < 0) return;
      ++connections_;
      peers_.push_back(peer);
      threads_.emplace_back([this, peer] { serve(peer); });
    }
  }

  static std::size_t content_length(const std::string& head) {
    const std::size_t at = head.find("Content-Length: ");
    return at == std::string::npos ? 0 : std::stoul(head.substr(at + 16));
  }

  // False at the end of the connection.
  static bool read_request(int peer, std::string& buffer, std::string& request) {
    for (;;) {
      const std::size_t end = buffer.find("\r\n\r\n");
      if (end != std::string::npos) {
        const std::size_t size = end + 4 + content_length(buffer.substr(0, end));
        if (buffer.size() >= size) {
          request = buffer.substr(0, size);
          buffer.erase(0, size);
          return true;
        }
      }
      char bytes[4096];
      const ssize_t count = recv(peer, bytes, sizeof bytes, 0);
      if (count <= 0) return false;
      buffer.append(bytes, static_cast<std::size_t>(count));
    }
  }

  static void end(int peer, bool reset) {
    sockaddr none{};
    none.sa_family = AF_UNSPEC;
    if (reset) {
      connect(peer, &none, sizeof none);
    } else {
      shutdown(peer, SHUT_RDWR);
    }
  }

  void serve(int peer) {
    std::string buffer;
    std::string request;
    while (read_request(peer, buffer, request)) {
      ++requests_;
      {
        const std::lock_guard lock(mutex_);
        last_request_ = request;
      }
      const Reply reply = handler_(request);
      for (int waited = 0; waited < reply.delay_ms && !stopping_; waited += 10) {
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
      }
      std::size_t sent = 0;
      while (sent < reply.bytes.size()) {
        const ssize_t count =
            send(peer, reply.bytes.data() + sent, reply.bytes.size() - sent, MSG_NOSIGNAL);
        if (count <= 0) return;
        sent += static_cast<std::size_t>(count);
      }
      if (reply.close) {
        end(peer, reply.reset);
        return;
      }
    }
  }

  Handler handler_;
  int listener_ = -1;
  int port_ = 0;
  std::atomic<bool> stopping_{false};
  std::atomic<int> connections_{0};
  std::atomic<int> requests_{0};
  std::mutex mutex_;
  std::string last_request_;
  std::vector<int> peers_;
  std::vector<std::thread> threads_;
  std::thread acceptor_;
};

// A whole answer with its length.
inline std::string http_answer(const std::string& body, const std::string& headers = "",
                               const std::string& status = "200 OK") {
  return "HTTP/1.1 " + status + "\r\n" + headers +
         "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

}  // namespace bursar::http
