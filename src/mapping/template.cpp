#include "mapping/template.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>

#include <fmt/format.h>

#include "error/suggestion.hpp"
#include "mapping/text.hpp"

namespace bursar::mapping {

class TemplateCompiler {
 public:
  TemplateCompiler(std::string_view text, Rows rows, document::Place place,
                   document::Problems& problems)
      : text_(text), rows_(rows), place_(place), problems_(problems) {}

  Template compile() {
    Template::Part part;
    while (at_ < text_.size()) {
      const char c = text_[at_];
      const bool doubled = at_ + 1 < text_.size() && text_[at_ + 1] == c;
      if ((c == '{' || c == '}') && doubled) {
        part.text += c;
        at_ += 2;
      } else if (c == '}') {
        problem(at_, "\"}\" without \"{\"; write }} for the character itself");
        ++at_;
      } else if (c == '{') {
        part.choices = choices();
        result_.parts_.push_back(std::move(part));
        part = {};
      } else {
        part.text += c;
        ++at_;
      }
    }
    if (!part.text.empty()) result_.parts_.push_back(std::move(part));
    const bool is_one_field = result_.parts_.size() == 1 && result_.parts_[0].text.empty();
    result_.joins_texts_ = result_.shows_text() && !is_one_field;
    return std::move(result_);
  }

 private:
  // The text between braces; `at_` stands on the opening one and ends behind the closing one.
  std::vector<Template::Choice> choices() {
    const std::size_t open = at_++;
    std::vector<Template::Choice> found;
    while (true) {
      found.push_back(at_ < text_.size() && text_[at_] == '"' ? literal() : field());
      if (at_ < text_.size() && text_[at_] == '|') {
        ++at_;
        continue;
      }
      if (at_ < text_.size() && text_[at_] == '}') {
        ++at_;
        return found;
      }
      problem(open, at_ < text_.size() ? "a | or } is expected after the text in quotes"
                                       : "\"{\" without \"}\"; write {{ for the character itself");
      at_ = text_.size();
      return found;
    }
  }

  Template::Choice literal() {
    Template::Choice choice;
    const std::size_t open = at_++;
    const std::size_t close = text_.find('"', at_);
    if (close == std::string_view::npos) {
      problem(open, "the text in quotes does not end");
      at_ = text_.size();
      return choice;
    }
    choice.text = std::string(text_.substr(at_, close - at_));
    at_ = close + 1;
    return choice;
  }

  Template::Choice field() {
    const std::size_t start = at_;
    const std::size_t end = std::min(text_.find_first_of("|}:", at_), text_.size());
    const std::string_view name = text_.substr(start, end - start);
    at_ = end;
    Template::Choice choice;
    choice.is_field = true;
    const std::optional<Field> field = known_field(name, start);
    if (field) choice.field = *field;
    if (at_ < text_.size() && text_[at_] == ':') {
      const std::size_t format_start = ++at_;
      at_ = std::min(text_.find_first_of("|}", at_), text_.size());
      if (field) {
        choice.format =
            format(*field, text_.substr(format_start, at_ - format_start), format_start);
      }
    }
    return choice;
  }

  std::optional<Field> known_field(std::string_view name, std::size_t offset) {
    const std::optional<Field> field = find_field(rows_, name);
    if (field && has_field(rows_, *field)) return field;
    std::vector<std::string_view> names;
    for (const FieldInfo& known : fields()) {
      if (has_field(rows_, known.field)) names.push_back(known.name);
    }
    const std::string what = field ? fmt::format("{} have no field \"{}\"", rows_name(rows_), name)
                                   : fmt::format("unknown field \"{}\"", name);
    problem(offset, what + did_you_mean(name, names));
    return std::nullopt;
  }

  Format format(Field field, std::string_view text, std::size_t offset) {
    if (field == Field::entry_no) {
      problem(offset, "{entry_no} takes no format: it is put in when the file is written");
      return {};
    }
    auto compiled = compile_format(text, info(field).type);
    if (auto* format = std::get_if<Format>(&compiled)) return std::move(*format);
    problem(offset,
            fmt::format("{{{}:{}}}: {}", info(field).name, text, std::get<std::string>(compiled)));
    return {};
  }

  void problem(std::size_t offset, const std::string& message) {
    document::Place place = place_;
    // The place is that of the opening quote of the TOML text.
    place.column += static_cast<std::uint32_t>(offset) + 1;
    problems_.add(place, message);
  }

  std::string_view text_;
  Rows rows_;
  document::Place place_;
  document::Problems& problems_;
  std::size_t at_ = 0;
  Template result_;
};

Template compile_template(std::string_view text, Rows rows, document::Place place,
                          document::Problems& problems) {
  return TemplateCompiler(text, rows, place, problems).compile();
}

void Template::render(const Record& record, char decimal_mark, std::string& out) const {
  render(record, nullptr, decimal_mark, out);
}

void Template::render(const Record& record, const Instead* instead, char decimal_mark,
                      std::string& out) const {
  const std::size_t start = out.size();
  for (const Part& part : parts_) {
    out += part.text;
    for (const Choice& choice : part.choices) {
      if (!choice.is_field) {
        out += choice.text;
        break;
      }
      const bool other = instead != nullptr && instead->field == choice.field;
      const Value value = other ? Value(instead->text) : record[choice.field];
      if (is_empty(value)) continue;
      const std::size_t before = out.size();
      append_value(value, info(choice.field).type, choice.format, decimal_mark, out);
      if (out.size() > before) break;  // a format may leave nothing of a text
    }
  }
  if (joins_texts_) squeeze_blanks(out, start);
}

bool Template::shows_text() const {
  for (const Part& part : parts_) {
    for (const Choice& choice : part.choices) {
      if (choice.is_field && info(choice.field).type == FieldType::text) return true;
    }
  }
  return false;
}

bool Template::uses(Field field) const {
  for (const Part& part : parts_) {
    for (const Choice& choice : part.choices) {
      if (choice.is_field && choice.field == field) return true;
    }
  }
  return false;
}

}  // namespace bursar::mapping
