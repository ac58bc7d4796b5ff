#include "installation.hpp"

#include <fstream>

namespace bursar::tests {

namespace fs = std::filesystem;

Installation::Installation(const SandboxProcess& sandbox, const std::string& source_line,
                           const std::string& more) {
  put("token", std::string(sandbox_token) + "\n");
  put("bursar.toml", "schema = 1\ntoken_file = \"token\"\n\n[api]\nurl = \"" +
                         sandbox.graphql_url() +
                         "\"\n\n[store]\ndatabase = \"bursar.db\"\n\n[source.books]\n" +
                         source_line + "\n\n" + more);
}

void Installation::put(const std::string& name, const std::string& text) const {
  const fs::path file = directory() / name;
  std::ofstream(file, std::ios::binary) << text;
  fs::permissions(file, fs::perms::owner_read | fs::perms::owner_write);
}

Process::Start Installation::command(const std::vector<std::string>& arguments,
                                     const Environment& environment) const {
  std::vector<std::string> command{bursar_program(), "--config",
                                   (directory() / "bursar.toml").string()};
  command.insert(command.end(), arguments.begin(), arguments.end());
  return {command, environment, directory() / "output", directory() / "errors"};
}

Finished Installation::run(const std::vector<std::string>& arguments,
                           const Environment& environment) const {
  Process process(command(arguments, environment));
  return finish(process);
}

Finished Installation::run_after(const std::string& shell_line,
                                 const std::vector<std::string>& arguments) const {
  Process::Start start = command(arguments);
  const std::vector<std::string> shell{"/bin/sh", "-c", shell_line + "; exec \"$@\"", "sh"};
  start.command.insert(start.command.begin(), shell.begin(), shell.end());
  Process process(start);
  return finish(process);
}

Finished Installation::finish(Process& process) const {
  Finished finished;
  finished.ended = process.wait();
  finished.output = read_file(directory() / "output");
  finished.errors = read_file(directory() / "errors");
  return finished;
}

}  // namespace bursar::tests
