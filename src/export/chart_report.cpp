#include "export/chart_report.hpp"

#include <algorithm>
#include <map>
#include <string_view>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "export/survey.hpp"

namespace bursar::exporting {
namespace {

using mapping::Chart;
using mapping::Decision;
using mapping::Output;

constexpr std::size_t examples_shown = 3;

// Counts lines by kind, side and category.
class KindCount {
 public:
  using Key = std::tuple<std::string, std::string, std::string>;
  void add(const SurveyedLine& line) {
    const ledger::Posting& posting = line.line.posting;
    LinesOfKind& kind = kinds_[Key{posting.kind, name_of(posting.side), line.line.category}];
    ++kind.lines;
    if (kind.examples.size() < examples_shown) {
      kind.examples.push_back(std::to_string(line.row.row.legacy_id));
    }
  }
  // Most lines first.
  [[nodiscard]] std::vector<LinesOfKind> list() && {
    std::vector<LinesOfKind> list;
    for (auto& [key, kind] : kinds_) {
      std::tie(kind.kind, kind.side, kind.category) = key;
      list.push_back(std::move(kind));
    }
    std::stable_sort(list.begin(), list.end(),
                     [](const LinesOfKind& a, const LinesOfKind& b) { return a.lines > b.lines; });
    return list;
  }

 private:
  std::map<Key, LinesOfKind> kinds_;
};

bool is_by_default(const std::vector<Decision>& decisions, const Chart& chart) {
  const auto account = std::find_if(decisions.begin(), decisions.end(), [](const Decision& one) {
    return one.output == Output::account;
  });
  return account != decisions.end() &&
         (account->rule == Decision::no_rule || chart.rule(account->rule).unconditional);
}

// Names with how many lines have them.
class NameCount {
 public:
  explicit NameCount(const std::vector<std::string>& known) {
    for (const std::string& name : known) lines_.emplace(name, 0);
  }
  void add(const std::string& name) {
    if (!name.empty()) ++lines_[name];
  }
  [[nodiscard]] std::vector<Need> list() const {
    std::vector<Need> list;
    for (const auto& [name, lines] : lines_) list.push_back({name, lines});
    return list;
  }

 private:
  std::map<std::string, std::int64_t> lines_;
};

void add_open_ended(std::string_view column, const mapping::GivenTexts& texts,
                    std::vector<std::string>& open_ended) {
  for (const std::string& text : texts.templates) {
    open_ended.push_back(fmt::format("{} {}", column, text));
  }
}

const Decision* decision_on(const std::vector<Decision>& decisions, Output output) {
  const auto found = std::find_if(decisions.begin(), decisions.end(),
                                  [&](const Decision& one) { return one.output == output; });
  return found == decisions.end() ? nullptr : &*found;
}

std::vector<CodingChange::Column> differing(const std::vector<Decision>& before,
                                            const std::vector<Decision>& after) {
  static const Decision none;
  std::vector<CodingChange::Column> columns;
  for (std::size_t i = 0; i < mapping::output_count; ++i) {
    const auto output = static_cast<Output>(i);
    const Decision* const old = decision_on(before, output);
    const Decision* const now = decision_on(after, output);
    const Decision& a = old == nullptr ? none : *old;
    const Decision& b = now == nullptr ? none : *now;
    if (a.value == b.value) continue;
    columns.push_back({std::string(name_of(output)), a.value, b.value, a.where, b.where});
  }
  return columns;
}

}  // namespace

ChartReport check_chart(store::Database& database, const Request& request) {
  const Context context = context_to_look(database, request);
  const Chart& chart = *request.chart->chart;
  LineCoder coder(context);
  ChartReport report;
  KindCount unmapped;
  KindCount by_default;
  mapping::RuleHits hits(chart.rule_count());
  std::vector<Decision> decisions;
  report.broken = for_each_line(context, {}, [&](const SurveyedLine& line) {
    ++report.lines;
    decisions.clear();
    const ledger::Coding coding =
        coder.code(line.line, line.row, line.day, chart, &decisions, &hits);
    if (coding.unmapped) {
      unmapped.add(line);
    } else if (is_by_default(decisions, chart)) {
      by_default.add(line);
    }
  });
  for (std::size_t i = 0; i < hits.size(); ++i) {
    if (hits[i] == 0) report.unused.push_back(chart.rule(i));
  }
  report.unmapped = std::move(unmapped).list();
  report.by_default = std::move(by_default).list();
  report.missing = chart.missing_for(request.layout.layout.journal.tax);
  return report;
}

BooksNeeds needs_of(store::Database& database, const Request& request) {
  const Context context = context_to_look(database, request);
  const Chart& chart = *request.chart->chart;
  const mapping::ChartNeeds known = chart.needs(request.layout.layout.journal.tax);
  NameCount accounts(known.accounts);
  NameCount tax_codes(known.tax_codes.fixed);
  NameCount classes(known.classes.fixed);
  NameCount locations(known.locations.fixed);
  NameCount names(known.names.fixed);
  LineCoder coder(context);
  BooksNeeds needs;
  needs.broken = for_each_line(context, {}, [&](const SurveyedLine& line) {
    const ledger::Coding coding = coder.code(line.line, line.row, line.day, chart);
    for (const ledger::BookedLine& booked : coder.book(line.line, line.key, coding, chart).lines) {
      accounts.add(booked.line.account);
      accounts.add(booked.line.money);
      tax_codes.add(booked.line.tax_code);
    }
    classes.add(coding.class_name);
    locations.add(coding.location);
    names.add(coding.name);
  });
  needs.accounts = accounts.list();
  needs.tax_codes = tax_codes.list();
  needs.classes = classes.list();
  needs.locations = locations.list();
  needs.names = names.list();
  add_open_ended("tax code", known.tax_codes, needs.open_ended);
  add_open_ended("class", known.classes, needs.open_ended);
  add_open_ended("location", known.locations, needs.open_ended);
  add_open_ended("name", known.names, needs.open_ended);
  return needs;
}

std::vector<CodingChange> compare_charts(store::Database& database, const Request& request,
                                         const Chart& old, const DayRange& range) {
  const Context context = context_to_look(database, request);
  LineCoder coder(context);
  std::vector<CodingChange> changes;
  std::vector<Decision> before;
  std::vector<Decision> after;
  (void)for_each_line(context, range, [&](const SurveyedLine& line) {
    before.clear();
    after.clear();
    (void)coder.code(line.line, line.row, line.day, old, &before);
    (void)coder.code(line.line, line.row, line.day, *request.chart->chart, &after);
    std::vector<CodingChange::Column> columns = differing(before, after);
    if (columns.empty()) return;
    const ledger::Posting& posting = line.line.posting;
    changes.push_back({fmt::format("{} {}", posting.kind, posting.legacy_id), line.day,
                       posting.amount, coder.books_name(line.line), line.row.row.description,
                       std::move(columns)});
  });
  std::stable_sort(changes.begin(), changes.end(),
                   [](const CodingChange& a, const CodingChange& b) { return a.day < b.day; });
  return changes;
}

}  // namespace bursar::exporting
