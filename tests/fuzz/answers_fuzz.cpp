// The answers to every question of the client that is no page of rows: probe, viewer, counts, sums,
// balances, activities, accounts. Whatever a server sends is read or refused, in a bounded number
// of requests.
#include <array>
#include <memory>

#include "fuzz_target.hpp"
#include "http/transport_error.hpp"
#include "opencollective/api_error.hpp"
#include "opencollective/client.hpp"

namespace bursar::fuzz {
namespace {

// Says the same to every question, but not for ever.
class Parrot final : public http::Transport {
 public:
  explicit Parrot(std::string_view body) : body_(body) {}
  http::Response send(const http::Request&) override {
    if (++requests_ > 200) {
      throw http::TransportError(http::Failure::network, "it does not end", "try again");
    }
    http::Response response;
    response.status = 200;
    response.headers = {{"content-type", "application/json"}};
    response.body = body_;
    return response;
  }
  [[nodiscard]] std::int64_t requests() const override { return requests_; }

 private:
  std::string body_;
  std::int64_t requests_ = 0;
};

void ask(std::string_view body, const auto& question) {
  Parrot parrot(body);
  const os::Secret token("0123456789abcdef0123456789abcdef01234567");
  opencollective::ClientOptions options;
  options.authentication = opencollective::Authentication::personal_token_header;
  opencollective::Client client(parrot, options, token);
  refuses_or_reads([&] {
    try {
      static_cast<void>(question(client));
    } catch (const opencollective::ApiError& refusal) {
      // Of kind `bug`, too, where the API says that our query is wrong: here it says anything.
      require(!std::string_view(refusal.what()).empty(), "a refusal says what was refused");
    }
  });
}

}  // namespace
}  // namespace bursar::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace bursar;
  using opencollective::Client;
  using opencollective::Perspective;
  const std::string_view body = fuzz::text_of(data, size);
  const std::array<std::string, 2> ids{"acc_one", "acc_two"};
  const ledger::Instant from{1'767'225'600'000};
  const ledger::Instant to{1'769'904'000'000};
  fuzz::ask(body, [](Client& client) { return client.probe("band", Perspective::account); });
  fuzz::ask(body, [](Client& client) { return client.probe("host", Perspective::host); });
  fuzz::ask(body, [](Client& client) { return client.viewer(); });
  fuzz::ask(body, [&](Client& client) {
    opencollective::WindowQuery window;
    window.scope.accounts = {ids[0]};
    window.from = from;
    window.to = to;
    const std::array<opencollective::WindowQuery, 2> windows{window, window};
    return client.count_rows(windows);
  });
  for (const Perspective perspective : {Perspective::account, Perspective::host}) {
    fuzz::ask(body, [&](Client& client) { return client.monthly_sums(ids[0], perspective, to); });
    fuzz::ask(body, [&](Client& client) {
      opencollective::FiguresQuestion question;
      question.account = ids[0];
      question.perspective = perspective;
      question.currency = ledger::Currency::parse("EUR").value();
      question.opening = from;
      return client.figures(question);
    });
  }
  fuzz::ask(body, [&](Client& client) {
    opencollective::BalanceQuestion question;
    question.account = ids[0];
    question.currency = ledger::Currency::parse("EUR").value();
    const std::array<opencollective::BalanceQuestion, 2> questions{question, question};
    return client.balances(questions);
  });
  fuzz::ask(body, [&](Client& client) { return client.balance_facts(ids, ids[0]); });
  fuzz::ask(body, [&](Client& client) {
    return client.touched({Perspective::account, {ids[0]}}, from, to);
  });
  fuzz::ask(body, [&](Client& client) { return client.existing_accounts(ids); });
  fuzz::ask(body, [&](Client& client) { return client.accounts_by_id(ids); });
  return 0;
}
