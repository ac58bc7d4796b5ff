#pragma once

#include <string>

#include "page/markup.hpp"
#include "page/report.hpp"

namespace bursar::page {

// The parts of the page. Each is a <section> with a heading; `id` begins the names of all that is
// in it and is unique on the page.

// The state of a source in a few words, and what there is to look at.
[[nodiscard]] Markup glance(const std::string& id, const Report& report,
                            const SourceSection& source);
// What was read, the last runs, what they found.
[[nodiscard]] Markup reading_section(const Report& report);

[[nodiscard]] Markup reconciliation_section(const std::string& id, const SourceSection& source);
[[nodiscard]] Markup history_section(const std::string& id, const Report& report,
                                     const SourceSection& source);
[[nodiscard]] Markup ledger_section(const std::string& id, const Report& report,
                                    const SourceSection& source);
[[nodiscard]] Markup unmapped_section(const std::string& id, const SourceSection& source);
[[nodiscard]] Markup corrections_section(const std::string& id, const SourceSection& source);
[[nodiscard]] Markup open_items_section(const std::string& id, const SourceSection& source);

}  // namespace bursar::page
