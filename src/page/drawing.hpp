#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "page/axis.hpp"
#include "page/markup.hpp"

namespace bursar::page {

// What the charts have in common: how they are named, their frame of axes, and shapes in pixels.

// The names of a chart: `title` in a few words, `description` what it shows, for those who do not
// see it. `id` is unique on the page; the two elements are called by it.
struct ChartName {
  std::string id;
  std::string title;
  std::string description;
};

// An image of this size with title and description, as wide as the page lets it.
[[nodiscard]] Markup image(const ChartName& name, double width, double height,
                           const Markup& content, std::string_view style_class = "chart");

[[nodiscard]] std::string pixels(double length);  // "12.5"
[[nodiscard]] Markup line(double x1, double y1, double x2, double y2, std::string_view style_class);
[[nodiscard]] Markup rectangle(double x, double y, double width, double height,
                               std::string_view style_class, std::string_view tip = {});
enum class Anchor { start, middle, end };
[[nodiscard]] Markup label(double x, double y, Anchor anchor, std::string_view words,
                           std::string_view style_class = "label");
// At most so many letters, the last an ellipsis where some were left out. Letters of East Asia,
// twice as wide, count twice.
[[nodiscard]] std::string shortened(std::string_view utf8, std::size_t most);
struct Point {
  double x = 0;
  double y = 0;
};
// "M1 2L3 4…": steps hold a value until the next.
[[nodiscard]] std::string path_through(const std::vector<Point>& points);

// A frame for columns by month with amounts to the left.
struct Frame {
  Axis axis;
  double left = 0;
  double top = 0;
  double width = 0;  // of what is drawn within
  double height = 0;
  std::size_t columns = 1;

  [[nodiscard]] double y(std::int64_t amount) const;
  [[nodiscard]] double column_width() const;
  [[nodiscard]] double middle_of(std::size_t column) const;
};
// Room for the axis' labels on the left and for two lines of labels of months below.
[[nodiscard]] Frame frame_for(const Axis& axis, std::size_t columns, double image_width,
                              double image_height);
// The marks with their lines, zero heavier.
[[nodiscard]] Markup amount_axis(const Frame& frame);
// Months, "2026-01" and so on: names below the columns, the year where it begins.
[[nodiscard]] Markup month_axis(const Frame& frame, const std::vector<std::string>& months);

}  // namespace bursar::page
