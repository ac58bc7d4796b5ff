#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace bursar::sandbox {

/// Appends `text` as a JSON string, quotes included.
void append_json_string(std::string& out, std::string_view text);
std::string json_string(std::string_view text);

/// Shared strings. Number 0 is null.
class TextPool {
 public:
  TextPool() : texts_(1), json_{"null"} {}

  std::uint32_t intern(const std::string& text);
  const std::string& text(std::uint32_t id) const { return texts_[id]; }
  const std::string& json(std::uint32_t id) const { return json_[id]; }
  std::size_t size() const { return texts_.size(); }

 private:
  std::vector<std::string> texts_;
  std::vector<std::string> json_;
  std::unordered_map<std::string, std::uint32_t> ids_;
};

}  // namespace bursar::sandbox
