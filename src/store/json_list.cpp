#include "store/json_list.hpp"

namespace bursar::store {

std::string json_list(const std::vector<std::string>& ids) {
  std::string list = "[";
  for (const std::string& id : ids) {
    list += list.size() > 1 ? ",\"" : "\"";
    for (const char c : id) {
      if (c == '"' || c == '\\') list += '\\';
      list += c;
    }
    list += '"';
  }
  return list + "]";
}

}  // namespace bursar::store
