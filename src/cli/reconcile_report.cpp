#include "cli/reconcile_report.hpp"

#include <algorithm>
#include <optional>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/table.hpp"
#include "ledger/instant.hpp"

namespace bursar::cli {
namespace {

using audit::AccountBalance;
using audit::Difference;

// Two decimals of every currency: a difference in yen may have some, and must be shown.
std::string decimal(std::int64_t hundredths) {
  constexpr int decimals = 2;
  std::string text;
  ledger::append_amount({hundredths, {}}, '.', decimals, text);
  return text;
}

std::string decimal(const std::optional<std::int64_t>& hundredths) {
  return hundredths ? decimal(*hundredths) : "-";
}

nlohmann::json json_decimal(const std::optional<std::int64_t>& hundredths) {
  return hundredths ? nlohmann::json(decimal(*hundredths)) : nlohmann::json(nullptr);
}

std::string month_of(const Difference& difference) {
  constexpr std::size_t year_and_month = 7;
  return difference.month ? ledger::format_rfc3339(*difference.month).substr(0, year_and_month)
                          : std::string();
}

std::string name_of(const std::string& slug, const std::string& account) {
  return slug.empty() ? account : slug;
}

void show_balances(const audit::SourceReport& report, Output& output) {
  Table table{{{"account"},
               {"currency"},
               {"rows", true},
               {"stored " + ledger::format_rfc3339(report.safe).substr(0, 10), true},
               {"platform", true},
               {"stored now", true},
               {"platform", true},
               {"state"}},
              {}};
  for (const AccountBalance& line : report.balances) {
    const std::string then = decimal(line.stored_then.rounded(line.currency));
    const std::string now = decimal(line.stored_now.rounded(line.currency));
    const std::string state(audit::name_of(line.state));
    table.rows.push_back({name_of(line.slug, line.account), std::string(line.currency.code()),
                          grouped(line.rows), then, decimal(line.platform_then), now,
                          decimal(line.platform_now), state});
    output.event({{"type", "balance"},
                  {"source", report.source},
                  {"account", line.account},
                  {"slug", line.slug},
                  {"currency", std::string(line.currency.code())},
                  {"budget_version", line.version},
                  {"rows", line.rows},
                  {"date", ledger::format_rfc3339(report.safe)},
                  {"stored_at_date", then},
                  {"platform_at_date", json_decimal(line.platform_then)},
                  {"stored_now", now},
                  {"platform_now", json_decimal(line.platform_now)},
                  {"state", state}});
  }
  if (!table.rows.empty()) output.result(format_table(table, 10'000).add(""));
}

void show_books(const audit::SourceReport& report, Output& output) {
  Table table{{{"profile"},
               {"currency"},
               {"stored", true},
               {"issued", true},
               {"caught up", true},
               {"held", true},
               {"waiting", true},
               {"outside", true},
               {"difference", true}},
              {}};
  for (const auto& profile : report.profiles) {
    for (const audit::BooksLine& line : profile.lines) {
      const std::string currency(line.currency.code());
      table.rows.push_back({profile.profile, currency, decimal(line.stored), decimal(line.issued),
                            decimal(line.caught_up), decimal(line.held), decimal(line.waiting),
                            decimal(line.outside), decimal(line.difference)});
      output.event({{"type", "handed_over"},
                    {"source", report.source},
                    {"profile", profile.profile},
                    {"kind", profile.kind},
                    {"currency", currency},
                    {"stored", decimal(line.stored)},
                    {"issued", decimal(line.issued)},
                    {"caught_up", decimal(line.caught_up)},
                    {"held", decimal(line.held)},
                    {"waiting", decimal(line.waiting)},
                    {"outside", decimal(line.outside)},
                    {"difference", decimal(line.difference)}});
    }
  }
  if (!table.rows.empty()) output.result(format_table(table, 10'000).add(""));
}

const char* outcome_of(const Difference& difference) {
  if (difference.repaired) return "repaired";
  if (difference.theirs) return "the platform's own";
  return audit::remains(difference) ? "REMAINS" : "explained";
}

void show_differences(const audit::SourceReport& report, Output& output) {
  Table table{{{"difference"},
               {"profile"},
               {"account"},
               {"currency"},
               {"amount", true},
               {"month"},
               {"kind"},
               {"outcome"},
               {"detail"}},
              {}};
  for (const Difference& difference : report.differences) {
    const std::string code(audit::name_of(difference.code));
    const std::string currency(difference.currency.code());
    table.rows.push_back({code, difference.profile, name_of(difference.slug, difference.account),
                          currency, decimal(difference.amount), month_of(difference),
                          difference.kind, outcome_of(difference), difference.detail});
    output.event({{"type", "difference"},
                  {"source", report.source},
                  {"code", code},
                  {"profile", difference.profile},
                  {"account", difference.account},
                  {"slug", difference.slug},
                  {"currency", currency},
                  {"amount", decimal(difference.amount)},
                  {"month", month_of(difference)},
                  {"kind", difference.kind},
                  {"records", difference.records},
                  {"repaired", difference.repaired},
                  {"theirs", difference.theirs},
                  {"remains", audit::remains(difference)},
                  {"detail", difference.detail}});
  }
  // What is wrong must not be cut.
  if (!table.rows.empty()) output.result(format_table(table, 10'000).add(""));
}

// "demo-collective, 2021-03, EXPENSE"; what is known of it.
std::string place_of(const Difference& difference) {
  std::string place = name_of(difference.slug, difference.account);
  for (const std::string& more : {month_of(difference), difference.kind}) {
    if (!more.empty()) place += (place.empty() ? "" : ", ") + more;
  }
  return place;
}

// Which side has more: ", demo-collective: the platform has USD 12.34 less than is stored".
std::string sentence_of(const Difference& difference) {
  const std::string place = place_of(difference);
  std::string sentence = difference.profile.empty() ? "" : " in " + difference.profile;
  if (!place.empty()) sentence += ", " + place;
  if (difference.amount == 0) {
    return sentence + (difference.detail.empty() ? "" : ": " + difference.detail);
  }
  return sentence + fmt::format(": {} has {} {} {} than {}",
                                difference.profile.empty() ? "the platform" : "the export",
                                difference.currency.code(), decimal(std::abs(difference.amount)),
                                difference.amount < 0 ? "less" : "more", "is stored");
}

// "books: 2021-03, 2021-05: read again, for the platform had changed them"
void show_repaired(const audit::SourceReport& report, Output& output) {
  std::string months;
  for (const Difference& difference : report.differences) {
    const std::string month = month_of(difference);
    const bool is_new = months.find(month) == std::string::npos;
    if (difference.repaired && is_new) months += (months.empty() ? "" : ", ") + month;
  }
  if (months.empty()) return;
  output.note(
      fmt::format("{}: {}: read again, because the platform had other rows or sums than "
                  "were stored",
                  report.source, months));
}

void show_unanswered(const audit::SourceReport& report, Output& output) {
  for (const auto& question : report.unanswered) {
    output.event({{"type", "unanswered"},
                  {"source", report.source},
                  {"question", question.question},
                  {"reason", question.reason},
                  {"runs", question.runs},
                  {"since", ledger::format_rfc3339(question.since)}});
    const std::string line = fmt::format(
        "{}: the platform did not answer for {}, so the books are not proven by them ({})",
        report.source, question.question, question.reason);
    if (question.runs < audit::runs_until_evidence_lacks) {
      output.note(line);
    } else {
      output.warning(fmt::format("{}; for {} runs now: see `bursar doctor`", line, question.runs));
    }
  }
}

std::int64_t count_remaining(const audit::SourceReport& report) {
  return std::count_if(report.differences.begin(), report.differences.end(), audit::remains);
}

std::int64_t count_in_state(const audit::SourceReport& report, audit::BalanceState state) {
  return std::count_if(report.balances.begin(), report.balances.end(),
                       [&](const AccountBalance& line) { return line.state == state; });
}

// "3 of 4 balances are the platform's to the cent, 1 cannot be compared; 2 profiles account for
// every row"
std::string agreement_of(const audit::SourceReport& report) {
  const auto all = static_cast<std::int64_t>(report.balances.size());
  const std::int64_t agreeing = count_in_state(report, audit::BalanceState::agrees);
  const std::int64_t lagging = count_in_state(report, audit::BalanceState::view_lag);
  std::string text = fmt::format("{} of {} balances are the platform's to the cent", agreeing, all);
  if (lagging > 0) text += fmt::format(", {} but for its view's lag", lagging);
  if (agreeing + lagging < all) {
    text += fmt::format(", {} cannot be compared", all - agreeing - lagging);
  }
  if (!report.profiles.empty()) {
    const bool one = report.profiles.size() == 1;
    text += fmt::format("; {} {} for every row", report.profiles.size(),
                        one ? "profile accounts" : "profiles account");
  }
  return text;
}

}  // namespace

void show_reconciliation(const audit::SourceReport& report, Output& output) {
  output.result(report.source);
  output.result("");
  show_balances(report, output);
  show_books(report, output);
  show_differences(report, output);
  show_unanswered(report, output);
  const std::int64_t remaining = count_remaining(report);
  output.event({{"type", "reconciled"},
                {"source", report.source},
                {"date", ledger::format_rfc3339(report.safe)},
                {"read_to", ledger::format_rfc3339(report.read_to)},
                {"agrees", report.agrees()},
                {"differences", remaining},
                {"read_again", report.read_again.size()}});
  if (report.agrees()) {
    output.result(fmt::format("{}: {}", report.source, agreement_of(report)));
  } else {
    output.result(fmt::format("{}: {} differences remain", report.source, remaining));
  }
}

void show_quick_check(const audit::SourceReport& report, Output& output) {
  output.event({{"type", "quick_check"},
                {"source", report.source},
                {"agrees", report.agrees()},
                {"differences", count_remaining(report)},
                {"read_again", report.read_again.size()}});
  show_repaired(report, output);
  for (const Difference& difference : report.differences) {
    if (difference.code != audit::Code::view_lag) continue;
    output.note(fmt::format("{}: {}: {}", report.source, place_of(difference), difference.detail));
  }
  show_unanswered(report, output);
  if (report.agrees()) {
    output.note(fmt::format("{}: {}", report.source, agreement_of(report)));
    return;
  }
  const std::int64_t remaining = count_remaining(report);
  const auto first =
      std::find_if(report.differences.begin(), report.differences.end(), audit::remains);
  const std::string more = remaining > 1 ? fmt::format(" (and {} more)", remaining - 1) : "";
  output.warning(fmt::format("{}: {}{}{}; `bursar reconcile {}` looks for the rows", report.source,
                             audit::name_of(first->code), sentence_of(*first), more,
                             report.source));
}

}  // namespace bursar::cli
