#include "cli/examination.hpp"

#include <utility>

#include <nlohmann/json.hpp>

#include "cli/table.hpp"

namespace bursar::cli {
namespace {

const char* word(Grade grade) {
  switch (grade) {
    case Grade::good:
      return "ok";
    case Grade::notice:
      return "note";
    case Grade::bad:
      return "BAD";
  }
  return "BAD";
}

}  // namespace

void Examination::add(Finding finding) {
  output_.event({{"type", "check"},
                 {"what", finding.what},
                 {"grade", finding.grade == Grade::bad ? "bad" : word(finding.grade)},
                 {"result", finding.result},
                 {"advice", finding.advice}});
  findings_.push_back(std::move(finding));
}

void Examination::add_bad(ErrorKind kind, const std::string& what, const std::string& result,
                          const std::string& advice) {
  if (worst_ == exit_done) worst_ = exit_status(kind);
  add({what, Grade::bad, result, advice});
}

bool Examination::check(const std::string& what, const std::function<void()>& look) {
  try {
    look();
    return true;
  } catch (const Error& error) {
    add_bad(error.kind(), what, error.what(), error.next_step());
    return false;
  }
}

int Examination::finish() {
  Table table{{{"check"}, {""}, {"result"}}, {}};
  for (const Finding& finding : findings_) {
    table.rows.push_back({finding.what, word(finding.grade), finding.result});
    if (!finding.advice.empty()) table.rows.push_back({"", "", "-> " + finding.advice});
  }
  // Advice must not be cut: the table may be wider than the terminal.
  output_.result(format_table(table, 10'000));
  return worst_;
}

}  // namespace bursar::cli
