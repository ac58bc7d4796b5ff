#include "store/receipts.hpp"

#include <algorithm>

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

#include "store/fields.hpp"
#include "store/sqlite_error.hpp"
#include "store/stored_name.hpp"

namespace bursar::store {
namespace {

constexpr const char* select_text =
    "SELECT r.receipt, r.expense, r.address, r.attachment, r.attached, r.number, r.total, r.file, "
    "r.type, coalesce(r.size, 0), r.sha256, r.fetched_at, r.reason, r.detail, r.tried_at, "
    "r.retry_at ";

Receipt read_receipt(FieldReader& read) {
  Receipt receipt;
  receipt.receipt = read.number();
  receipt.expense = read.number();
  receipt.address = read.text();
  receipt.attachment = read.text();
  receipt.attached = read.flag();
  receipt.number = read.number();
  receipt.total = read.number();
  receipt.file = receipt_file(read.text());
  receipt.type = read.text();
  receipt.size = read.number();
  receipt.sha256 = read.text();
  receipt.fetched_at = read.optional_instant();
  receipt.reason = read.text();
  receipt.detail = read.text();
  receipt.tried_at = read.optional_instant();
  receipt.retry_at = read.optional_instant();
  return receipt;
}

std::vector<Receipt> read_receipts(SQLite::Statement& select) {
  std::vector<Receipt> found;
  while (select.executeStep()) {
    FieldReader read(select);
    found.push_back(read_receipt(read));
  }
  select.reset();
  return found;
}

std::vector<std::string> texts(Database& database, const char* sql, const std::string& value) {
  SQLite::Statement select(database.connection(), sql);
  select.bindNoCopy(1, value);
  std::vector<std::string> found;
  while (select.executeStep()) found.push_back(select.getColumn(0).getString());
  return found;
}

}  // namespace

struct Receipts::State {
  explicit State(SQLite::Database& database)
      : select(database,
               std::string(select_text) + "FROM receipts r WHERE r.expense = ? ORDER BY r.number"),
        insert(database,
               "INSERT INTO receipts (expense, address, attachment, attached, number, total) "
               "VALUES (?, ?, ?, 1, ?, ?)"),
        mark(database, "UPDATE receipts SET attached = ? WHERE receipt = ?"),
        update(database,
               "UPDATE receipts SET (file, type, size, sha256, fetched_at, reason, detail, "
               "tried_at, retry_at) = (?, ?, ?, ?, ?, ?, ?, ?, ?) WHERE receipt = ?"),
        in_ledger(database,
                  "SELECT 1 FROM transactions WHERE expense = ? AND tombstoned_at IS NULL LIMIT 1"),
        archived(database, "SELECT 1 FROM receipts WHERE file IS NOT NULL LIMIT 1") {}

  SQLite::Statement select;
  SQLite::Statement insert;
  SQLite::Statement mark;
  SQLite::Statement update;
  SQLite::Statement in_ledger;
  SQLite::Statement archived;
};

Receipts::Receipts(Database& database)
    : database_(database), state_(at_border(database.file(), [&] {
        return std::make_unique<State>(database.connection());
      })) {}
Receipts::Receipts(Receipts&&) noexcept = default;
Receipts::~Receipts() = default;

std::vector<Receipt> Receipts::of_expense(std::int64_t expense) {
  return at_border(database_.file(), [&] {
    state_->select.bind(1, expense);
    return read_receipts(state_->select);
  });
}

void Receipts::note_attachments(std::int64_t expense, const std::vector<Attachment>& attachments) {
  at_border(database_.file(), [&] {
    const std::vector<Receipt> known = of_expense(expense);
    const auto is_attached = [&](const Receipt& receipt) {
      return std::any_of(attachments.begin(), attachments.end(),
                         [&](const auto& one) { return one.address == receipt.address; });
    };
    for (const Receipt& receipt : known) {
      if (receipt.attached == is_attached(receipt)) continue;
      FieldBinder(state_->mark).flag(!receipt.attached).number(receipt.receipt);
      run(state_->mark);
    }
    std::vector<Attachment> fresh;
    for (const Attachment& attachment : attachments) {
      const bool is_known = std::any_of(known.begin(), known.end(), [&](const Receipt& receipt) {
        return receipt.address == attachment.address;
      });
      if (!is_known) fresh.push_back(attachment);
    }
    auto number = static_cast<std::int64_t>(known.size());
    const std::int64_t total = number + static_cast<std::int64_t>(fresh.size());
    for (const Attachment& attachment : fresh) {
      FieldBinder(state_->insert)
          .number(expense)
          .text(attachment.address)
          .text(attachment.id)
          .number(++number)
          .number(total);
      run(state_->insert);
    }
  });
}

void Receipts::put_outcome(const Receipt& receipt) {
  (void)receipt_file(receipt.file);
  at_border(database_.file(), [&] {
    FieldBinder(state_->update)
        .text(receipt.file)
        .text(receipt.type)
        .number(receipt.size)
        .text(receipt.sha256)
        .instant(receipt.fetched_at)
        .text(receipt.reason)
        .text(receipt.detail)
        .instant(receipt.tried_at)
        .instant(receipt.retry_at)
        .number(receipt.receipt);
    run(state_->update);
  });
}

bool Receipts::is_in_ledger(const std::string& expense_public_id) {
  return at_border(database_.file(), [&] {
    state_->in_ledger.bindNoCopy(1, expense_public_id);
    const bool found = state_->in_ledger.executeStep();
    state_->in_ledger.reset();
    return found;
  });
}

bool Receipts::any_archived() {
  return at_border(database_.file(), [&] {
    const bool found = state_->archived.executeStep();
    state_->archived.reset();
    return found;
  });
}

std::vector<Receipt> receipts_of_expense(Database& database, const std::string& public_id) {
  return at_border(database.file(), [&] {
    SQLite::Statement select(database.connection(),
                             std::string(select_text) +
                                 "FROM receipts r JOIN expenses e ON e.row = r.expense "
                                 "WHERE e.public_id = ? ORDER BY r.number");
    select.bindNoCopy(1, public_id);
    return read_receipts(select);
  });
}

void for_each_receipt(Database& database, const std::function<void(const IndexedReceipt&)>& visit) {
  at_border(database.file(), [&] {
    SQLite::Statement select(
        database.connection(),
        std::string(select_text) +
            ", e.public_id, e.legacy_id, e.status, a.slug, coalesce(p.name, p.slug), e.amount, "
            "e.currency, e.paid_at, e.created_at FROM expenses e "
            "JOIN receipts r ON r.expense = e.row LEFT JOIN accounts a ON a.account = e.account "
            "LEFT JOIN accounts p ON p.account = e.payee "
            "ORDER BY e.created_at, e.public_id, r.number");
    while (select.executeStep()) {
      FieldReader read(select);
      IndexedReceipt indexed;
      indexed.receipt = read_receipt(read);
      indexed.expense_id = read.text();
      indexed.expense_number = read.optional_number();
      indexed.status = read.text();
      indexed.account = read.text();
      indexed.payee = read.text();
      indexed.amount.hundredths = read.number();
      indexed.amount.currency = read.currency();
      indexed.paid_at = read.optional_instant();
      indexed.created_at = read.instant();
      visit(indexed);
    }
  });
}

ExpenseTrace trace_of_expense(Database& database, const std::string& public_id) {
  return at_border(database.file(), [&] {
    ExpenseTrace trace;
    trace.groups =
        texts(database,
              "SELECT DISTINCT coalesce(group_id, id) FROM transactions WHERE expense = ? "
              "AND tombstoned_at IS NULL ORDER BY 1",
              public_id);
    trace.handed_over =
        texts(database,
              "SELECT said FROM (SELECT DISTINCT p.name AS profile, b.number AS batch, "
              "p.name || ' ' || b.number || ' ' || e.name AS said FROM transactions t "
              "JOIN export_units u ON u.row = t.row JOIN export_lines l ON l.unit = u.unit "
              "JOIN entries e ON e.entry = l.entry JOIN batches b ON b.batch = e.batch "
              "JOIN profiles p ON p.profile = b.profile WHERE t.expense = ?1 "
              "UNION SELECT p.name, b.number, p.name || ' ' || b.number FROM transactions t "
              "JOIN statement_lines l ON l.row = t.row JOIN batches b ON b.batch = l.batch "
              "JOIN profiles p ON p.profile = b.profile WHERE t.expense = ?1) "
              "ORDER BY profile, batch, said",
              public_id);
    return trace;
  });
}

}  // namespace bursar::store
