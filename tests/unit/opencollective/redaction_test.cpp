// A token that the API echoes, in whatever form and wherever in a text, is gone before anything is
// cut.
#include "opencollective/redaction.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "../http/fake_transport.hpp"
#include "fixture.hpp"
#include "opencollective/api_error.hpp"
#include "opencollective/client.hpp"

namespace bursar::opencollective {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using testing::Not;

constexpr std::string_view token_text = "0123456789abcdef0123456789abcdef01234567";
constexpr std::size_t longest_quote = 300;  // of a text of the API in an error

std::string each(std::string_view text, const std::function<std::string(char, std::size_t)>& form) {
  std::string written;
  for (std::size_t i = 0; i < text.size(); ++i) written += form(text[i], i);
  return written;
}

std::string percent(char c) {
  return fmt::format("%{:02x}", static_cast<unsigned>(c));
}

std::string percent_upper(char c) {
  return fmt::format("%{:02X}", static_cast<unsigned>(c));
}

std::string unicode(char c) {
  return fmt::format("\\u{:04x}", static_cast<unsigned>(c));
}

// How the token may stand in the bytes of a JSON text.
std::vector<std::pair<std::string, std::string>> forms(std::string_view token) {
  const auto all = [&](auto form) {
    return each(token, [&](char c, std::size_t) { return form(c); });
  };
  const auto every = [&](std::size_t step, auto form) {
    return each(token,
                [&](char c, std::size_t i) { return i % step == 0 ? form(c) : std::string(1, c); });
  };
  const std::string encoded = all(percent);
  std::string capitals = all(unicode);
  for (char& c : capitals) {
    if (c >= 'a' && c <= 'f') c = static_cast<char>(c - 'a' + 'A');
  }
  return {{"as it is", std::string(token)},
          {"percent", encoded},
          {"PERCENT", all(percent_upper)},
          {"percent in part", every(3, percent)},
          {"percent of the last half",
           std::string(token.substr(0, 20)) +
               each(token.substr(20), [](char c, std::size_t) { return percent_upper(c); })},
          {"JSON", all(unicode)},
          {"JSON capitals", capitals},
          {"JSON in part", every(2, unicode)},
          {"both, mixed", each(token,
                               [](char c, std::size_t i) {
                                 return i % 3 == 0   ? unicode(c)
                                        : i % 3 == 1 ? percent(c)
                                                     : std::string(1, c);
                               })},
          {"JSON of percent", each(encoded, [](char c, std::size_t) { return unicode(c); })},
          {"percent twice", each(encoded,
                                 [](char c, std::size_t) {
                                   return c == '%' ? std::string("%25") : std::string(1, c);
                                 })},
          {"JSON in JSON", each(token, [](char c, std::size_t) { return "\\" + unicode(c); })}};
}

// Eight characters of the token in a row are too many.
void expect_no_part(const std::string& text, const std::string& where) {
  constexpr std::size_t part = 8;
  for (std::size_t i = 0; i + part <= token_text.size(); ++i) {
    ASSERT_EQ(text.find(token_text.substr(i, part)), std::string::npos) << where << ": " << text;
  }
  ASSERT_THAT(text, Not(HasSubstr("%3"))) << where;
  ASSERT_THAT(text, Not(HasSubstr("\\u"))) << where;
}

class Redaction : public testing::Test {
 protected:
  Client client() { return {transport_, {"https://api.example.org/graphql/v2", way_}, token_}; }
  static WindowQuery window() {
    WindowQuery query;
    query.scope = {Perspective::account, {"acc_A"}};
    query.from = ledger::parse_rfc3339("2026-01-01T00:00:00.000Z").value();
    query.to = ledger::parse_rfc3339("2026-02-01T00:00:00.000Z").value();
    query.limit = 5;
    return query;
  }
  // What is said where an answer is refused.
  std::string refusal(const std::string& body, int status) {
    transport_.replies.clear();
    for (int i = 0; i < 3; ++i) transport_.answer_json(body, status);
    try {
      (void)client().transactions(window());
      ADD_FAILURE() << "not refused: " << body;
      return {};
    } catch (const Error& error) {
      const auto* said = dynamic_cast<const ApiError*>(&error);
      return std::string(error.what()) + error.next_step() + (said != nullptr ? said->code() : "");
    }
  }
  std::string refused_counts(const std::string& body) {
    transport_.replies.clear();
    transport_.answer_json(body);
    const std::vector<WindowQuery> windows{window()};
    return client().count_rows(windows).refusal;
  }
  std::string reason_of_a_null(const std::string& message) {
    transport_.replies.clear();
    transport_.answer_json(fmt::format(
        R"({{"data":{{"transactions":{{"totalCount":1,"nodes":[null]}}}},"errors":[{{"message":"{}",)"
        R"("path":["transactions","nodes",0]}}]}})",
        message));
    return client().transactions(window()).unreadable.at(0).reason;
  }

  http::FakeTransport transport_;
  os::Secret token_{token_text};
  Authentication way_ = Authentication::personal_token_header;
};

TEST_F(Redaction, EveryFormAtEveryOffsetAroundTheLimitOfAQuote) {
  for (const auto& [name, form] : forms(token_text)) {
    // From long before the limit (all of the token in front of it) to behind it.
    for (std::size_t offset = longest_quote - token_text.size() * 6 - 4;
         offset <= longest_quote + 2; ++offset) {
      const std::string message = std::string(offset, 'x') + form + " and more of it";
      const std::string where = fmt::format("{} at {}", name, offset);
      expect_no_part(
          refusal(fmt::format(R"({{"error":{{"type":"bad","message":"{}"}}}})", message), 400),
          where);
      expect_no_part(
          refusal(fmt::format(R"({{"errors":[{{"message":"{}"}}],"data":null}})", message), 200),
          where);
    }
  }
}

TEST_F(Redaction, EveryFormInEveryPlaceWhereATextIsKept) {
  for (const auto& [name, form] : forms(token_text)) {
    for (const std::size_t offset : {std::size_t{0}, std::size_t{1}, longest_quote - 39}) {
      const std::string text = std::string(offset, 'x') + form;
      expect_no_part(reason_of_a_null(text), name);
      expect_no_part(refusal(fmt::format(R"({{"error":{{"type":"{}","message":""}}}})", text), 400),
                     name);
      expect_no_part(
          refused_counts(fmt::format(
              R"({{"errors":[{{"message":"{}","extensions":{{"code":"Forbidden"}}}}],"data":null}})",
              text)),
          name);
      expect_no_part(
          refused_counts(fmt::format(
              R"({{"errors":[{{"message":"{}"}}],"data":{{"w0":null,"x0":null}}}})", text)),
          name);
    }
  }
}

TEST_F(Redaction, ATokenInTheLedgerIsNotStored) {
  json document = fixture_json("transactions.json");
  document["data"]["transactions"]["nodes"][0]["description"] =
      std::string("my token: ") + std::string(token_text);
  transport_.answer_json(document.dump());
  EXPECT_EQ(client().transactions(window()).rows.at(0).description, "my token: [token]");
}

TEST_F(Redaction, HeadersLoseItTooAndTheBodyKeepsItsPadding) {
  http::Response response;
  response.headers = {{"x-echo", "a " + std::string(token_text)}};
  response.body = "\"" + std::string(token_text) + "\"";
  redact_answer(response, token_);
  EXPECT_EQ(response.headers[0].second, "a [token]");
  EXPECT_EQ(response.body, "\"[token]\"");
  EXPECT_GE(response.body.capacity(), response.body.size() + http::body_padding);
}

TEST_F(Redaction, ATokenOfSignsThatEscapeIsFoundAsItIsAndEscaped) {
  const os::Secret odd("a%41\\b/\"c=&d%");
  for (const char* text : {R"(a%41\b/"c=&d%)", R"(a%41\\b\/\"c=&d%)", "a%2541%5Cb%2F%22c%3D%26d%25",
                           R"(\u0061\u002541\u005cb/\u0022c=&d\u0025)"}) {
    http::Response response;
    response.body = fmt::format("<{}>", text);
    redact_answer(response, odd);
    EXPECT_EQ(response.body, "<[token]>") << text;
  }
}

TEST_F(Redaction, NothingElseChanges) {
  for (const char* text :
       {"", "100 % of \\u0041 %41 %4 %", "0123456789abcdef0123456789abcdef0123456", "\\", "%3",
        "\\u003", "0123456789abcdef0123456789abcdef0123456\\u00"}) {
    http::Response response;
    response.body = text;
    redact_answer(response, token_);
    EXPECT_EQ(response.body, text);
  }
}

}  // namespace
}  // namespace bursar::opencollective
