#include "demo_world.hpp"

#include <array>
#include <ctime>

namespace bursar::tests {

std::string ago(std::chrono::seconds time) {
  const std::time_t then = std::time(nullptr) - time.count();
  std::tm parts{};
  gmtime_r(&then, &parts);
  std::array<char, 32> text{};
  const std::size_t size = std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &parts);
  return {text.data(), size};
}

std::vector<std::string> demo_world() {
  return {"--demo", "--now", ago(std::chrono::minutes(15)), "--rate-limit", "off"};
}

std::string change(const SandboxProcess& sandbox, const std::string& json) {
  return sandbox.post("/sandbox/change", json);
}

void plan(const SandboxProcess& sandbox, const std::string& json) {
  sandbox.post("/sandbox/plan", json);
}

}  // namespace bursar::tests
