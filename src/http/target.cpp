#include "http/target.hpp"

#include <memory>

#include <arpa/inet.h>
#include <curl/curl.h>
#include <strings.h>

#include "error/error.hpp"

namespace bursar::http {
namespace {

using Url = std::unique_ptr<CURLU, decltype(&curl_url_cleanup)>;

std::string part(CURLU* url, CURLUPart which) {
  char* text = nullptr;
  if (curl_url_get(url, which, &text, 0) != CURLUE_OK) return {};
  std::string copy(text);
  curl_free(text);
  return copy;
}

// Literal addresses and "localhost" only: a name like 127.example.org is somebody's server.
bool is_loopback(std::string host) {
  if (strcasecmp(host.c_str(), "localhost") == 0) return true;
  in_addr four{};
  if (inet_pton(AF_INET, host.c_str(), &four) == 1) return ntohl(four.s_addr) >> 24 == 127;
  if (host.size() > 2 && host.front() == '[' && host.back() == ']') {
    host = host.substr(1, host.size() - 2);
  }
  in6_addr six{};
  return inet_pton(AF_INET6, host.c_str(), &six) == 1 && IN6_IS_ADDR_LOOPBACK(&six);
}

}  // namespace

Target check_target(const std::string& url) {
  const Url parsed(curl_url(), &curl_url_cleanup);
  const char* const next_step =
      "set api.url to the address of the API, https://api.opencollective.com/graphql/v2";
  if (!parsed || curl_url_set(parsed.get(), CURLUPART_URL, url.c_str(), 0) != CURLUE_OK) {
    throw Error(ErrorKind::config, "the API's address is not a URL with scheme and host",
                next_step);
  }
  const std::string scheme = part(parsed.get(), CURLUPART_SCHEME);
  const std::string host = part(parsed.get(), CURLUPART_HOST);
  const std::string port = part(parsed.get(), CURLUPART_PORT);
  Target target;
  target.name =
      scheme + "://" + host + (port.empty() ? "" : ":" + port) + part(parsed.get(), CURLUPART_PATH);
  target.loopback = is_loopback(host);
  if (scheme == "https" || (scheme == "http" && target.loopback)) return target;
  if (scheme == "http") {
    throw Error(ErrorKind::config,
                "plain http to " + host + " would send the token readable by anyone on the way",
                "use https; plain http is for servers on this machine only");
  }
  throw Error(ErrorKind::config, "the API's address begins with " + scheme + "://, not https://",
              next_step);
}

}  // namespace bursar::http
