#include "export/table_export.hpp"

#include <string>
#include <unordered_set>

#include <fmt/format.h>

#include "error/error.hpp"
#include "export/coded_group.hpp"
#include "export/csv_writer.hpp"
#include "export/expense_record.hpp"
#include "ledger/identity.hpp"
#include "ledger/line_date.hpp"
#include "store/groups.hpp"
#include "store/news.hpp"
#include "store/queries.hpp"

namespace bursar::exporting {
namespace {

// Records without a date come last.
constexpr ledger::CivilDate undated{2'932'896};  // 9999-12-31

class TableExport {
 public:
  TableExport(const Context& context, BatchFiles& files, Result& result)
      : context_(context),
        layout_(context.request.layout.layout),
        files_(files),
        result_(result),
        is_first_(context.profile.seen == store::Seen{}) {}

  void transactions() {
    const store::Seen since = is_first_ ? store::Seen{} : context_.profile.seen;
    store::for_each_touched_transaction(
        context_.database, since, context_.profile.profile, store::Orders::read,
        [this](const store::StoredTransaction& row, bool deleted) {
          if (!wants(row.row, deleted)) return;
          naming("transaction", row.row.id, [&] {
            fill_record(row, context_.request.calendar, record_);
            if (context_.request.names == Names::ids) hide_persons(row, record_);
            record_.set(mapping::Field::deleted, deleted);
            add(std::get<ledger::CivilDate>(record_[mapping::Field::date]), row.account,
                {row.row.host_net_amount, row.row.host_currency});
          });
        });
  }

  // Rows in the shape they have since 2024, whole groups at a time: taxes belong to other rows.
  void postings() {
    const auto take = [this](const store::StoredGroup& stored) {
      const LedgerGroup group = ledger_group(stored, context_);
      result_.outside += group.outside;
      for (const ledger::Line& line : group.lines) {
        const store::StoredTransaction& row = group.row_of(line);
        naming("transaction", row.row.id, [&] { posting(group, line, row); });
      }
    };
    if (is_first_) {
      store::for_each_group(context_.database, take);
      return;
    }
    store::GroupReader reader(context_.database);
    store::for_each_touched_group(context_.database, context_.profile.seen,
                                  context_.profile.profile, false,
                                  [&](const std::string& id) { take(reader.read(id)); });
  }

  void expenses() {
    std::unordered_set<std::int64_t> touched;
    if (!is_first_) {
      store::for_each_touched_expense(context_.database, context_.profile.seen,
                                      [&](std::int64_t row) { touched.insert(row); });
      if (touched.empty()) return;
    }
    store::for_each_expense(
        context_.database, context_.request.source,
        [&](const store::StoredExpense& row) {
          if (is_first_ ? row.deleted : !touched.contains(row.key)) return;
          naming("expense", row.expense.public_id, [&] { expense(row); });
        },
        true);
  }

 private:
  bool wants(const ledger::Transaction& row, bool deleted) {
    if (!ledger::in_books(context_.books, row)) {
      if (is_of_source(context_, row)) ++result_.outside;
      return false;
    }
    return !(deleted && is_first_);
  }

  void posting(const LedgerGroup& group, const ledger::Line& line,
               const store::StoredTransaction& row) {
    const Calendar& calendar = context_.request.calendar;
    const std::string id =
        ledger::statement_line_id(row.row.id, group.key_of(line), ledger::Turn::original, 0);
    fill_line_record(line, row, context_, record_);
    record_.set(mapping::Field::line_id, std::string_view(id));
    const ledger::CivilDate day = ledger::date_of_entry(group.group, calendar.basis, calendar.zone);
    record_.set(mapping::Field::date, day);
    record_.set(mapping::Field::deleted, false);  // a group has no tombstones
    add(day, row.account, line.posting.amount);
  }

  void expense(const store::StoredExpense& row) {
    const Calendar& calendar = context_.request.calendar;
    const ledger::CivilDate day = expense_date(row.expense, calendar).value_or(undated);
    fill_record(row, calendar, record_);
    record_.set(mapping::Field::deleted, row.deleted);
    if (layout_.rows == mapping::Rows::expenses) {
      add(day, row.account, row.expense.amount);
      return;
    }
    for (std::size_t i = 0; i < row.expense.items.size(); ++i) {
      fill_item(row.expense, i, calendar, record_);
      add(day, row.account, row.expense.items[i].amount);
    }
  }

  // Lines of one day are in the order of the store.
  void add(ledger::CivilDate day, const ledger::Account* account, ledger::Money amount) {
    const Request& request = context_.request;
    if (request.start && day < *request.start) {
      ++result_.caught_up;
      return;
    }
    bytes_.clear();
    append_csv_line(layout_.csv, record_, bytes_);
    const std::string slug = account == nullptr ? std::string() : account->slug;
    files_.add({file_key(request, slug, amount.currency, day), day,
                fmt::format("{:020}", ++result_.rows), 1, 0, amount},
               bytes_);
  }

  // Says which record could not be written: whoever reads the message looks for it.
  template <typename Write>
  void naming(const char* what, const std::string& id, const Write& write) {
    try {
      write();
    } catch (const Error& error) {
      if (error.kind() != ErrorKind::data) throw;
      throw Error(ErrorKind::data, fmt::format("{} {}: {}", what, id, error.what()),
                  "nothing was written; the amount is as Open Collective gives it, so report it "
                  "there");
    }
  }

  const Context& context_;
  const mapping::Layout& layout_;
  BatchFiles& files_;
  Result& result_;
  bool is_first_;
  mapping::Record record_;
  std::string bytes_;
};

}  // namespace

void export_table(const Context& context, BatchFiles& files, Result& result) {
  TableExport table(context, files, result);
  switch (context.request.layout.layout.rows) {
    case mapping::Rows::expenses:
    case mapping::Rows::expense_items:
      return table.expenses();
    case mapping::Rows::postings:
      return table.postings();
    default:
      return table.transactions();
  }
}

}  // namespace bursar::exporting
