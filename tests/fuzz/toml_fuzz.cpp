// What is written into a TOML document: a text, a key and a comment of any characters read back as
// what they were, and nothing else is set.
#include "document/node.hpp"
#include "document/writing.hpp"
#include "fuzz_target.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace bursar;
  const std::string_view text = fuzz::text_of(data, size);
  const std::size_t third = size / 3;
  const std::string_view key = text.substr(0, third);
  const std::string_view value = text.substr(third, third);
  const std::string made =
      fmt::format("{}\n{} = {} {}\n", document::toml_comment(text.substr(2 * third)),
                  document::toml_key(key), document::toml_text(value), document::toml_comment(key));
  // What is not UTF-8 is no TOML, and is refused.
  fuzz::refuses_or_reads([&] {
    const document::Node root = document::parse(made, "made.toml");
    fuzz::require(root.members.size() == 1 && root.members[0].key == key &&
                      root.members[0].value.text == value,
                  "what is written reads back");
  });
  return 0;
}
