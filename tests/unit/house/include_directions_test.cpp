// Holds the rooms of src/ to the directions that ARCHITECTURE.md gives: which room may include
// headers of which other room.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <string>

#include <gtest/gtest.h>

namespace {

namespace fs = std::filesystem;
using Rooms = std::set<std::string>;

const std::map<std::string, Rooms>& allowed_includes() {
  static const std::map<std::string, Rooms> allowed{
      {"error", {}},
      {"text", {}},
      {"document", {"error", "text"}},
      {"ledger", {"error"}},
      {"os", {"error", "ledger"}},
      {"http", {"error", "text", "ledger", "os"}},
      {"opencollective", {"error", "ledger", "os", "http"}},
      {"store", {"error", "text", "ledger", "os"}},
      {"audit", {"error", "ledger", "os", "http", "opencollective", "store"}},
      {"sync", {"error", "ledger", "os", "http", "opencollective", "store", "audit"}},
      {"mapping", {"error", "text", "document", "ledger"}},
      {"export", {"error", "ledger", "os", "store", "mapping"}},
      {"report", {"error", "text", "ledger", "store"}},
      {"page", {"error", "text", "ledger"}},
      {"overview", {"error", "ledger", "store", "audit", "report", "page"}},
      {"receipts",
       {"error", "text", "ledger", "os", "http", "opencollective", "store", "mapping", "export"}},
      {"config", {"error", "text", "document", "ledger", "os"}},
      {"cli",
       {"error", "text", "document", "ledger", "os", "http", "opencollective", "store", "sync",
        "mapping", "export", "audit", "receipts", "report", "page", "overview", "config"}},
  };
  return allowed;
}

Rooms included_rooms(const fs::path& file) {
  static const std::regex include(R"re(^\s*#include\s+"([a-z_]+)/[^"]+")re");
  std::ifstream in(file);
  Rooms rooms;
  std::string line;
  while (std::getline(in, line)) {
    std::smatch match;
    if (std::regex_search(line, match, include)) rooms.insert(match[1]);
  }
  return rooms;
}

TEST(IncludeDirections, EachRoomIncludesOnlyTheRoomsItMay) {
  const fs::path source = fs::path(BURSAR_SOURCE_DIR) / "src";
  int files = 0;
  for (const auto& entry : fs::recursive_directory_iterator(source)) {
    const auto extension = entry.path().extension();
    if (extension != ".hpp" && extension != ".cpp") continue;
    if (entry.path().parent_path() == source) continue;  // programs, which hand on to `cli`
    const std::string room = fs::relative(entry.path(), source).begin()->string();
    ASSERT_TRUE(allowed_includes().contains(room)) << "unknown room: " << room;
    ++files;
    for (const std::string& other : included_rooms(entry.path())) {
      EXPECT_TRUE(other == room || allowed_includes().at(room).contains(other))
          << entry.path() << " includes a header of " << other;
    }
  }
  EXPECT_GT(files, 20);
}

TEST(IncludeDirections, NoRoomDependsOnItself) {
  // Directions are only directions if they form no circle.
  std::map<std::string, Rooms> left = allowed_includes();
  while (!left.empty()) {
    const auto free = std::find_if(left.begin(), left.end(), [&](const auto& room) {
      return std::none_of(room.second.begin(), room.second.end(),
                          [&](const std::string& other) { return left.contains(other); });
    });
    ASSERT_NE(free, left.end()) << "the allowed directions form a circle";
    left.erase(free);
  }
}

}  // namespace
