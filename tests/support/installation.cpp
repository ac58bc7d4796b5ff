#include "installation.hpp"

#include <fstream>

namespace bursar::tests {

namespace fs = std::filesystem;

Installation::Installation(const SandboxProcess& sandbox, const std::string& source_line,
                           const std::string& more) {
  const fs::path token = directory() / "token";
  std::ofstream(token) << sandbox_token << '\n';
  fs::permissions(token, fs::perms::owner_read | fs::perms::owner_write);
  std::ofstream(directory() / "bursar.toml")
      << "schema = 1\ntoken_file = \"token\"\n\n[api]\nurl = \"" << sandbox.graphql_url()
      << "\"\n\n[store]\ndatabase = \"bursar.db\"\n\n[source.books]\n"
      << source_line << "\n\n"
      << more;
}

Process::Start Installation::command(const std::vector<std::string>& arguments) const {
  std::vector<std::string> command{bursar_program(), "--config",
                                   (directory() / "bursar.toml").string()};
  command.insert(command.end(), arguments.begin(), arguments.end());
  return {command, {}, directory() / "output", directory() / "errors"};
}

Finished Installation::run(const std::vector<std::string>& arguments) const {
  Process process(command(arguments));
  Finished finished;
  finished.ended = process.wait();
  finished.output = read_file(directory() / "output");
  finished.errors = read_file(directory() / "errors");
  return finished;
}

}  // namespace bursar::tests
