#pragma once

#include <deque>
#include <functional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "http/transport.hpp"

namespace bursar::http {

// Answers with what a test has lined up, in order, and keeps what it was asked.
class FakeTransport final : public Transport {
 public:
  using Reply = std::function<Response(const Request&)>;

  [[nodiscard]] Response send(const Request& request) override {
    sent.push_back(request);
    ++requests_;
    if (replies.empty()) throw std::logic_error("the test lined up no answer for this request");
    const Reply reply = std::move(replies.front());
    replies.pop_front();
    return reply(request);
  }
  [[nodiscard]] std::int64_t requests() const override { return requests_; }

  void answer(Response response) {
    replies.push_back([response = std::move(response)](const Request&) { return response; });
  }
  void answer_json(std::string body, int status = 200) {
    Response response;
    response.status = status;
    response.headers = {{"content-type", "application/json; charset=utf-8"}};
    response.body = std::move(body);
    answer(std::move(response));
  }
  template <typename Exception>
  void fail(Exception exception) {
    replies.push_back(
        [exception = std::move(exception)](const Request&) -> Response { throw exception; });
  }

  std::deque<Reply> replies;
  std::vector<Request> sent;

 private:
  std::int64_t requests_ = 0;
};

}  // namespace bursar::http
