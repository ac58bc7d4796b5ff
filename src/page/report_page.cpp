#include "page/report_page.hpp"

#include <fmt/format.h>

#include "page/charts.hpp"
#include "page/phrases.hpp"
#include "page/sections.hpp"
#include "style_sheet.hpp"

namespace bursar::page {
namespace {

std::string period_of(const Report& report) {
  return fmt::format("{} to {}", ledger::format_civil_date(report.first),
                     ledger::format_civil_date(report.last));
}

std::string title_of(const Report& report) {
  std::string names;
  for (const SourceSection& source : report.sources) {
    names += (names.empty() ? "" : ", ") + source.name;
  }
  return names.empty() ? "Ledger report" : "Ledger report: " + names;
}

Markup head_of(const Report& report) {
  Markup head = opening("meta", {{"charset", "utf-8"}});
  head +=
      opening("meta", {{"name", "viewport"}, {"content", "width=device-width, initial-scale=1"}});
  head += opening("meta", {{"name", "color-scheme"}, {"content", "light dark"}});
  // The browser is to fetch nothing, whatever the page says.
  head += opening("meta", {{"http-equiv", "Content-Security-Policy"},
                           {"content", "default-src 'none'; style-src 'unsafe-inline'"}});
  head += element("title", text(title_of(report) + ", " + period_of(report)));
  return element("head", head + style_sheet(style::files[0].text));
}

struct Part {
  std::string id;
  std::string title;
};

Markup contents_of(const std::vector<Part>& parts) {
  Markup items;
  for (const Part& part : parts) {
    items += element("li", element("a", {{"href", "#" + part.id}}, text(part.title)));
  }
  return element("nav", {{"aria-label", "Contents"}}, element("ul", items));
}

Markup header_of(const Report& report, const std::vector<Part>& parts) {
  Markup header = element("h1", text(title_of(report)));
  header +=
      element("p", {{"class", "lead"}},
              text(fmt::format("{}, days of {}. Made ", period_of(report), report.time_zone)) +
                  moment(report.made_at) + text("."));
  return element("header", header + contents_of(parts));
}

Markup glances_of(const Report& report) {
  Markup content = heading(2, "glance", "At a glance");
  for (std::size_t i = 0; i < report.sources.size(); ++i) {
    content += glance(fmt::format("glance-{}", i + 1), report, report.sources[i]);
  }
  if (report.sources.empty()) content += paragraph("Nothing is stored yet: run bursar sync.");
  return element("section", {{"aria-labelledby", "glance"}}, content);
}

Markup source_section(const std::string& id, const Report& report, const SourceSection& source) {
  Markup content = heading(2, id, "Source " + source.name);
  content += reconciliation_section(id + "-reconciliation", source);
  content += history_section(id + "-history", report, source);
  content += ledger_section(id + "-ledger", report, source);
  content += unmapped_section(id + "-unmapped", source);
  content += corrections_section(id + "-corrections", source);
  content += open_items_section(id + "-open-items", source);
  return element("section", {{"aria-labelledby", id}, {"class", "source"}}, content);
}

Markup footer_of(const Report& report) {
  return element("footer", paragraph(fmt::format("Made by Bursar {} from its database alone, "
                                                 "without asking the platform.",
                                                 report.program_version)));
}

}  // namespace

std::string report_page(const Report& report) {
  std::vector<Part> parts{{"glance", "At a glance"}, {"reading", "Reading the platform"}};
  Markup content = glances_of(report) + reading_section(report);
  for (std::size_t i = 0; i < report.sources.size(); ++i) {
    const std::string id = fmt::format("source-{}", i + 1);
    parts.push_back({id, "Source " + report.sources[i].name});
    content += source_section(id, report, report.sources[i]);
  }
  const Markup body =
      hatching() + header_of(report, parts) + element("main", content) + footer_of(report);
  return document(element("html", {{"lang", "en"}}, head_of(report) + element("body", body)))
      .html();
}

}  // namespace bursar::page
