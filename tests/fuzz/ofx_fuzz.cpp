// A line of OFX keeps its shape whatever the texts are: every element closed, in the standard's
// order and within its length, and the name reads back as the cleaned text.
#include "export/ofx_writer.hpp"
#include "fuzz_target.hpp"
#include "mapping/text.hpp"

namespace bursar::fuzz {
namespace {

std::string unescaped(std::string_view text) {
  std::string plain;
  while (!text.empty()) {
    std::size_t taken = 1;
    char c = text.front();
    if (text.starts_with("&amp;")) taken = 5;
    if (text.starts_with("&lt;")) taken = 4, c = '<';
    if (text.starts_with("&gt;")) taken = 4, c = '>';
    require(c != '&' || taken == 5, "a bare ampersand is escaped");
    require(taken > 1 || (c != '<' && c != '>'), "an angle bracket is escaped");
    plain += c;
    text.remove_prefix(taken);
  }
  return plain;
}

// The text of the next leaf element, which must be this one; nothing where it is left out.
std::string leaf(std::string_view& rest, std::string_view tag) {
  const std::string opening = fmt::format("<{}>", tag);
  const std::string closing = fmt::format("</{}>\r\n", tag);
  if (!rest.starts_with(opening)) return {};
  const std::size_t end = rest.find(closing);
  require(end != std::string_view::npos, "an element is closed");
  const std::string text = unescaped(rest.substr(opening.size(), end - opening.size()));
  require(!text.empty(), "no element is empty");
  rest.remove_prefix(end + closing.size());
  return text;
}

void keeps_its_shape(const exporting::StatementLine& line, std::string_view name,
                     std::string_view memo) {
  const std::string text = exporting::ofx_line(line, name, memo);
  std::string_view rest = text;
  require(rest.starts_with("<STMTTRN>\r\n"), "a line opens");
  rest.remove_prefix(11);
  for (const char* tag : {"TRNTYPE", "DTPOSTED", "TRNAMT"}) {
    require(!leaf(rest, tag).empty(), "type, date and amount are there");
  }
  static_cast<void>(leaf(rest, "FITID"));
  static_cast<void>(leaf(rest, "REFNUM"));
  const std::string shown = leaf(rest, "NAME");
  require(!shown.empty() && mapping::count_characters(shown) <= 32, "a name of 1 to 32 characters");
  const std::string cleaned = mapping::clean_text(name);
  require(cleaned.empty() || cleaned.starts_with(shown) ||
              mapping::first_characters(cleaned, 32).find_first_not_of(' ') == std::string::npos,
          "the name is how the cleaned text begins");
  require(mapping::count_characters(leaf(rest, "MEMO")) <= 255, "a memo of at most 255 characters");
  require(rest == "</STMTTRN>\r\n", "a line closes, and nothing else is in it");
}

}  // namespace
}  // namespace bursar::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace bursar;
  const std::string_view text = fuzz::text_of(data, size);
  const std::size_t third = size / 3;
  exporting::StatementLine line;
  line.id = text.substr(0, third);
  line.group = "2d10c9a8-1111-4222-8333-444455556666";
  line.date = ledger::parse_civil_date("2026-11-08").value();
  line.amount = {-1850, ledger::Currency::parse("EUR").value()};
  fuzz::keeps_its_shape(line, text.substr(third, third), text.substr(2 * third));
  return 0;
}
