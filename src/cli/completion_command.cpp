#include <memory>
#include <string>

#include <nlohmann/json.hpp>

#include "cli/completion.hpp"
#include "cli/invocation.hpp"

namespace bursar::cli {
namespace {

int run(Invocation& invocation, const std::string& shell) {
  const CommandEntry program = command_table();
  const std::string script = shell == "bash"  ? bash_completion(program)
                             : shell == "zsh" ? zsh_completion(program)
                                              : fish_completion(program);
  invocation.output.document(script);
  invocation.output.event({{"type", "completion"}, {"shell", shell}, {"script", script}});
  return exit_done;
}

}  // namespace

void add_completion(Command program) {
  const auto shell = std::make_shared<std::string>();
  Command command =
      program.add_subcommand("completion", "Print the script that completes bursar for a shell");
  command.add_option("SHELL", *shell, "The shell that reads it")
      .required()
      .one_of({"bash", "zsh", "fish"});
  command.footer("Example:\n  bursar completion zsh > ~/.zfunc/_bursar");
  command.action([shell](Invocation& invocation) { return run(invocation, *shell); });
}

}  // namespace bursar::cli
