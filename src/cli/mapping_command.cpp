#include <memory>
#include <optional>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/invocation.hpp"
#include "cli/table.hpp"
#include "error/error.hpp"
#include "mapping/layout.hpp"

namespace bursar::cli {
namespace {

const char* kind_word(const mapping::Layout& layout) {
  switch (layout.kind) {
    case mapping::LayoutKind::statement:
      return "statement";
    case mapping::LayoutKind::journal:
      return "journal";
    case mapping::LayoutKind::table:
      break;
  }
  return "table";
}

std::string kind_of(const mapping::Layout& layout) {
  if (layout.kind != mapping::LayoutKind::table) return kind_word(layout);
  return fmt::format("table of {}", mapping::rows_name(layout.rows));
}

const char* format_of(const mapping::Layout& layout) {
  switch (layout.format) {
    case mapping::FileFormat::ofx:
      return "ofx";
    case mapping::FileFormat::ofx_xml:
      return "ofx-xml";
    case mapping::FileFormat::csv:
      break;
  }
  return "csv";
}

nlohmann::json event_of(const mapping::Layout& layout) {
  return {{"type", "layout"},
          {"name", layout.name},
          {"kind", kind_word(layout)},
          {"rows", mapping::rows_name(layout.rows)},
          {"format", format_of(layout)},
          {"about", layout.about}};
}

int list(Invocation& invocation) {
  Table table{{{"layout"}, {"kind"}, {"format"}, {"about"}}, {}};
  for (const std::string& name : mapping::shipped_layouts()) {
    const mapping::Layout layout = mapping::load_layout(name);
    table.rows.push_back({layout.name, kind_of(layout), format_of(layout), layout.about});
    invocation.output.event(event_of(layout));
  }
  invocation.output.result(format_table(table, invocation.output.out_terminal().width));
  return exit_done;
}

int show(Invocation& invocation, const std::string& name) {
  const mapping::LayoutText source = mapping::layout_text(name);
  invocation.output.result(source.text);
  invocation.output.event({{"type", "layout_text"}, {"name", name}, {"text", source.text}});
  return exit_done;
}

int show_rules(Invocation& invocation, const std::string& name) {
  const std::optional<mapping::LayoutText> rules = mapping::shipped_rules(name);
  if (!rules) {
    throw Error(ErrorKind::usage, fmt::format("the layout {} comes without rules", name),
                "--rules is for hledger, which reads CSV by rules: bursar mapping show hledger "
                "--rules");
  }
  invocation.output.result(rules->text);
  invocation.output.event(
      {{"type", "layout_text"}, {"name", rules->document}, {"text", rules->text}});
  return exit_done;
}

int check(Invocation& invocation, const std::string& name) {
  const mapping::Layout layout = mapping::load_layout(name);
  invocation.output.event(event_of(layout));
  const std::size_t columns = layout.csv.columns.size();
  invocation.output.note(fmt::format("{} is good: {} as {}{}", name, kind_of(layout),
                                     format_of(layout),
                                     columns > 0 ? fmt::format(", {} columns", columns) : ""));
  return exit_done;
}

}  // namespace

void add_mapping(CLI::App& program, Action& chosen) {
  CLI::App* mapping = program.add_subcommand("mapping", "List, show or check layouts of files");
  mapping->require_subcommand(1);
  mapping->add_subcommand("list", "List the layouts that come with bursar")
      ->footer("Example:\n  bursar mapping list")
      ->callback([&chosen] { chosen = list; });

  const auto name = std::make_shared<std::string>();
  CLI::App* show_command =
      mapping->add_subcommand("show", "Print a layout, to be copied and edited");
  show_command->add_option("LAYOUT", *name, "A shipped layout or a file")->required();
  const auto rules = std::make_shared<bool>(false);
  show_command->add_flag("--rules", *rules, "Print the rules by which hledger reads its files");
  show_command->footer(
      "Examples:\n  bursar mapping show transactions > own.toml\n"
      "  bursar mapping show hledger --rules > hledger.rules");
  show_command->callback([name, rules, &chosen] {
    chosen = [name, rules](Invocation& invocation) {
      return *rules ? show_rules(invocation, *name) : show(invocation, *name);
    };
  });

  CLI::App* check_command =
      mapping->add_subcommand("check", "Check a layout: say what is wrong with it, and where");
  check_command->add_option("LAYOUT", *name, "A shipped layout or a file")->required();
  check_command->footer("Example:\n  bursar mapping check ./own.toml");
  check_command->callback([name, &chosen] {
    chosen = [name](Invocation& invocation) { return check(invocation, *name); };
  });
}

}  // namespace bursar::cli
