#include "opencollective/file_route.hpp"

#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "http/local_address.hpp"
#include "http/transport_error.hpp"
#include "opencollective/authentication.hpp"
#include "opencollective/redaction.hpp"

namespace bursar::opencollective {
namespace {

FileAnswer no_file(FileOutcome outcome, std::string said) {
  return {outcome, {}, {}, std::move(said)};
}

bool is_redirect(int status) {
  return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

FileAnswer read_answer(http::Response response, std::string_view whose) {
  const std::string said = fmt::format("{} answered with status {}", whose, response.status);
  switch (response.status) {
    case 200: {
      FileAnswer answer{FileOutcome::fetched, std::move(response.body), {}, {}};
      if (const auto type = response.header("content-type")) answer.content_type = *type;
      return answer;
    }
    case 401:
      return no_file(FileOutcome::unauthorized, said);
    case 403:
      return no_file(FileOutcome::forbidden, said);
    case 404:
    case 410:
      return no_file(FileOutcome::absent, said);
    default:
      return no_file(FileOutcome::failed, said);
  }
}

FileAnswer read_failure(const http::TransportError& error) {
  if (error.failure() == http::Failure::stopped) throw error;
  if (error.failure() == http::Failure::too_large) {
    return no_file(FileOutcome::too_large, "it is larger than receipts.max_size");
  }
  return no_file(FileOutcome::failed, error.what());
}

}  // namespace

FileRoute::FileRoute(http::Transport& api, http::Transport& storage, ClientOptions options,
                     const os::Secret& token)
    : api_(api), storage_(storage), options_(std::move(options)), token_(token) {
  if (options_.authentication != Authentication::none) check_token(token.reveal());
}

FileAnswer FileRoute::fetch(const FileAddress& address, std::int64_t max_bytes) {
  switch (address.holder) {
    case FileHolder::platform:
      return from_platform(address.name, max_bytes);
    case FileHolder::storage:
      return from_storage(address.name, max_bytes);
    case FileHolder::elsewhere:
      break;
  }
  return no_file(FileOutcome::misdirected, "its address is not the platform's");
}

FileAnswer FileRoute::from_platform(const std::string& id, std::int64_t max_bytes) {
  http::Response response;
  try {
    ConfidentialRequest confidential;
    confidential.request.method = http::Method::get;
    confidential.request.max_body_bytes = max_bytes;
    authenticate(confidential, file_route_url(options_.url, id), options_.authentication, token_);
    response = api_.send(confidential.request);
  } catch (const http::TransportError& error) {
    return read_failure(error);
  }
  const std::string location(response.header("location").value_or(""));
  redact_headers(response, token_);
  if (!is_redirect(response.status)) return read_answer(std::move(response), "the API");
  const bool has_token = response.header("location").value_or("") != location;
  if (has_token || !may_follow(options_.url, location)) {
    return no_file(FileOutcome::misdirected,
                   "the API redirects to where Bursar does not go: only https is followed");
  }
  FileAnswer answer = from_storage(location, max_bytes);
  // The address was signed a moment ago: a refusal says nothing of the file.
  const bool refused =
      answer.outcome == FileOutcome::unauthorized || answer.outcome == FileOutcome::forbidden;
  if (refused) answer.outcome = FileOutcome::failed;
  return answer;
}

FileAnswer FileRoute::from_storage(const std::string& url, std::int64_t max_bytes) {
  http::Request request;
  request.method = http::Method::get;
  request.url = url;
  request.max_body_bytes = max_bytes;
  try {
    http::Response response = storage_.send(request);
    redact_headers(response, token_);
    if (is_redirect(response.status)) {
      return no_file(FileOutcome::misdirected, "the platform's storage redirects once more");
    }
    return read_answer(std::move(response), "the platform's storage");
  } catch (const http::AddressRefused&) {
    return no_file(FileOutcome::misdirected, "the API redirects to an address of this machine");
  } catch (const http::TransportError& error) {
    return read_failure(error);
  }
}

}  // namespace bursar::opencollective
