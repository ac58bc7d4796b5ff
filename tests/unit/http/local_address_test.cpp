// Where a name may not lead.
#include "http/local_address.hpp"

#include <cstdlib>
#include <cstring>
#include <string>

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>

#include "http/curl_transport.hpp"
#include "loopback_server.hpp"

namespace bursar::http {
namespace {

bool is_local(const std::string& literal) {
  sockaddr_storage storage{};
  sockaddr_in four{};
  sockaddr_in6 six{};
  if (inet_pton(AF_INET, literal.c_str(), &four.sin_addr) == 1) {
    four.sin_family = AF_INET;
    std::memcpy(&storage, &four, sizeof four);
  } else if (inet_pton(AF_INET6, literal.c_str(), &six.sin6_addr) == 1) {
    six.sin6_family = AF_INET6;
    std::memcpy(&storage, &six, sizeof six);
  } else {
    ADD_FAILURE() << literal;
  }
  return is_local_address(*static_cast<const sockaddr*>(static_cast<const void*>(&storage)));
}

void forget_proxies() {
  for (const char* name : {"https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"})
    ::unsetenv(name);
}

TEST(LocalAddress, ThisMachineAndItsLinkAreLocalInEveryForm) {
  for (const char* address : {"127.0.0.1", "127.255.0.9", "0.0.0.0", "0.1.2.3", "169.254.169.254",
                              "::1", "::", "fe80::1", "::ffff:127.0.0.1", "::ffff:0.0.0.0",
                              "::ffff:169.254.1.1", "::127.0.0.1", "64:ff9b::7f00:1"}) {
    EXPECT_TRUE(is_local(address)) << address;
  }
}

TEST(LocalAddress, OthersAreNot) {
  for (const char* address : {"1.1.1.1", "126.255.255.255", "128.0.0.1", "169.253.0.1", "10.0.0.1",
                              "2606:4700::1111", "::ffff:1.1.1.1", "64:ff9b::101:101"}) {
    EXPECT_FALSE(is_local(address)) << address;
  }
}

TEST(LocalAddress, NoNameLeadsATransportThereThatRefusesIt) {
  forget_proxies();
  LoopbackServer server([](const std::string&) { return LoopbackServer::Reply{"", true}; });
  TransportOptions options;
  options.refuses_local = true;
  CurlTransport transport(options);
  for (const char* host : {"127.0.0.1", "0.0.0.0", "0", "127.1", "2130706433", "localhost"}) {
    Request request;
    request.method = Method::get;
    request.url = "https://" + std::string(host) + ":" + std::to_string(server.port()) + "/a";
    EXPECT_THROW((void)transport.send(request), AddressRefused) << host;
  }
  EXPECT_EQ(server.connections(), 0);
}

TEST(LocalAddress, OnlyThePortOfTheProxyIsOpen) {
  forget_proxies();
  EXPECT_EQ(port_of_proxy(), 0);
  ::setenv("https_proxy", "http://user:secret@127.0.0.1:3128", 1);
  EXPECT_EQ(port_of_proxy(), 3128);
  ::setenv("https_proxy", "proxy.example", 1);
  EXPECT_EQ(port_of_proxy(), 1080);
  ::setenv("https_proxy", "", 1);
  ::setenv("ALL_PROXY", "socks5h://[::1]:9050", 1);
  EXPECT_EQ(port_of_proxy(), 9050);
  forget_proxies();
}

}  // namespace
}  // namespace bursar::http
