#include "opencollective/budget_version.hpp"

#include <charconv>
#include <string>

namespace bursar::opencollective {

std::int64_t budget_version(const nlohmann::json& settings) {
  constexpr std::int64_t usual = 2;
  if (!settings.is_object()) return usual;
  const auto budget = settings.find("budget");
  if (budget == settings.end() || !budget->is_object()) return usual;
  const auto version = budget->find("version");
  if (version == budget->end()) return usual;
  if (version->is_number_integer()) return version->get<std::int64_t>();
  if (!version->is_string()) return usual;
  const auto& written = version->get_ref<const std::string&>();
  const std::size_t first = !written.empty() && written[0] == 'v' ? 1 : 0;
  std::int64_t number = 0;
  const char* end = written.data() + written.size();
  const auto [stop, error] = std::from_chars(written.data() + first, end, number);
  return error == std::errc() && stop == end ? number : usual;
}

}  // namespace bursar::opencollective
