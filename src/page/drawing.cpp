#include "page/drawing.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "page/amount.hpp"

namespace bursar::page {
namespace {

constexpr double digit_width = 6.6;  // of the labels' 11 pixel figures, at most
constexpr std::size_t most_month_labels = 16;

bool begins_letter(char c) {
  return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
}

std::size_t width_of(char lead) {
  constexpr unsigned char hangul_and_beyond = 0xE1;  // U+1000 and later
  constexpr unsigned char punctuation = 0xE2;        // U+2000 to U+2FFF: dashes, quotes, arrows
  const auto byte = static_cast<unsigned char>(lead);
  return byte >= hangul_and_beyond && byte != punctuation ? 2 : 1;
}

std::size_t letters(std::string_view utf8) {
  return static_cast<std::size_t>(std::count_if(utf8.begin(), utf8.end(), begins_letter));
}

// Marks lie on whole units, or between them on small axes alone.
std::string mark_text(const Axis& axis, std::int64_t mark) {
  const bool whole_units = axis.step % 100 == 0;
  return whole_units ? shown_count(mark / 100) : shown({mark, {}});
}

// "2026-03" is "Mar".
const char* month_name(std::string_view month) {
  constexpr std::array<const char*, 12> names{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                              "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const int number = (month[5] - '0') * 10 + (month[6] - '0');
  return names.at(static_cast<std::size_t>(number - 1));
}

}  // namespace

Markup image(const ChartName& name, double width, double height, const Markup& content,
             std::string_view style_class) {
  const std::string title = name.id + "-title";
  const std::string description = name.id + "-description";
  const Markup names = element("title", {{"id", title}}, text(name.title)) +
                       element("desc", {{"id", description}}, text(name.description));
  return element("svg",
                 {{"class", std::string(style_class)},
                  {"viewBox", fmt::format("0 0 {} {}", pixels(width), pixels(height))},
                  {"role", "img"},
                  {"aria-labelledby", title + " " + description}},
                 names + content);
}

std::string pixels(double length) {
  std::string digits = fmt::format("{:.1f}", length);
  if (digits.ends_with(".0")) digits.resize(digits.size() - 2);
  return digits == "-0" ? "0" : digits;
}

Markup line(double x1, double y1, double x2, double y2, std::string_view style_class) {
  return element("line",
                 {{"class", std::string(style_class)},
                  {"x1", pixels(x1)},
                  {"y1", pixels(y1)},
                  {"x2", pixels(x2)},
                  {"y2", pixels(y2)}},
                 {});
}

Markup rectangle(double x, double y, double width, double height, std::string_view style_class,
                 std::string_view tip) {
  const Markup title = tip.empty() ? Markup() : element("title", text(tip));
  return element("rect",
                 {{"class", std::string(style_class)},
                  {"x", pixels(x)},
                  {"y", pixels(y)},
                  {"width", pixels(width)},
                  {"height", pixels(height)}},
                 title);
}

Markup label(double x, double y, Anchor anchor, std::string_view words,
             std::string_view style_class) {
  constexpr std::array<const char*, 3> anchors{"start", "middle", "end"};
  return element("text",
                 {{"class", std::string(style_class)},
                  {"x", pixels(x)},
                  {"y", pixels(y)},
                  {"text-anchor", anchors.at(static_cast<std::size_t>(anchor))}},
                 text(words));
}

std::string shortened(std::string_view utf8, std::size_t most) {
  std::size_t width = 0;
  std::size_t fits = 0;  // bytes that leave room for the ellipsis
  for (std::size_t at = 0; at < utf8.size(); ++at) {
    if (!begins_letter(utf8[at])) continue;
    if (width < most) fits = at;
    width += width_of(utf8[at]);
  }
  return width <= most ? std::string(utf8) : std::string(utf8.substr(0, fits)) + "\u2026";
}

std::string path_through(const std::vector<Point>& points) {
  std::string path;
  for (const Point& point : points) {
    path += fmt::format("{}{} {}", path.empty() ? "M" : "L", pixels(point.x), pixels(point.y));
  }
  return path;
}

double Frame::y(std::int64_t amount) const {
  return top + height - position(axis, amount, height);
}

double Frame::column_width() const {
  return width / static_cast<double>(columns);
}

double Frame::middle_of(std::size_t column) const {
  return left + column_width() * (static_cast<double>(column) + 0.5);
}

Frame frame_for(const Axis& axis, std::size_t columns, double image_width, double image_height) {
  constexpr double above = 10;
  constexpr double below = 34;
  constexpr double gap = 10;
  std::size_t longest = 9;  // so that most frames of a page begin below each other
  for (const std::int64_t mark : marks(axis)) {
    longest = std::max(longest, letters(mark_text(axis, mark)));
  }
  const double left = static_cast<double>(longest) * digit_width + gap;
  return {axis,
          left,
          above,
          image_width - left - 2,
          image_height - above - below,
          std::max<std::size_t>(columns, 1)};
}

Markup amount_axis(const Frame& frame) {
  constexpr double gap = 8;
  constexpr double half_a_digit = 4;
  Markup drawn;
  for (const std::int64_t mark : marks(frame.axis)) {
    const double y = frame.y(mark);
    drawn += line(frame.left, y, frame.left + frame.width, y, mark == 0 ? "zero" : "grid");
    drawn += label(frame.left - gap, y + half_a_digit, Anchor::end, mark_text(frame.axis, mark));
  }
  return drawn;
}

Markup month_axis(const Frame& frame, const std::vector<std::string>& months) {
  constexpr double first_line = 16;
  constexpr double second_line = 30;
  const std::size_t stride = label_stride(months.size(), most_month_labels);
  const double bottom = frame.top + frame.height;
  Markup drawn;
  std::string year_written;
  for (std::size_t i = 0; i < months.size(); i += stride) {
    const std::string year = months[i].substr(0, 4);
    drawn += label(frame.middle_of(i), bottom + first_line, Anchor::middle, month_name(months[i]));
    if (year == year_written) continue;
    year_written = year;
    drawn += label(frame.middle_of(i), bottom + second_line, Anchor::middle, year, "label year");
  }
  return drawn;
}

}  // namespace bursar::page
