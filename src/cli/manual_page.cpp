#include "cli/manual_page.hpp"

#include <algorithm>
#include <map>
#include <vector>

#include <fmt/format.h>

#include "error/error.hpp"

namespace bursar::cli {
namespace {

constexpr std::string_view section_mark = ".SH ";
constexpr std::string_view note_mark = ".\\\" bursar";

// What a person wrote about commands and options, by "sync --deep"; a note is taken out when it is
// used.
using Notes = std::map<std::string, std::string>;

std::string take(Notes& notes, const std::string& key) {
  const auto node = notes.extract(key);
  return node.empty() ? std::string() : node.mapped();
}

// Text as roff: a dash that is meant as such has a backslash.
std::string roff(std::string_view text) {
  std::string out;
  if (text.starts_with('.') || text.starts_with('\'')) out += "\\&";
  for (const char c : text) {
    if (c == '\\') out += "\\e";
    if (c == '-') out += "\\-";
    if (c != '\\' && c != '-') out += c;
  }
  return out;
}

std::string bold(std::string_view text) {
  return fmt::format("\\fB{}\\fR", roff(text));
}

std::string italic(std::string_view text) {
  return fmt::format("\\fI{}\\fR", roff(text));
}

std::string sentence(std::string_view description) {
  return fmt::format("{}{}\n", roff(description), description.ends_with('.') ? "" : ".");
}

std::string argument_heading(const OptionEntry& argument) {
  const std::string name = italic(argument.names.front()) + (argument.many ? "..." : "");
  return argument.required ? name : fmt::format("[{}]", name);
}

// `where` is the command the option belongs to, as notes name it.
std::string option_paragraph(const OptionEntry& option, const std::string& where, Notes& notes) {
  std::string heading;
  for (const std::string& name : option.names) {
    heading += (heading.empty() ? "" : ", ") + bold(name);
  }
  if (option.takes_value()) heading += " " + italic(option.value);
  std::string text = fmt::format(".TP\n{}\n{}", heading, sentence(option.description));
  if (!option.choices.empty()) {
    std::string choices;
    for (const std::string& choice : option.choices) {
      choices += (choices.empty() ? "" : ", ") + bold(choice);
    }
    text += fmt::format("One of {}.\n", choices);
  }
  return text + take(notes, where + option.names.back());
}

std::string option_paragraphs(const std::vector<OptionEntry>& options, const std::string& where,
                              Notes& notes) {
  std::string text;
  for (const OptionEntry& option : options) text += option_paragraph(option, where, notes);
  return text;
}

// A command that has others below it is only a word before theirs.
std::string command_paragraphs(const CommandEntry& command, Notes& notes) {
  std::string text;
  if (!command.commands.empty()) {
    for (const CommandEntry& below : command.commands) text += command_paragraphs(below, notes);
    return text;
  }
  text = ".TP\n" + bold(command.path);
  for (const OptionEntry& argument : command.arguments) text += " " + argument_heading(argument);
  text += "\n" + sentence(command.description) + take(notes, command.path);
  std::string details;
  for (const OptionEntry& argument : command.arguments) {
    details += ".TP\n" + italic(argument.names.front()) + "\n" + sentence(argument.description);
  }
  details += option_paragraphs(command.options, command.path + " ", notes);
  return details.empty() ? text : text + ".RS\n" + details + ".RE\n";
}

struct Section {
  std::string heading;  // the whole line; empty for what stands before the first
  std::string text;     // without notes
  Notes notes;
};

std::vector<Section> sections_of(std::string_view written) {
  std::vector<Section> sections(1);
  std::string* into = &sections.back().text;
  while (!written.empty()) {
    const std::string_view line = written.substr(0, written.find('\n'));
    written.remove_prefix(std::min(line.size() + 1, written.size()));
    if (line.starts_with(section_mark)) {
      sections.push_back({std::string(line) + "\n", {}, {}});
      into = &sections.back().text;
    } else if (line.starts_with(note_mark)) {
      const std::string_view key = line.substr(std::min(note_mark.size() + 1, line.size()));
      into = &sections.back().notes[std::string(key)];
    } else {
      into->append(line).append("\n");
    }
  }
  return sections;
}

void with_version(std::string& text) {
  constexpr std::string_view placeholder = "@VERSION@";
  const auto at = text.find(placeholder);
  if (at != std::string::npos) text.replace(at, placeholder.size(), BURSAR_VERSION);
}

}  // namespace

std::string manual_page(const CommandEntry& program, std::string_view written) {
  std::string page;
  for (Section& section : sections_of(written)) {
    page += section.heading + section.text;
    if (section.heading == ".SH COMMANDS\n") page += command_paragraphs(program, section.notes);
    if (section.heading == ".SH GLOBAL OPTIONS\n") {
      page += option_paragraphs(program.options, "", section.notes);
    }
    if (!section.notes.empty()) {
      throw Error(ErrorKind::data,
                  fmt::format("the manual has a note on \"bursar {}\", which does not exist",
                              section.notes.begin()->first),
                  "name a command or option of `bursar --help`, or remove the note");
    }
  }
  with_version(page);
  return page;
}

}  // namespace bursar::cli
