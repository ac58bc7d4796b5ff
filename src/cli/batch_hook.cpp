#include "cli/batch_hook.hpp"

#include <cerrno>
#include <cstring>

#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "os/spawn_attributes.hpp"

namespace bursar::cli {
namespace {

// What posix_spawn wants: pointers into texts that stay, and a null at the end.
std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> list;
  for (std::string& text : texts) list.push_back(text.data());
  list.push_back(nullptr);
  return list;
}

std::vector<std::string> environment_for(const config::Environment& environment,
                                         const std::string& profile, std::int64_t batch) {
  std::vector<std::string> variables;
  for (const auto& [name, value] : environment) {
    // Whoever knows a ping's address can report a success that was none.
    const bool secret = name.starts_with("BURSAR_TOKEN") || name.starts_with("BURSAR_PING") ||
                        name == "CREDENTIALS_DIRECTORY";
    if (secret) continue;
    variables.push_back(fmt::format("{}={}", name, value));
  }
  variables.push_back(fmt::format("BURSAR_PROFILE={}", profile));
  variables.push_back(fmt::format("BURSAR_BATCH={}", batch));
  return variables;
}

std::string words(int status) {
  if (WIFEXITED(status)) {
    const int code = WEXITSTATUS(status);
    return code == 0 ? std::string() : fmt::format("ended with exit status {}", code);
  }
  return fmt::format("was ended by signal {}", WTERMSIG(status));
}

}  // namespace

std::string run_batch_hook(const std::string& command, const std::string& profile,
                           std::int64_t batch, const std::vector<std::filesystem::path>& files,
                           const config::Environment& environment) {
  std::vector<std::string> arguments{"sh", "-c", command + " \"$@\"", "bursar"};
  for (const std::filesystem::path& file : files) {
    arguments.push_back(std::filesystem::absolute(file).string());
  }
  std::vector<std::string> variables = environment_for(environment, profile, batch);
  pid_t process = -1;
  const int error = ::posix_spawn(&process, "/bin/sh", nullptr, os::SpawnAttributes().get(),
                                  pointers(arguments).data(), pointers(variables).data());
  if (error != 0) return fmt::format("could not be started: {}", std::strerror(error));
  int status = 0;
  while (::waitpid(process, &status, 0) < 0) {
    if (errno != EINTR) return fmt::format("was lost sight of: {}", std::strerror(errno));
  }
  return words(status);
}

}  // namespace bursar::cli
