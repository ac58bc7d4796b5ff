#include "random_platform.hpp"

#include <array>

#include <fmt/format.h>

#include "store/deletions.hpp"
#include "store/successors.hpp"

namespace bursar::property {
namespace {

using ledger::Key;

ledger::Currency currency(const char* code) {
  return ledger::Currency::parse(code).value();
}

ledger::Account account(const std::string& slug, const char* type, const char* money) {
  ledger::Account made;
  made.slug = slug;
  made.public_id = "acc_" + slug;
  made.platform_id = made.public_id;
  made.name = "Name of " + slug;
  made.type = type;
  made.currency = currency(money);
  return made;
}

}  // namespace

RandomPlatform::RandomPlatform(std::uint64_t seed, bool moves_accounts)
    : moves_accounts_(moves_accounts), random_(seed) {
  accounts_.push_back(account("host", "ORGANIZATION", "USD"));
  for (const char* slug : {"river", "bakery", "choir", "garden"}) {
    accounts_.push_back(account(slug, "COLLECTIVE", "USD"));
    accounts_.back().host = "acc_host";
  }
  accounts_.push_back(account("river-bridge", "PROJECT", "EUR"));
  accounts_.push_back(account("bakery-fair", "EVENT", "JPY"));
  accounts_[5].parent = "acc_river";
  accounts_[6].parent = "acc_bakery";
  accounts_.push_back(account("host-library", "PROJECT", "USD"));
  accounts_.back().parent = "acc_host";
  accounts_.push_back(account("faraway", "COLLECTIVE", "EUR"));
  accounts_.push_back(account("processor", "VENDOR", "USD"));
  accounts_.push_back(account("tax-office", "VENDOR", "EUR"));
  for (Key i = 0; i < persons; ++i) {
    accounts_.push_back(account(fmt::format("person-{}", i), "INDIVIDUAL", "EUR"));
  }
  for (const char* code : {"6010", "6110", "6210", "7000"}) {
    ledger::AccountingCategory& category = categories_.emplace_back();
    category.public_id = fmt::format("acat_{}", code);
    category.platform_id = category.public_id;
    category.host = "acc_host";
    category.code = code;
    category.name = fmt::format("Category {}", code);
  }
}

std::int64_t RandomPlatform::between(std::int64_t low, std::int64_t high) {
  return std::uniform_int_distribution<std::int64_t>(low, high)(random_);
}

std::string RandomPlatform::uuid() {
  const auto a = static_cast<std::uint64_t>(random_());
  const auto b = static_cast<std::uint64_t>(random_());
  return fmt::format("{:08x}-{:04x}-{:04x}-{:04x}-{:012x}", a >> 32U, (a >> 16U) & 0xffffU,
                     a & 0xffffU, b >> 48U, b & 0xffffffffffffU);
}

Key RandomPlatform::any_collective() {
  return one_in(12) ? host_project : between(first_collective, first_collective + collectives - 1);
}

Key RandomPlatform::any_person() {
  return first_person + between(0, persons - 1);
}

std::size_t RandomPlatform::any_row() {
  return static_cast<std::size_t>(between(0, static_cast<std::int64_t>(rows_.size()) - 1));
}

std::vector<std::size_t> RandomPlatform::group_of(std::size_t row) const {
  std::vector<std::size_t> found;
  const std::string& group = rows_[row].row.group;
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    const bool same = group.empty() ? i == row : rows_[i].row.group == group;
    if (same && rows_[i].exists) found.push_back(i);
  }
  return found;
}

void RandomPlatform::live_through(ledger::Instant from, ledger::Instant to) {
  ++night_;
  const std::int64_t events = between(0, 4);
  for (std::int64_t i = 0; i < events; ++i) happens({between(from.ms, to.ms - 1)});
  if (!rows_.empty()) changes(from, to);
}

void RandomPlatform::write(store::Database& database, std::int64_t source,
                           store::RecordWriter& writer, const store::WriteContext& context) {
  if (accounts_changed_) {
    for (const ledger::Account& one : accounts_) writer.write_account(one, context);
    writer.write_categories("acc_host", categories_, context);
    accounts_changed_ = false;
  }
  write_expenses(writer, context);
  ledger::TransactionPage page;
  page.accounts = accounts_;
  page.categories = categories_;
  page.orders = orders_;
  for (const std::size_t index : dirty_rows_) {
    const PlatformRow& row = rows_[index];
    if (!row.exists) {
      (void)store::bury(database, store::Stream::transactions, row.row.id, context);
      continue;
    }
    page.indexes.push_back(static_cast<std::int64_t>(page.rows.size()));
    page.rows.push_back(row.row);
  }
  page.total_count = page.node_count();
  writer.write(page, context);
  dirty_rows_.clear();
  settle_missing(database, source, context);
}

// As sync::Losses does it.
void RandomPlatform::settle_missing(store::Database& database, std::int64_t source,
                                    const store::WriteContext& context) {
  std::erase_if(missing_rows_, [&](std::size_t index) {
    PlatformRow& row = rows_[index];
    if (row.exists) {
      store::clear_suspect(database, source, store::Stream::transactions, row.row.id);
      row.missed = false;
      return true;
    }
    const bool confirmed = row.missed;
    const bool replaced = !confirmed && !store::succeed(database, {row.row.id}, context).empty();
    if (confirmed) (void)store::bury(database, store::Stream::transactions, row.row.id, context);
    row.missed = !confirmed && !replaced;
    if (row.missed) {
      store::note_missing(database, source, store::Stream::transactions, row.row.id, context);
    }
    // Where a row was missed before it was booked, the one that was restored has been all along.
    if (!row.waits) rows_[*row.replaced_by].waits = row.missed;
    if (confirmed) row.waits = false;
    return !row.missed;
  });
}

void RandomPlatform::write_expenses(store::RecordWriter& writer,
                                    const store::WriteContext& context) {
  ledger::ExpensePage page;
  page.accounts = accounts_;
  page.categories = categories_;
  for (const std::size_t index : dirty_expenses_) {
    page.indexes.push_back(static_cast<std::int64_t>(page.rows.size()));
    page.rows.push_back(expenses_[index]);
  }
  page.total_count = page.node_count();
  writer.write(page, context);
  dirty_expenses_.clear();
}

}  // namespace bursar::property
