#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <set>
#include <string>
#include <tuple>

#include "resolve/execution.hpp"
#include "resolve/references.hpp"
#include "resolve/resolvers.hpp"
#include "world/currency.hpp"

/// transactionReports and hostTransactionsReports (F 7.12, F 7.13, F 12.14, F 12.20, F 12.21).
namespace bursar::sandbox {
namespace {

/// The columns the platform groups rows by; rounding is per group.
struct GroupKey {
  Kind kind;
  bool credit;
  bool refund;
  bool host;
  int expense_type;  ///< -1: none
  Currency currency;
  AccountId recorded_host;  ///< of an account's reports; 0 in a host's

  auto tie() const {
    return std::tie(kind, credit, refund, host, expense_type, currency, recorded_host);
  }
  bool operator<(const GroupKey& other) const { return tie() < other.tie(); }
};

struct GroupSum {
  double amount = 0;
  double platform_fee = 0;
  double processor_fee = 0;
  double host_fee = 0;
  double tax = 0;

  double net() const { return amount + platform_fee + processor_fee + host_fee + tax; }
};

/// A group as the API shows it: each figure converted and rounded by itself.
struct GroupFigures {
  GroupKey key;
  std::int64_t net = 0;
  std::int64_t amount = 0;
  std::int64_t platform_fee = 0;
  std::int64_t processor_fee = 0;
  std::int64_t host_fee = 0;
  std::int64_t tax = 0;
};

struct Report {
  Micros date = 0;
  Currency currency = Currency::USD;
  std::int64_t start = 0;
  std::int64_t change = 0;
  std::vector<GroupFigures> groups;
};

/// An account's reports have the managed half only.
struct Period {
  Report managed;
  Report operational;
};

struct Reports {
  std::string unit;
  std::optional<Micros> from;
  std::optional<Micros> to;
  std::vector<Period> periods;  ///< the newest first
};

Micros period_start(Micros at, const std::string& unit) {
  const CivilDate date = to_civil(at);
  if (unit == "YEAR") return from_civil(date.year, 1, 1);
  if (unit == "QUARTER") return from_civil(date.year, (date.month - 1) / 3 * 3 + 1, 1);
  return from_civil(date.year, date.month, 1);
}

Micros next_period(Micros start, const std::string& unit) {
  const int days = unit == "YEAR" ? 370 : unit == "QUARTER" ? 95 : 32;
  return period_start(start + days * kDay, unit);
}

std::int64_t rounded(double cents) {
  return static_cast<std::int64_t>(std::floor(cents + 0.5));
}

/// Collects rows into periods, in host currency.
class ReportBuilder {
 public:
  ReportBuilder(const World& world, Reports& reports, Currency currency)
      : world_(world), reports_(reports), currency_(currency) {}

  void add(const TransactionRow& row, bool host, AccountId recorded_host) {
    if (periods_.empty() || row.created < start_ || row.created >= end_) {
      start_ = period_start(row.created, reports_.unit);
      end_ = next_period(start_, reports_.unit);
    }
    const int type = row.expense == 0 ? -1 : static_cast<int>(world_.expenses[row.expense].type);
    GroupSum& sum = periods_[start_][{row.kind, row.credit, row.is_refund, host, type,
                                      row.host_currency, recorded_host}];
    sum.amount += row.host_amount;
    sum.platform_fee += row.platform_fee;
    sum.processor_fee += row.processor_fee;
    sum.host_fee += row.host_fee;
    sum.tax += row.tax * row.fx;
  }

  /// A period for each unit from the first with rows to `dateTo`, at most to now. Rows in a period
  /// that begins at that instant or later fit nowhere: the platform refuses them (F 12.20).
  void finish() {
    if (periods_.empty()) return;
    const Micros end = std::min(reports_.to.value_or(world_.now), world_.now);
    if (periods_.rbegin()->first >= end) {
      throw FieldError::plain("Time series data not aligned");
    }
    for (Micros date = periods_.begin()->first; date < end;
         date = next_period(date, reports_.unit)) {
      Period period{report(date, false), report(date, true)};
      if (!reports_.from || date >= *reports_.from) reports_.periods.push_back(std::move(period));
    }
    std::reverse(reports_.periods.begin(), reports_.periods.end());
  }

 private:
  Report report(Micros date, bool host) {
    Report report;
    report.date = date;
    report.currency = currency_;
    std::map<Currency, double>& balances = balances_[host ? 1 : 0];
    for (const auto& [currency, cents] : balances) {
      report.start += rounded(cents * fx_rate(currency, currency_, date));
    }
    for (const auto& [key, sum] : periods_[date]) {
      if (key.host != host) continue;
      const double rate = fx_rate(key.currency, currency_, date);
      report.groups.push_back({key, rounded(sum.net() * rate), rounded(sum.amount * rate),
                               rounded(sum.platform_fee * rate), rounded(sum.processor_fee * rate),
                               rounded(sum.host_fee * rate), rounded(sum.tax * rate)});
      report.change += report.groups.back().net;
      balances[key.currency] += sum.net();
    }
    return report;
  }

  const World& world_;
  Reports& reports_;
  Currency currency_;
  Micros start_ = 0;
  Micros end_ = 0;
  std::map<Micros, std::map<GroupKey, GroupSum>> periods_;
  std::array<std::map<Currency, double>, 2> balances_;
};

/// The platform reads times to the millisecond.
std::optional<Micros> millisecond_argument(const nlohmann::json& argument) {
  const auto at = time_argument(argument);
  return at ? std::optional(floor_to(*at, kMillisecond)) : std::nullopt;
}

Reports new_reports(const PlannedField& field) {
  Reports reports;
  reports.unit = field.argument("timeUnit").is_string() ? field.argument("timeUnit") : "MONTH";
  if (reports.unit != "MONTH" && reports.unit != "QUARTER" && reports.unit != "YEAR") {
    throw FieldError::plain("Only monthly, quarterly and yearly reports are supported.");
  }
  reports.from = millisecond_argument(field.argument("dateFrom"));
  reports.to = millisecond_argument(field.argument("dateTo"));
  return reports;
}

/// The account and its children; VENDOR left out, soft-deleted ones counted in (F 7.12). By version
/// 3 of the budget only rows of the account's host count.
void write_account_reports(Execution& ex, const Node& node, PlannedField& field) {
  const World& world = ex.world();
  const Account& asked = world.accounts[node.number];
  Reports reports = new_reports(field);
  ReportBuilder builder(world, reports, asked.currency);
  const Micros to = reports.to.value_or(std::numeric_limits<Micros>::max());
  for (AccountId id = 1; id <= world.accounts.size(); ++id) {
    const Account& account = world.accounts[id];
    const bool child = account.parent == node.number && account.type != AccountType::Vendor;
    if (id != node.number && !child) continue;
    for (const RowNumber number : world.ledger.of_account(id)) {
      const TransactionRow& row = world.ledger[number];
      const bool counts = asked.budget_version != 3 || row.host == asked.host;
      if (row.created <= to && counts) builder.add(row, false, row.host);
    }
  }
  builder.finish();
  Node target;
  target.extra = &reports;
  ex.object(field, target);
}

/// All rows recorded under the host, split into its own money and that of the hosted: whole months
/// as the hourly view knew them, and the rows created since, up to `dateTo` (F 7.13, F 12.21).
void write_host_reports(Execution& ex, const Node& node, PlannedField& field) {
  const World& world = ex.world();
  Reports reports = new_reports(field);
  ReportBuilder builder(world, reports, world.accounts[node.number].currency);
  const auto children = world.children(node.number, false);
  std::set<AccountId> own(children.begin(), children.end());
  own.insert(node.number);
  const Micros to = reports.to.value_or(std::numeric_limits<Micros>::max());
  const Micros months_end = reports.to ? next_period(period_start(to, "MONTH"), "MONTH") : to;
  const auto add = [&](const TransactionRow& row) {
    builder.add(row, own.count(row.account) > 0, 0);
  };
  const LedgerView& view = world.ledger.hourly_view();
  world.ledger.each_of_host(view, node.number, [&](const TransactionRow& row) {
    if (row.created < months_end && !view.younger(row)) add(row);
  });
  const auto rows = world.ledger.of_host(node.number);
  for (auto number = rows.rbegin(); number != rows.rend() && !view.live(); ++number) {
    const TransactionRow& row = world.ledger[*number];
    if (row.created < view.refreshed()) break;
    if (row.created <= to && (view.younger(row) || !view.knows(*number))) add(row);
  }
  builder.finish();
  Node target;
  target.extra = &reports;
  ex.object(field, target);
}

const Reports& reports_of(const Node& node) {
  return *static_cast<const Reports*>(node.extra);
}
const Report& report_of(const Node& node) {
  return *static_cast<const Report*>(node.extra);
}
const Period& period_of(const Node& node) {
  return *static_cast<const Period*>(node.extra);
}

/// `half`: what of a period a node is.
template <typename Half>
void write_periods(Execution& ex, const Node& node, PlannedField& field, Half half) {
  const std::vector<Period>& periods = reports_of(node).periods;
  ex.list(field, periods.size(), [&](std::size_t i) {
    Node target;
    target.extra = half(periods[i]);
    ex.object(field, target);
  });
}

struct GroupView {
  const GroupFigures* figures;
  Currency currency;
};

const GroupFigures& group_of(const Node& node) {
  return *static_cast<const GroupView*>(node.extra)->figures;
}

void write_groups(Execution& ex, const Node& node, PlannedField& field) {
  const Report& report = report_of(node);
  ex.list(field, report.groups.size(), [&](std::size_t i) {
    const GroupView view{&report.groups[i], report.currency};
    Node target;
    target.extra = &view;
    ex.object(field, target);
  });
}

template <std::int64_t GroupFigures::*Figure>
void write_figure(Execution& ex, const Node& node, PlannedField& field) {
  const auto& view = *static_cast<const GroupView*>(node.extra);
  ex.amount(field, view.figures->*Figure, view.currency);
}

void add_reports(Resolvers& resolvers) {
  constexpr Resolver kFrom = [](Execution& ex, const Node& n, PlannedField& field) {
    ex.time(reports_of(n).from.value_or(kNever), field);
  };
  constexpr Resolver kTo = [](Execution& ex, const Node& n, PlannedField& field) {
    ex.time(reports_of(n).to.value_or(kNever), field);
  };
  constexpr Resolver kUnit = [](Execution& ex, const Node& n, PlannedField&) {
    ex.quoted(reports_of(n).unit);
  };
  for (const char* type : {"TransactionReports", "HostTransactionReports"}) {
    resolvers.add(type, {{"dateFrom", kFrom}, {"dateTo", kTo}, {"timeUnit", kUnit}});
  }
  resolvers.add("TransactionReports",
                {{"nodes", [](Execution& ex, const Node& n, PlannedField& field) {
                    write_periods(ex, n, field, [](const Period& p) { return &p.managed; });
                  }}});
  resolvers.add("HostTransactionReports",
                {{"nodes", [](Execution& ex, const Node& n, PlannedField& field) {
                    write_periods(ex, n, field, [](const Period& p) { return &p; });
                  }}});
  resolvers.add("HostTransactionReportNode",
                {{"date", [](Execution& ex, const Node& n,
                             PlannedField& field) { ex.time(period_of(n).managed.date, field); }},
                 {"managedFunds",
                  [](Execution& ex, const Node& n, PlannedField& field) {
                    Node target;
                    target.extra = &period_of(n).managed;
                    ex.object(field, target);
                  }},
                 {"operationalFunds", [](Execution& ex, const Node& n, PlannedField& field) {
                    Node target;
                    target.extra = &period_of(n).operational;
                    ex.object(field, target);
                  }}});
  resolvers.add("TransactionReport",
                {{"date", [](Execution& ex, const Node& n,
                             PlannedField& field) { ex.time(report_of(n).date, field); }},
                 {"startingBalance",
                  [](Execution& ex, const Node& n, PlannedField& field) {
                    ex.amount(field, report_of(n).start, report_of(n).currency);
                  }},
                 {"endingBalance",
                  [](Execution& ex, const Node& n, PlannedField& field) {
                    const Report& report = report_of(n);
                    ex.amount(field, report.start + report.change, report.currency);
                  }},
                 {"totalChange",
                  [](Execution& ex, const Node& n, PlannedField& field) {
                    ex.amount(field, report_of(n).change, report_of(n).currency);
                  }},
                 {"groups", write_groups}});
}

void add_groups(Resolvers& resolvers) {
  resolvers.add(
      "TransactionsAmountGroup",
      {{"netAmount", write_figure<&GroupFigures::net>},
       {"amount", write_figure<&GroupFigures::amount>},
       {"platformFee", write_figure<&GroupFigures::platform_fee>},
       {"paymentProcessorFee", write_figure<&GroupFigures::processor_fee>},
       {"hostFee", write_figure<&GroupFigures::host_fee>},
       {"taxAmount", write_figure<&GroupFigures::tax>},
       {"type", [](Execution& ex, const Node& n,
                   PlannedField&) { ex.quoted(group_of(n).key.credit ? "CREDIT" : "DEBIT"); }},
       {"kind",
        [](Execution& ex, const Node& n, PlannedField& field) {
          if (group_of(n).key.kind == Kind::None) return ex.null(field);
          ex.quoted(name(group_of(n).key.kind));
        }},
       {"isRefund",
        [](Execution& ex, const Node& n, PlannedField&) { ex.boolean(group_of(n).key.refund); }},
       {"isHost",
        [](Execution& ex, const Node& n, PlannedField&) { ex.boolean(group_of(n).key.host); }},
       {"expenseType", [](Execution& ex, const Node& n, PlannedField& field) {
          const int type = group_of(n).key.expense_type;
          if (type < 0) return ex.null(field);
          ex.quoted(name(static_cast<ExpenseType>(type)));
        }}});
}

}  // namespace

void add_report_resolvers(Resolvers& resolvers) {
  add_reports(resolvers);
  add_groups(resolvers);
  resolvers.add("Account", {{"transactionReports", write_account_reports}});
  resolvers.add("Host", {{"hostTransactionsReports", write_host_reports}});
}

}  // namespace bursar::sandbox
