#include "page/phrases.hpp"

#include <array>

#include <fmt/format.h>

#include "page/amount.hpp"

namespace bursar::page {

Markup mark(Tone tone, std::string_view words) {
  struct Look {
    const char* style_class;
    const char* sign;
  };
  constexpr std::array<Look, 4> looks{{{"mark good", "\u2713"},  // check
                                       {"mark look", "\u25B3"},  // triangle
                                       {"mark bad", "\u2715"},   // cross
                                       {"mark plain", ""}}};
  const Look& look = looks.at(static_cast<std::size_t>(tone));
  Markup sign;
  if (*look.sign != '\0') {
    sign = element("span", {{"aria-hidden", "true"}}, text(look.sign)) + text(" ");
  }
  return element("span", {{"class", look.style_class}}, sign + text(words));
}

std::string moment_text(ledger::Instant t) {
  constexpr std::size_t day_length = 10;
  constexpr std::size_t time_length = 5;
  const std::string full = ledger::format_rfc3339(t);
  return full.substr(0, day_length) + " " + full.substr(day_length + 1, time_length) + " UTC";
}

Markup moment(ledger::Instant t) {
  return element("time", {{"datetime", ledger::format_rfc3339(t)}}, text(moment_text(t)));
}

Markup moment(const std::optional<ledger::Instant>& t, std::string_view none) {
  return t ? moment(*t) : text(none);
}

Markup day(ledger::CivilDate date) {
  return element("time", text(ledger::format_civil_date(date)));
}

Markup paragraph(std::string_view words, std::string_view style_class) {
  const Attributes attributes =
      style_class.empty() ? Attributes{} : Attributes{{"class", std::string(style_class)}};
  return element("p", attributes, text(words));
}

Markup heading(int level, const std::string& id, std::string_view words) {
  return element("h" + std::to_string(level), {{"id", id}}, text(words));
}

std::string number_of(std::int64_t number, std::string_view one, std::string_view several) {
  return fmt::format("{} {}", shown_count(number), number == 1 ? one : several);
}

}  // namespace bursar::page
