#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "ledger/civil_date.hpp"
#include "ledger/instant.hpp"
#include "page/markup.hpp"

namespace bursar::page {

// Small pieces that all sections write alike.

enum class Tone { good, look, bad, plain };
// A state in a word or two, with a sign and a colour that say the same.
[[nodiscard]] Markup mark(Tone tone, std::string_view words);

[[nodiscard]] Markup moment(ledger::Instant t);  // "2026-11-25 09:15 UTC"
[[nodiscard]] Markup moment(const std::optional<ledger::Instant>& t, std::string_view none);
[[nodiscard]] std::string moment_text(ledger::Instant t);
[[nodiscard]] Markup day(ledger::CivilDate date);

[[nodiscard]] Markup paragraph(std::string_view words, std::string_view style_class = {});
[[nodiscard]] Markup heading(int level, const std::string& id, std::string_view words);

// "1 line", "3 lines"
[[nodiscard]] std::string number_of(std::int64_t number, std::string_view one,
                                    std::string_view several);

}  // namespace bursar::page
