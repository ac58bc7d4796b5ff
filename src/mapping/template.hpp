#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "document/node.hpp"
#include "document/problems.hpp"
#include "mapping/field.hpp"
#include "mapping/record.hpp"
#include "mapping/value_format.hpp"

namespace bursar::mapping {

// Text and {field}, {field:format}, {a|b|"text"} (the first that is not empty); {{ and }} stand for
// braces. Compiled once: nothing is looked up by name when a row is written.
class Template {
 public:
  // Appends what the template comes to for this row. Where texts are put together and one of them
  // is empty, the blanks around it become one.
  void render(const Record& record, char decimal_mark, std::string& out) const;
  // The same with a text in the place of one of the record's values.
  struct Instead {
    Field field{};
    std::string_view text;
  };
  void render(const Record& record, const Instead* instead, char decimal_mark,
              std::string& out) const;

  // Whether what people wrote can show up in the result: then spreadsheets must be kept from
  // reading it as a formula. Figures and dates alone never are text.
  [[nodiscard]] bool shows_text() const;
  [[nodiscard]] bool uses(Field field) const;

 private:
  friend class TemplateCompiler;
  struct Choice {
    bool is_field = false;
    Field field{};
    Format format;
    std::string text;  // when it is no field
  };
  struct Part {
    std::string text;             // stands before the choices
    std::vector<Choice> choices;  // empty: text alone
  };
  std::vector<Part> parts_;
  bool joins_texts_ = false;
};

// Compiles the template of a layout about `rows`. `place` is where the text begins in its document;
// what is wrong is added to `problems` at the exact column, and the result must then not be used.
[[nodiscard]] Template compile_template(std::string_view text, Rows rows, document::Place place,
                                        document::Problems& problems);

}  // namespace bursar::mapping
