#include "http/curl_transport.hpp"

#include <algorithm>
#include <cctype>
#include <cstring>
#include <filesystem>
#include <new>
#include <utility>

#include <curl/curl.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <strings.h>
#include <sys/socket.h>

#include "error/error.hpp"
#include "http/certificate_refusal.hpp"
#include "http/local_address.hpp"
#include "http/target.hpp"
#include "http/transport_error.hpp"
#include "os/stop_request.hpp"
#include "text/token_like.hpp"

namespace bursar::http {
namespace {

// libcurl wants to be set up once per process, before other threads use it. A local static is set
// up once whatever thread comes first, and taken down at exit.
struct CurlLibrary {
  CurlLibrary() {
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
      throw Error(ErrorKind::unavailable, "libcurl could not be initialised",
                  "check the installation of libcurl and its TLS library");
    }
  }
  ~CurlLibrary() { curl_global_cleanup(); }
  CurlLibrary(const CurlLibrary&) = delete;
  CurlLibrary& operator=(const CurlLibrary&) = delete;
};

void ensure_library() {
  static const CurlLibrary library;
}

constexpr std::int64_t bytes_per_megabyte = 1'024 * 1'024;

constexpr std::size_t most_header_bytes = 1'024 * 1'024;

struct Arrival {
  Response response;
  std::size_t max_body = 0;
  std::size_t header_bytes = 0;
  std::string too_large;         // of what there was too much, if so
  bool has_all_headers = false;  // the empty line after them came
};

std::size_t take_body(char* bytes, std::size_t, std::size_t count, void* to) {
  auto& arrival = *static_cast<Arrival*>(to);
  std::string& body = arrival.response.body;
  if (count > arrival.max_body - body.size()) {
    arrival.too_large =
        fmt::format("more than {} MB in one answer",
                    static_cast<std::int64_t>(arrival.max_body) / bytes_per_megabyte);
    return 0;
  }
  // Room for the parser's look-ahead is kept while growing, so that nothing is copied at the end.
  if (body.capacity() < body.size() + count + body_padding) {
    body.reserve(std::max(body.capacity() * 2, body.size() + count + body_padding));
  }
  body.append(bytes, count);
  return count;
}

std::string_view trimmed(std::string_view text) {
  const auto blank = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; };
  while (!text.empty() && blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && blank(text.back())) text.remove_suffix(1);
  return text;
}

std::size_t take_header(char* bytes, std::size_t, std::size_t count, void* to) {
  auto& arrival = *static_cast<Arrival*>(to);
  auto& headers = arrival.response.headers;
  if ((arrival.header_bytes += count) > most_header_bytes) {
    arrival.too_large = "more than 1 MB of headers";
    return 0;
  }
  const std::string_view line(bytes, count);
  if (trimmed(line).empty()) arrival.has_all_headers = true;
  // A status line begins anew: what came before belonged to an interim or proxy answer.
  if (line.substr(0, 5) == "HTTP/") {
    headers.clear();
    arrival.has_all_headers = false;
    return count;
  }
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos) return count;
  std::string name(line.substr(0, colon));
  std::transform(name.begin(), name.end(), name.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  headers.emplace_back(std::move(name), trimmed(line.substr(colon + 1)));
  return count;
}

// What became of the addresses that a name led to.
struct AddressGuard {
  int proxy_port = 0;  // a proxy may be on this machine
  bool refused = false;
};

int port_of(const sockaddr& address) {
  // At the same place in both families.
  sockaddr_in any{};
  std::memcpy(&any, &address, sizeof any);
  return ntohs(any.sin_port);
}

// By the address, not by the name: whoever owns a name says where it leads.
curl_socket_t open_unless_local(void* guarded, curlsocktype, curl_sockaddr* to) {
  auto& guard = *static_cast<AddressGuard*>(guarded);
  const bool is_proxy = guard.proxy_port != 0 && port_of(to->addr) == guard.proxy_port;
  if (is_local_address(to->addr) && !is_proxy) {
    guard.refused = true;
    return CURL_SOCKET_BAD;
  }
  return ::socket(to->family, to->socktype | SOCK_CLOEXEC, to->protocol);
}

int stop_if_asked(void*, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  return os::stop_requested() ? 1 : 0;
}

// The request's headers as curl takes them. They hold the token: overwritten when done.
class HeaderList {
 public:
  HeaderList() = default;
  HeaderList(const HeaderList&) = delete;
  HeaderList& operator=(const HeaderList&) = delete;
  ~HeaderList() {
    for (curl_slist* item = list_; item != nullptr; item = item->next) {
      explicit_bzero(item->data, std::strlen(item->data));
    }
    curl_slist_free_all(list_);
  }
  void add(const std::string& line) {
    curl_slist* longer = curl_slist_append(list_, line.c_str());
    if (longer == nullptr) throw std::bad_alloc();
    list_ = longer;
  }
  [[nodiscard]] curl_slist* get() const { return list_; }

 private:
  curl_slist* list_ = nullptr;
};

// Whose numbers CURLINFO_SSL_VERIFYRESULT gives.
bool tls_by_openssl() {
  const char* const library = curl_version_info(CURLVERSION_NOW)->ssl_version;
  return library != nullptr && std::string_view(library).find("OpenSSL") != std::string_view::npos;
}

struct Verdict {
  Failure failure;
  const char* next_step;
};

Verdict judge(CURLcode code) {
  switch (code) {
    case CURLE_OPERATION_TIMEDOUT:
      return {Failure::timeout, "check the network; the next run goes on from here"};
    case CURLE_GOT_NOTHING:
    case CURLE_PARTIAL_FILE:
    case CURLE_SEND_ERROR:
    case CURLE_RECV_ERROR:
    case CURLE_BAD_CONTENT_ENCODING:
    case CURLE_HTTP2:
    case CURLE_HTTP2_STREAM:
    case CURLE_WEIRD_SERVER_REPLY:
      return {Failure::cut, "nothing to do; the next run goes on from here"};
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_INVALIDCERTSTATUS:
      return {Failure::tls,
              "check this machine's clock and certificates; behind a company proxy that inspects "
              "TLS, set its certificate file as api.ca_file"};
    case CURLE_ABORTED_BY_CALLBACK:
      return {Failure::stopped, "run again: it goes on from here"};
    default:
      return {Failure::network, "check the network; the next run goes on from here"};
  }
}

}  // namespace

struct CurlTransport::Connection {
  explicit Connection(TransportOptions given) : options(std::move(given)) {
    ensure_library();
    handle = curl_easy_init();
    if (handle == nullptr) throw std::bad_alloc();
  }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection() { curl_easy_cleanup(handle); }

  template <typename Value>
  void set(CURLoption option, Value value) {
    const CURLcode code = curl_easy_setopt(handle, option, value);
    // Only means of transport that this libcurl was built without may be missing. A buffer that a
    // failed look-up of a name has left behind is used again: its size cannot be set then.
    const bool needed = option != CURLOPT_HTTP_VERSION && option != CURLOPT_BUFFERSIZE;
    if (code != CURLE_OK && needed) {
      throw Error(ErrorKind::bug, fmt::format("libcurl refused option {}: {}",
                                              static_cast<int>(option), curl_easy_strerror(code)));
    }
  }

  void set_up_security(const Target& target);
  void set_up(const Request& request, const Target& target, const HeaderList& headers);
  [[nodiscard]] TransportError failure(CURLcode code, const Target& target,
                                       const Arrival& arrival) const;

  TransportOptions options;
  CURL* handle = nullptr;
  std::int64_t requests = 0;
  std::size_t last_body_size = 0;
  AddressGuard guard;
};

void CurlTransport::Connection::set_up_security(const Target& target) {
  set(CURLOPT_SSL_VERIFYPEER, 1L);
  set(CURLOPT_SSL_VERIFYHOST, 2L);
  set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  if (!options.ca_file.empty()) set(CURLOPT_CAINFO, options.ca_file.c_str());
#if LIBCURL_VERSION_NUM >= 0x075500
  set(CURLOPT_PROTOCOLS_STR, "http,https");
#else
  set(CURLOPT_PROTOCOLS, static_cast<long>(CURLPROTO_HTTP | CURLPROTO_HTTPS));
#endif
  set(CURLOPT_FOLLOWLOCATION, 0L);
  if (options.refuses_local) {
    guard = {port_of_proxy(), false};
    set(CURLOPT_OPENSOCKETFUNCTION, &open_unless_local);
    set(CURLOPT_OPENSOCKETDATA, &guard);
  }
  // A proxy named by the environment must not see what is meant for this machine alone.
  if (target.loopback) set(CURLOPT_NOPROXY, "*");
}

void CurlTransport::Connection::set_up(const Request& request, const Target& target,
                                       const HeaderList& headers) {
  curl_easy_reset(handle);  // keeps connections, TLS sessions and resolved names
  set_up_security(target);
  const std::string agent =
      options.user_agent.empty() ? "bursar/" BURSAR_VERSION : options.user_agent;
  set(CURLOPT_USERAGENT, agent.c_str());
  set(CURLOPT_URL, request.url.c_str());
  if (request.method == Method::post) {
    set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
    set(CURLOPT_POSTFIELDS, request.body.data());
  } else {
    set(CURLOPT_HTTPGET, 1L);
  }
  set(CURLOPT_HTTPHEADER, headers.get());
  set(CURLOPT_ACCEPT_ENCODING, "");
  set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_2TLS));
  set(CURLOPT_NOSIGNAL, 1L);
  set(CURLOPT_TCP_NODELAY, 1L);
  set(CURLOPT_TCP_KEEPALIVE, 1L);
  set(CURLOPT_BUFFERSIZE, 256L * 1024);
  set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(options.connect_timeout_ms));
  set(CURLOPT_TIMEOUT_MS, static_cast<long>(options.total_timeout_ms));
  set(CURLOPT_LOW_SPEED_LIMIT, 1L);
  set(CURLOPT_LOW_SPEED_TIME, static_cast<long>(options.stall_timeout_s));
  set(CURLOPT_WRITEFUNCTION, &take_body);
  set(CURLOPT_HEADERFUNCTION, &take_header);
  set(CURLOPT_NOPROGRESS, options.heeds_stop ? 0L : 1L);
  set(CURLOPT_XFERINFOFUNCTION, &stop_if_asked);
}

TransportError CurlTransport::Connection::failure(CURLcode code, const Target& target,
                                                  const Arrival& arrival) const {
  if (!arrival.too_large.empty()) {
    return {Failure::too_large, fmt::format("{} sent {}", target.name, arrival.too_large),
            "ask for smaller pages (api.page_size)"};
  }
  if (code == CURLE_ABORTED_BY_CALLBACK) {
    return {Failure::stopped, "stopped on request while waiting for " + target.name,
            judge(code).next_step};
  }
  long proxy_status = 0;
  curl_easy_getinfo(handle, CURLINFO_HTTP_CONNECTCODE, &proxy_status);
  if (proxy_status >= 300) {
    return {
        Failure::network,
        fmt::format("the proxy refused to connect to {} (status {})", target.name, proxy_status),
        "check https_proxy and no_proxy, and whether the proxy wants a password"};
  }
  if (code == CURLE_PEER_FAILED_VERIFICATION) {
    long verify_result = 0;
    curl_easy_getinfo(handle, CURLINFO_SSL_VERIFYRESULT, &verify_result);
    const auto refusal = explain_refusal(target.name, verify_result, tls_by_openssl());
    return {Failure::tls, refusal.what, refusal.next_step};
  }
  const Verdict verdict = judge(code);
  // curl_easy_strerror is a fixed text; CURLOPT_ERRORBUFFER might quote the URL.
  return {verdict.failure,
          fmt::format("no answer from {}: {}", target.name, curl_easy_strerror(code)),
          verdict.next_step};
}

CurlTransport::CurlTransport(TransportOptions options) {
  if (!options.ca_file.empty() && !std::filesystem::is_regular_file(options.ca_file)) {
    const std::string named = text::named_file(options.ca_file, "api.ca_file");
    throw Error(ErrorKind::config, "the certificate file " + named + " is not there",
                "correct api.ca_file, or remove it to trust the system's certificates");
  }
  connection_ = std::make_unique<Connection>(std::move(options));
}

CurlTransport::~CurlTransport() = default;

std::int64_t CurlTransport::requests() const {
  return connection_->requests;
}

Response CurlTransport::send(const Request& request) {
  const Target target = check_target(request.url);
  HeaderList headers;
  for (const auto& [name, value] : request.headers) {
    std::string line;
    line.reserve(name.size() + 2 + value.size());  // one buffer, so that one wiping is enough
    line.append(name).append(": ").append(value);
    headers.add(line);
    explicit_bzero(line.data(), line.size());
  }
  headers.add("Expect:");
  connection_->set_up(request, target, headers);
  Arrival arrival;
  const std::int64_t cap =
      request.max_body_bytes > 0 ? request.max_body_bytes : connection_->options.max_body_bytes;
  arrival.max_body = static_cast<std::size_t>(cap);
  arrival.response.body.reserve(connection_->last_body_size + body_padding);
  connection_->set(CURLOPT_WRITEDATA, &arrival);
  connection_->set(CURLOPT_HEADERDATA, &arrival);
  CURL* const handle = connection_->handle;
  ++connection_->requests;
  const CURLcode code = curl_easy_perform(handle);
  // The handle must not keep pointers into this call.
  connection_->set<curl_slist*>(CURLOPT_HTTPHEADER, nullptr);
  if (code == CURLE_SSL_CACERT_BADFILE) {
    throw Error(ErrorKind::config,
                "the certificate file " + connection_->options.ca_file + " cannot be used",
                "make api.ca_file a readable file of PEM certificates");
  }
  if (code == CURLE_COULDNT_CONNECT && connection_->guard.refused) {
    throw AddressRefused(target.name);
  }
  if (code != CURLE_OK) throw connection_->failure(code, target, arrival);
  // libcurl is content with headers that break off before they tell the length of the body.
  if (!arrival.has_all_headers) throw connection_->failure(CURLE_PARTIAL_FILE, target, arrival);
  long status = 0;
  curl_off_t before = 0;
  curl_off_t total = 0;
  curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
  curl_easy_getinfo(handle, CURLINFO_PRETRANSFER_TIME_T, &before);
  curl_easy_getinfo(handle, CURLINFO_TOTAL_TIME_T, &total);
  arrival.response.status = static_cast<int>(status);
  arrival.response.seconds = static_cast<double>(total - before) / 1e6;
  connection_->last_body_size = arrival.response.body.size();
  return std::move(arrival.response);
}

}  // namespace bursar::http
