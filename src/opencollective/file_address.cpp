#include "opencollective/file_address.hpp"

#include <algorithm>
#include <optional>
#include <string_view>

#include "error/error.hpp"
#include "http/target.hpp"

namespace bursar::opencollective {
namespace {

constexpr std::string_view route = "/api/files/";

bool is_alphanumeric(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

// What becomes part of a path must be nothing but an id.
bool is_file_id(std::string_view text) {
  constexpr std::size_t longest = 64;
  return text.starts_with("uf_") && text.size() > 3 && text.size() <= longest &&
         std::all_of(text.begin() + 3, text.end(), is_alphanumeric);
}

struct UrlParts {
  std::string_view scheme;
  std::string_view authority;
  std::string_view path;
};

std::optional<UrlParts> split(std::string_view url) {
  const std::size_t colon = url.find("://");
  if (colon == std::string_view::npos) return std::nullopt;
  UrlParts parts;
  parts.scheme = url.substr(0, colon);
  std::string_view rest = url.substr(colon + 3);
  rest = rest.substr(0, rest.find_first_of("?#"));
  const std::size_t slash = std::min(rest.find('/'), rest.size());
  parts.authority = rest.substr(0, slash);
  parts.path = rest.substr(slash);
  return parts;
}

// The buckets of the platform, as addresses from before the file route name them.
bool is_storage_host(std::string_view host) {
  const bool plain = std::all_of(host.begin(), host.end(),
                                 [](char c) { return is_alphanumeric(c) || c == '-' || c == '.'; });
  return plain && host.starts_with("opencollective-") && host.ends_with(".amazonaws.com") &&
         (host.find(".s3.") != std::string_view::npos ||
          host.find(".s3-") != std::string_view::npos);
}

}  // namespace

FileAddress read_file_address(const std::string& url) {
  const auto parts = split(url);
  if (!parts) return {FileHolder::elsewhere, url.substr(0, url.find_first_of("?#"))};
  if (parts->path.starts_with(route)) {
    const std::string_view id = parts->path.substr(route.size());
    if (is_file_id(id)) return {FileHolder::platform, std::string(id)};
  }
  const std::size_t user = parts->authority.rfind('@');
  const std::string_view host =
      user == std::string_view::npos ? parts->authority : parts->authority.substr(user + 1);
  std::string name(parts->scheme);
  name.append("://").append(host).append(parts->path);
  const bool in_storage = parts->scheme == "https" && is_storage_host(parts->authority);
  return {in_storage ? FileHolder::storage : FileHolder::elsewhere, std::move(name)};
}

FileAddress stored_file_address(const std::string& name) {
  if (is_file_id(name)) return {FileHolder::platform, name};
  return read_file_address(name);
}

std::string file_route_url(const std::string& api_url, const std::string& id) {
  std::string base = api_url.substr(0, api_url.rfind("/graphql"));
  while (base.ends_with('/')) base.pop_back();
  return base + "/files/" + id;
}

bool may_follow(const std::string& api_url, const std::string& location) {
  try {
    return !http::check_target(location).loopback || http::check_target(api_url).loopback;
  } catch (const Error&) {
    return false;  // no address, or one of another scheme
  }
}

}  // namespace bursar::opencollective
