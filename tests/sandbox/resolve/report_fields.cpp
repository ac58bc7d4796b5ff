#include <limits>
#include <map>
#include <set>
#include <string>
#include <tuple>

#include "resolve/execution.hpp"
#include "resolve/references.hpp"
#include "resolve/resolvers.hpp"
#include "world/balance.hpp"

/// transactionReports and hostTransactionsReports (F 7.12, F 7.13, F 12.14).
namespace bursar::sandbox {
namespace {

struct GroupKey {
  Kind kind;
  bool credit;
  bool refund;
  bool host;
  int expense_type;  ///< -1: none

  auto tie() const { return std::tie(kind, credit, refund, host, expense_type); }
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

struct Report {
  Micros date = 0;
  Currency currency = Currency::USD;
  double start = 0;
  double change = 0;
  std::map<GroupKey, GroupSum> groups;
};

struct Reports {
  std::string unit;
  std::optional<Micros> from;
  std::optional<Micros> to;
  std::vector<Report> managed;  ///< the only list of an account's reports
  std::vector<Report> operational;
};

Micros period_start(Micros at, const std::string& unit) {
  const CivilDate date = to_civil(at);
  if (unit == "YEAR") return from_civil(date.year, 1, 1);
  if (unit == "QUARTER") return from_civil(date.year, (date.month - 1) / 3 * 3 + 1, 1);
  return from_civil(date.year, date.month, 1);
}

/// Collects rows into periods. Amounts are in host currency, converted only when that is not the
/// currency of the report.
class ReportBuilder {
 public:
  ReportBuilder(const World& world, std::string unit, Currency currency)
      : world_(world), unit_(std::move(unit)), currency_(currency) {}

  void add(const TransactionRow& row, bool host) {
    if (periods_.empty() || row.created < start_ || row.created >= end_) {
      start_ = period_start(row.created, unit_);
      end_ = period_start(start_ + (unit_ == "YEAR"      ? 370
                                    : unit_ == "QUARTER" ? 95
                                                         : 32) *
                                       kDay,
                          unit_);
    }
    const double rate = fx_rate(row.host_currency, currency_, start_);
    const int type = row.expense == 0 ? -1 : static_cast<int>(world_.expenses[row.expense].type);
    GroupSum& sum = periods_[start_][{row.kind, row.credit, row.is_refund, host, type}];
    sum.amount += row.host_amount * rate;
    sum.platform_fee += row.platform_fee * rate;
    sum.processor_fee += row.processor_fee * rate;
    sum.host_fee += row.host_fee * rate;
    sum.tax += row.tax * row.fx * rate;
  }

  std::vector<Report> reports(std::optional<Micros> from) const {
    std::vector<Report> list;
    double balance = 0;
    for (const auto& [date, groups] : periods_) {
      Report report;
      report.date = date;
      report.currency = currency_;
      report.start = balance;
      for (const auto& group : groups) report.change += group.second.net();
      balance += report.change;
      report.groups = groups;
      if (!from || date >= period_start(*from, unit_)) list.push_back(std::move(report));
    }
    return list;
  }

 private:
  const World& world_;
  std::string unit_;
  Currency currency_;
  Micros start_ = 0;
  Micros end_ = 0;
  std::map<Micros, std::map<GroupKey, GroupSum>> periods_;
};

Reports new_reports(const PlannedField& field) {
  Reports reports;
  reports.unit = field.argument("timeUnit").is_string() ? field.argument("timeUnit") : "MONTH";
  if (reports.unit != "MONTH" && reports.unit != "QUARTER" && reports.unit != "YEAR") {
    throw FieldError::plain("Only MONTH, QUARTER and YEAR are supported");
  }
  reports.from = time_argument(field.argument("dateFrom"));
  reports.to = time_argument(field.argument("dateTo"));
  return reports;
}

/// The account and its children; VENDOR left out, soft-deleted ones counted in (F 7.12).
void write_account_reports(Execution& ex, const Node& node, PlannedField& field) {
  const World& world = ex.world();
  Reports reports = new_reports(field);
  ReportBuilder builder(world, reports.unit, world.accounts[node.number].currency);
  const Micros to = reports.to.value_or(std::numeric_limits<Micros>::max());
  for (AccountId id = 1; id <= world.accounts.size(); ++id) {
    const Account& account = world.accounts[id];
    const bool child = account.parent == node.number && account.type != AccountType::Vendor;
    if (id != node.number && !child) continue;
    for (const RowNumber number : world.ledger.of_account(id)) {
      const TransactionRow& row = world.ledger[number];
      if (row.created <= to) builder.add(row, false);
    }
  }
  reports.managed = builder.reports(reports.from);
  Node target;
  target.extra = &reports;
  ex.object(field, target);
}

/// All rows recorded under the host, split into its own money and that of the hosted (F 7.13).
void write_host_reports(Execution& ex, const Node& node, PlannedField& field) {
  const World& world = ex.world();
  Reports reports = new_reports(field);
  const Currency currency = world.accounts[node.number].currency;
  ReportBuilder managed(world, reports.unit, currency);
  ReportBuilder operational(world, reports.unit, currency);
  const auto children = world.children(node.number, false);
  std::set<AccountId> own(children.begin(), children.end());
  own.insert(node.number);
  const Micros to = reports.to.value_or(std::numeric_limits<Micros>::max());
  for (const RowNumber number : world.ledger.of_host(node.number)) {
    const TransactionRow& row = world.ledger[number];
    if (row.created > to) continue;
    const bool is_own = own.count(row.account) > 0;
    (is_own ? operational : managed).add(row, is_own);
  }
  reports.managed = managed.reports(reports.from);
  reports.operational = operational.reports(reports.from);
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

void write_cents(Execution& ex, PlannedField& field, double cents, Currency currency) {
  ex.amount(field, platform_round(cents, currency), currency);
}

void write_nodes(Execution& ex, const Node& node, PlannedField& field) {
  const auto& list = reports_of(node).managed;
  ex.list(field, list.size(), [&](std::size_t i) {
    Node report;
    report.extra = &list[i];
    ex.object(field, report);
  });
}

struct HostPeriod {
  Report managed;
  Report operational;
};

/// One node per period in which either side has rows.
void write_host_nodes(Execution& ex, const Node& node, PlannedField& field) {
  const Reports& reports = reports_of(node);
  std::map<Micros, HostPeriod> periods;
  for (const Report& report : reports.managed) periods[report.date].managed = report;
  for (const Report& report : reports.operational) periods[report.date].operational = report;
  auto period = periods.begin();
  double managed = 0;
  double operational = 0;
  ex.list(field, periods.size(), [&](std::size_t) {
    auto& [date, both] = *period++;
    const Currency currency =
        both.managed.date != 0 ? both.managed.currency : both.operational.currency;
    if (both.managed.date == 0) both.managed = {date, currency, managed, 0, {}};
    if (both.operational.date == 0) both.operational = {date, currency, operational, 0, {}};
    managed = both.managed.start + both.managed.change;
    operational = both.operational.start + both.operational.change;
    Node target;
    target.extra = &both;
    ex.object(field, target);
  });
}

const HostPeriod& period_of(const Node& node) {
  return *static_cast<const HostPeriod*>(node.extra);
}

struct GroupView {
  const GroupKey* key;
  const GroupSum* sum;
  Currency currency;
};

const GroupView& group_of(const Node& node) {
  return *static_cast<const GroupView*>(node.extra);
}

void write_groups(Execution& ex, const Node& node, PlannedField& field) {
  const Report& report = report_of(node);
  auto group = report.groups.begin();
  ex.list(field, report.groups.size(), [&](std::size_t) {
    const GroupView view{&group->first, &group->second, report.currency};
    ++group;
    Node target;
    target.extra = &view;
    ex.object(field, target);
  });
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
  resolvers.add("TransactionReports", {{"nodes", write_nodes}});
  resolvers.add("HostTransactionReports", {{"nodes", write_host_nodes}});
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
                    write_cents(ex, field, report_of(n).start, report_of(n).currency);
                  }},
                 {"endingBalance",
                  [](Execution& ex, const Node& n, PlannedField& field) {
                    const Report& report = report_of(n);
                    write_cents(ex, field, report.start + report.change, report.currency);
                  }},
                 {"totalChange",
                  [](Execution& ex, const Node& n, PlannedField& field) {
                    write_cents(ex, field, report_of(n).change, report_of(n).currency);
                  }},
                 {"groups", write_groups}});
}

void add_groups(Resolvers& resolvers) {
  resolvers.add(
      "TransactionsAmountGroup",
      {{"netAmount",
        [](Execution& ex, const Node& n, PlannedField& field) {
          write_cents(ex, field, group_of(n).sum->net(), group_of(n).currency);
        }},
       {"amount",
        [](Execution& ex, const Node& n, PlannedField& field) {
          write_cents(ex, field, group_of(n).sum->amount, group_of(n).currency);
        }},
       {"platformFee",
        [](Execution& ex, const Node& n, PlannedField& field) {
          write_cents(ex, field, group_of(n).sum->platform_fee, group_of(n).currency);
        }},
       {"paymentProcessorFee",
        [](Execution& ex, const Node& n, PlannedField& field) {
          write_cents(ex, field, group_of(n).sum->processor_fee, group_of(n).currency);
        }},
       {"hostFee",
        [](Execution& ex, const Node& n, PlannedField& field) {
          write_cents(ex, field, group_of(n).sum->host_fee, group_of(n).currency);
        }},
       {"taxAmount",
        [](Execution& ex, const Node& n, PlannedField& field) {
          write_cents(ex, field, group_of(n).sum->tax, group_of(n).currency);
        }},
       {"type", [](Execution& ex, const Node& n,
                   PlannedField&) { ex.quoted(group_of(n).key->credit ? "CREDIT" : "DEBIT"); }},
       {"kind",
        [](Execution& ex, const Node& n, PlannedField& field) {
          if (group_of(n).key->kind == Kind::None) return ex.null(field);
          ex.quoted(name(group_of(n).key->kind));
        }},
       {"isRefund",
        [](Execution& ex, const Node& n, PlannedField&) { ex.boolean(group_of(n).key->refund); }},
       {"isHost",
        [](Execution& ex, const Node& n, PlannedField&) { ex.boolean(group_of(n).key->host); }},
       {"expenseType", [](Execution& ex, const Node& n, PlannedField& field) {
          const int type = group_of(n).key->expense_type;
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
