#include "cli/command.hpp"

#include <utility>

#include <CLI/CLI.hpp>

namespace bursar::cli {

Option& Option::required() {
  option_->required();
  return *this;
}

Option& Option::type_name(const std::string& name) {
  option_->type_name(name);
  return *this;
}

Option& Option::one_of(const std::vector<std::string>& choices) {
  option_->check(CLI::IsMember(choices));
  return *this;
}

Option& Option::one_at_a_time() {
  option_->allow_extra_args(false);
  return *this;
}

Option& Option::excludes(const Option& other) {
  option_->excludes(other.option_);
  return *this;
}

Option& Option::needs(const Option& other) {
  option_->needs(other.option_);
  return *this;
}

Command Command::add_subcommand(const std::string& name, const std::string& description) {
  return Command(*app_->add_subcommand(name, description), *chosen_);
}

Option Command::add_flag(const std::string& names, bool& into, const std::string& description) {
  return Option(*app_->add_flag(names, into, description));
}

Option Command::add_flag(const std::string& names, int& into, const std::string& description) {
  return Option(*app_->add_flag(names, into, description));
}

Option Command::add_option(const std::string& names, std::string& into,
                           const std::string& description) {
  return Option(*app_->add_option(names, into, description));
}

Option Command::add_option(const std::string& names, std::optional<std::string>& into,
                           const std::string& description) {
  return Option(*app_->add_option(names, into, description));
}

Option Command::add_option(const std::string& names, std::optional<std::int64_t>& into,
                           const std::string& description) {
  return Option(*app_->add_option(names, into, description));
}

Option Command::add_option(const std::string& names, std::vector<std::string>& into,
                           const std::string& description) {
  return Option(*app_->add_option(names, into, description));
}

Option Command::option(const std::string& name) const {
  return Option(*app_->get_option(name));
}

Command& Command::require_subcommand() {
  app_->require_subcommand(1);
  return *this;
}

Command& Command::footer(const std::string& text) {
  app_->footer(text);
  return *this;
}

Command& Command::action(Action action) {
  app_->callback([chosen = chosen_, action = std::move(action)] { *chosen = action; });
  return *this;
}

}  // namespace bursar::cli
