#include "store/stored_name.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "error/error.hpp"
#include "text/shown.hpp"

namespace bursar::store {
namespace {

constexpr std::size_t longest_component = 255;
constexpr std::size_t longest_path = 4095;

bool is_control(char c) {
  constexpr unsigned char first_printable = 0x20;
  constexpr unsigned char last_ascii = 0x7F;
  const auto byte = static_cast<unsigned char>(c);
  return byte < first_printable || byte == last_ascii;
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// What names of files consist of that this program makes (exporting::file_name).
bool is_plain(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c) || c == '.' || c == '-' ||
         c == '_';
}

// Those of receipts (receipts::file_name) have blanks and numbers in parentheses, too.
bool is_plain_or_blank(char c) {
  return is_plain(c) || c == ' ' || c == '(' || c == ')';
}

bool is_component(std::string_view name) {
  return !name.empty() && name.size() <= longest_component && name.front() != '.' &&
         name.find('/') == std::string_view::npos &&
         std::none_of(name.begin(), name.end(), is_control);
}

// Digits where `shape` has "0", else the same character.
bool has_shape(std::string_view text, std::string_view shape) {
  return text.size() == shape.size() &&
         std::equal(text.begin(), text.end(), shape.begin(),
                    [](char c, char s) { return s == '0' ? is_digit(c) : c == s; });
}

// For a message: short.
std::string shown(std::string_view name) {
  constexpr std::size_t longest_shown = 100;
  const std::string beginning = text::shown(name.substr(0, longest_shown));
  return name.size() > longest_shown ? beginning + "…" : beginning;
}

[[noreturn]] void refuse(std::string_view where, std::string_view name) {
  throw Error(ErrorKind::data,
              fmt::format("{} of the database holds \"{}\", which is no name that Bursar gives",
                          where, shown(name)),
              "somebody else has written it: restore a backup that nobody else can have changed");
}

}  // namespace

std::string receipt_file(std::string name) {
  constexpr std::string_view shape = "0000/00/0000-00-00 expense-";
  constexpr std::size_t directories = std::string_view("0000/00/").size();
  if (name.empty()) return name;
  const std::string_view text = name;
  const bool good = has_shape(text.substr(0, shape.size()), shape) &&
                    is_component(text.substr(directories)) &&
                    std::all_of(text.begin() + directories, text.end(), is_plain_or_blank);
  if (!good) refuse("receipts.file", name);
  return name;
}

std::string batch_file(std::string name) {
  const bool good = is_component(name) && std::all_of(name.begin(), name.end(), is_plain);
  if (!good) refuse("batch_files.name", name);
  return name;
}

std::string profile_name(std::string name) {
  if (!is_component(name)) refuse("profiles.name", name);
  return name;
}

std::string batch_directory(std::string name) {
  const bool good = !name.empty() && name.size() <= longest_path &&
                    std::none_of(name.begin(), name.end(), is_control);
  if (!good) refuse("batches.directory", name);
  return name;
}

}  // namespace bursar::store
