#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace bursar::page {

// HTML. The only way from a text to it is text(), which escapes, and attributes are escaped by
// element(): nothing that somebody wrote on the platform can become markup.
class Markup {
 public:
  Markup() = default;
  Markup& operator+=(const Markup& more);
  [[nodiscard]] const std::string& html() const { return html_; }
  [[nodiscard]] bool empty() const { return html_.empty(); }

 private:
  explicit Markup(std::string html) : html_(std::move(html)) {}
  friend Markup text(std::string_view utf8);
  friend Markup opening(std::string_view tag, const std::vector<struct Attribute>& attributes);
  friend Markup element(std::string_view tag, const std::vector<struct Attribute>& attributes,
                        const Markup& content);
  friend Markup style_sheet(std::string_view css);
  friend Markup document(const Markup& html);

  std::string html_;
};

[[nodiscard]] Markup operator+(Markup a, const Markup& b);

struct Attribute {
  std::string_view name;
  std::string value;
};
using Attributes = std::vector<Attribute>;

// Text as it is to be read. What is not UTF-8, control characters, and marks that turn the order of
// all that follows around are replaced by U+FFFD.
[[nodiscard]] Markup text(std::string_view utf8);
// What somebody wrote, of whatever direction: it does not change the order of what surrounds it.
[[nodiscard]] Markup written(std::string_view utf8);

[[nodiscard]] Markup element(std::string_view tag, const Attributes& attributes,
                             const Markup& content);
[[nodiscard]] Markup element(std::string_view tag, const Markup& content);
// An element that never has content: "meta", "col".
[[nodiscard]] Markup opening(std::string_view tag, const Attributes& attributes);
// CSS of our own, as it is. Throws Error(bug) if it could end its element.
[[nodiscard]] Markup style_sheet(std::string_view css);
// The whole page: `html` is the element of that name.
[[nodiscard]] Markup document(const Markup& html);

}  // namespace bursar::page
