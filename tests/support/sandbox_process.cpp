#include "sandbox_process.hpp"

#include <chrono>
#include <fstream>
#include <stdexcept>
#include <thread>

#include <curl/curl.h>

namespace bursar::tests {
namespace {

std::size_t append(char* data, std::size_t size, std::size_t count, void* body) {
  static_cast<std::string*>(body)->append(data, size * count);
  return size * count;
}

std::string request(const std::string& url, const std::string* json) {
  const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> curl(curl_easy_init(),
                                                                 &curl_easy_cleanup);
  curl_slist* headers = curl_slist_append(nullptr, "Content-Type: application/json");
  const std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> owner(headers,
                                                                          &curl_slist_free_all);
  std::string body;
  curl_easy_setopt(curl.get(), CURLOPT_URL, url.c_str());
  curl_easy_setopt(curl.get(), CURLOPT_NOPROXY, "*");
  curl_easy_setopt(curl.get(), CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl.get(), CURLOPT_WRITEFUNCTION, &append);
  curl_easy_setopt(curl.get(), CURLOPT_WRITEDATA, &body);
  if (json != nullptr) {
    curl_easy_setopt(curl.get(), CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(curl.get(), CURLOPT_POSTFIELDSIZE, static_cast<long>(json->size()));
    curl_easy_setopt(curl.get(), CURLOPT_POSTFIELDS, json->c_str());
  }
  const CURLcode code = curl_easy_perform(curl.get());
  long status = 0;
  curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &status);
  if (code != CURLE_OK || status != 200) {
    throw std::runtime_error(url + ": " + curl_easy_strerror(code) + ", status " +
                             std::to_string(status) + ": " + body.substr(0, 500));
  }
  return body;
}

// The address in the server's first line, once it is there.
std::string announced_url(const std::filesystem::path& output) {
  std::ifstream in(output);
  std::string line;
  if (!std::getline(in, line) || in.eof()) return {};
  return line.substr(line.rfind(' ') + 1);
}

}  // namespace

std::string bursar_program() {
  return BURSAR_PROGRAM;
}
std::string sandbox_program() {
  return BURSAR_SANDBOX_PROGRAM;
}

SandboxProcess::SandboxProcess(const std::vector<std::string>& arguments) {
  std::vector<std::string> command{sandbox_program(), "--port", "0"};
  command.insert(command.end(), arguments.begin(), arguments.end());
  const auto output = directory_.path() / "output";
  const auto errors = directory_.path() / "errors";
  process_ = std::make_unique<Process>(Process::Start{command, {}, output, errors});
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(60);
  while (std::chrono::steady_clock::now() < end && !process_->poll()) {
    url_ = announced_url(output);
    if (!url_.empty()) return;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  throw std::runtime_error("the sandbox did not come up: " + read_file(errors));
}

std::string SandboxProcess::get(const std::string& path) const {
  return request(url_ + path, nullptr);
}

std::string SandboxProcess::post(const std::string& path, const std::string& json) const {
  return request(url_ + path, &json);
}

}  // namespace bursar::tests
