#include "text/token_like.hpp"

#include <algorithm>
#include <cstddef>

namespace bursar::text {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_of_tokens(char c) {
  constexpr std::string_view signs = "-_.~+=";
  return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         signs.find(c) != std::string_view::npos;
}

}  // namespace

bool looks_like_token(std::string_view path) {
  constexpr std::size_t shortest = 32;
  constexpr std::ptrdiff_t least_digits = 3;
  constexpr std::size_t longest_extension = 6;
  const std::string_view name = path.substr(path.rfind('/') + 1);
  if (name.size() < shortest || !std::all_of(name.begin(), name.end(), is_of_tokens)) return false;
  const std::size_t dot = name.rfind('.');
  if (dot != std::string_view::npos && name.size() - dot - 1 <= longest_extension) return false;
  return std::count_if(name.begin(), name.end(), is_digit) >= least_digits;
}

std::string named_file(const std::string& path, std::string_view where) {
  if (!looks_like_token(path)) return path;
  return "(what stands at " + std::string(where) + ")";
}

}  // namespace bursar::text
