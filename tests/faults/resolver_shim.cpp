// Preloaded into the program by tls_test.cpp: a resolver that finds "platform.test" on this
// machine, and is deaf from the look-up on that BURSAR_DEAF_FROM names, for as many as
// BURSAR_DEAF_FOR says.
#include <atomic>
#include <cstdlib>
#include <cstring>

#include <dlfcn.h>
#include <netdb.h>

namespace {

long number_in(const char* variable) {
  const char* text = std::getenv(variable);
  return text == nullptr ? 0 : std::atol(text);
}

}  // namespace

extern "C" int getaddrinfo(const char* node, const char* service, const addrinfo* hints,
                           addrinfo** result) {
  using Function = int (*)(const char*, const char*, const addrinfo*, addrinfo**);
  static const auto real = reinterpret_cast<Function>(dlsym(RTLD_NEXT, "getaddrinfo"));
  static std::atomic<long> counted = 0;
  const long now = ++counted;
  const long from = number_in("BURSAR_DEAF_FROM");
  if (now >= from && now < from + number_in("BURSAR_DEAF_FOR")) return EAI_AGAIN;
  const bool is_platform = node != nullptr && std::strcmp(node, "platform.test") == 0;
  return real(is_platform ? "127.0.0.1" : node, service, hints, result);
}
