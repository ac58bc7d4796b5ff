#include "http/local_address.hpp"

#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <memory>

#include <arpa/inet.h>
#include <curl/curl.h>
#include <netinet/in.h>

namespace bursar::http {
namespace {

bool is_local(std::uint32_t four) {
  constexpr std::uint32_t link_local = 0xA9FE;  // 169.254
  return four >> 24 == 0 || four >> 24 == 127 || four >> 16 == link_local;
}

// The last four bytes.
std::uint32_t embedded(const in6_addr& six) {
  std::uint32_t four = 0;
  std::memcpy(&four, &six.s6_addr[12], sizeof four);
  return ntohl(four);
}

bool is_local(const in6_addr& six) {
  constexpr std::uint8_t nat64[] = {0, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0};
  const bool holds_four = IN6_IS_ADDR_V4MAPPED(&six) || IN6_IS_ADDR_V4COMPAT(&six) ||
                          std::memcmp(six.s6_addr, nat64, sizeof nat64) == 0;
  return IN6_IS_ADDR_LOOPBACK(&six) || IN6_IS_ADDR_UNSPECIFIED(&six) ||
         IN6_IS_ADDR_LINKLOCAL(&six) || (holds_four && is_local(embedded(six)));
}

}  // namespace

bool is_local_address(const sockaddr& address) {
  // A generic address is read as what its family says it is, by copying.
  if (address.sa_family == AF_INET) {
    sockaddr_in four{};
    std::memcpy(&four, &address, sizeof four);
    return is_local(ntohl(four.sin_addr.s_addr));
  }
  if (address.sa_family == AF_INET6) {
    sockaddr_in6 six{};
    std::memcpy(&six, &address, sizeof six);
    return is_local(six.sin6_addr);
  }
  return true;  // no other family leads anywhere else
}

AddressRefused::AddressRefused(const std::string& target)
    : Error(ErrorKind::unavailable, target + " leads to an address of this machine",
            "nothing to do here: what names such an address is not the platform's storage") {}

int port_of_proxy() {
  constexpr int port_of_proxies = 1080;  // libcurl's own choice where none is given
  for (const char* name : {"https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"}) {
    const char* const proxy = std::getenv(name);
    if (proxy == nullptr || *proxy == '\0') continue;
    const std::unique_ptr<CURLU, decltype(&curl_url_cleanup)> url(curl_url(), &curl_url_cleanup);
    char* port = nullptr;
    const bool named = curl_url_set(url.get(), CURLUPART_URL, proxy,
                                    CURLU_GUESS_SCHEME | CURLU_NON_SUPPORT_SCHEME) == CURLUE_OK &&
                       curl_url_get(url.get(), CURLUPART_PORT, &port, 0) == CURLUE_OK;
    const int number = named ? std::atoi(port) : port_of_proxies;
    curl_free(port);
    return number;
  }
  return 0;
}

}  // namespace bursar::http
