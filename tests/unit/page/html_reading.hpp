#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace bursar::page {

// The values of an attribute, in the order they stand.
inline std::vector<std::string> attribute_values(const std::string& html, const std::string& name) {
  std::vector<std::string> values;
  const std::string begin = " " + name + "=\"";
  for (auto at = html.find(begin); at != std::string::npos; at = html.find(begin, at + 1)) {
    const auto from = at + begin.size();
    values.push_back(html.substr(from, html.find('"', from) - from));
  }
  return values;
}

// Fails the test unless every element that is opened is closed where it should be.
inline void expect_balanced(const std::string& html) {
  std::vector<std::string> open;
  for (auto at = html.find('<'); at != std::string::npos; at = html.find('<', at + 1)) {
    const auto end = html.find_first_of(" >", at + 1);
    ASSERT_NE(end, std::string::npos);
    const std::string tag = html.substr(at + 1, end - at - 1);
    if (tag == "!DOCTYPE" || tag == "meta") continue;
    if (tag.front() != '/') {
      open.push_back(tag);
      continue;
    }
    ASSERT_FALSE(open.empty()) << tag;
    ASSERT_EQ("/" + open.back(), tag) << "before byte " << at;
    open.pop_back();
  }
  EXPECT_TRUE(open.empty());
}

// The rows of the table whose caption has this id, each a list of its cells' texts; amounts are
// their exact decimals.
inline std::vector<std::vector<std::string>> table_rows(const std::string& html,
                                                        const std::string& caption_id) {
  const auto caption = html.find("<caption id=\"" + caption_id + "\"");
  EXPECT_NE(caption, std::string::npos) << caption_id;
  const std::string table = html.substr(caption, html.find("</table>", caption) - caption);
  std::vector<std::vector<std::string>> rows;
  for (auto row = table.find("<tr>"); row != std::string::npos; row = table.find("<tr>", row + 1)) {
    const std::string text = table.substr(row, table.find("</tr>", row) - row);
    std::vector<std::string> cells;
    for (auto at = text.find("<t", 4); at != std::string::npos; at = text.find("<t", at + 1)) {
      if (text.compare(at, 3, "<th") != 0 && text.compare(at, 3, "<td") != 0) continue;
      const auto from = text.find('>', at) + 1;
      const auto to = std::min(text.find("</th>", from), text.find("</td>", from));
      const std::string cell = text.substr(from, to - from);
      const auto values = attribute_values(cell, "value");
      cells.push_back(values.empty() ? cell : values.front());
    }
    rows.push_back(cells);
  }
  return rows;
}

}  // namespace bursar::page
