#include "sync/page_parts.hpp"

#include <algorithm>
#include <iterator>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "error/error.hpp"

namespace bursar::sync {
namespace {

using ledger::Key;

void move_key(Key& key, std::size_t offset) {
  if (key != ledger::no_key) key += static_cast<Key>(offset);
}

struct Offsets {
  std::size_t accounts;
  std::size_t categories;
  std::size_t orders;
};

void rebase(ledger::Transaction& row, const Offsets& offsets) {
  move_key(row.account, offsets.accounts);
  move_key(row.opposite_account, offsets.accounts);
  move_key(row.host, offsets.accounts);
  move_key(row.gift_card_emitter, offsets.accounts);
  move_key(row.order, offsets.orders);
}

void rebase(ledger::Expense& row, const Offsets& offsets) {
  move_key(row.account, offsets.accounts);
  move_key(row.payee, offsets.accounts);
  move_key(row.created_by, offsets.accounts);
  move_key(row.host, offsets.accounts);
  move_key(row.category, offsets.categories);
}

template <typename T>
void move_behind(std::vector<T>& to, std::vector<T>& from) {
  to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
}

enum class Side { below, not_below, unclear };

// Where an unreadable node at `index` lies: no earlier than any row before it, no later than any
// row behind it, give or take the order's slack.
template <typename Row>
Side side_of(std::int64_t index, const ledger::Page<Row>& page, ledger::Instant cut,
             std::int64_t slack_ms) {
  for (std::size_t i = 0; i < page.rows.size(); ++i) {
    if (page.indexes[i] == index) {
      return page.rows[i].created_at < cut ? Side::below : Side::not_below;
    }
    const bool behind = page.indexes[i] > index;
    if (behind && page.rows[i].created_at < cut - slack_ms) return Side::below;
    if (!behind && page.rows[i].created_at >= cut + slack_ms) return Side::not_below;
  }
  return Side::unclear;
}

// Drops the rows whose place in `rows` is not wanted. Each is asked about once, in order.
template <typename Row, typename Wanted>
void keep_rows(ledger::Page<Row>& page, Wanted wanted) {
  std::size_t keep = 0;
  for (std::size_t i = 0; i < page.rows.size(); ++i) {
    if (!wanted(i)) continue;
    if (keep != i) {
      page.rows[keep] = std::move(page.rows[i]);
      page.indexes[keep] = page.indexes[i];
    }
    ++keep;
  }
  page.rows.erase(page.rows.begin() + static_cast<std::ptrdiff_t>(keep), page.rows.end());
  page.indexes.resize(keep);
}

}  // namespace

template <typename Row>
BorderCount drop_from_cut(ledger::Page<Row>& page, ledger::Instant cut,
                          std::int64_t order_slack_ms) {
  BorderCount count;
  std::vector<ledger::UnreadableNode> kept;
  for (ledger::UnreadableNode& node : page.unreadable) {
    const Side side = side_of(node.index, page, cut, order_slack_ms);
    if (side == Side::not_below) continue;
    if (!node.recovered) ++(side == Side::below ? count.surely_below : count.perhaps_below);
    kept.push_back(std::move(node));
  }
  page.unreadable = std::move(kept);
  keep_rows(page, [&](std::size_t i) { return page.rows[i].created_at < cut; });
  return count;
}

template <typename Row>
void keep_first_unreadable(ledger::Page<Row>& page, std::int64_t count) {
  const auto by_index = [](const auto& a, const auto& b) { return a.index < b.index; };
  std::sort(page.unreadable.begin(), page.unreadable.end(), by_index);
  std::erase_if(page.unreadable, [&count](const ledger::UnreadableNode& node) {
    return !node.recovered && count-- <= 0;
  });
}

template <typename Row>
void add_recovered_row(ledger::Page<Row>& page, ledger::Page<Row> single, std::int64_t index) {
  for (ledger::UnreadableNode& node : page.unreadable) {
    if (node.index == index) node.recovered = true;
  }
  const auto place = std::lower_bound(page.indexes.begin(), page.indexes.end(), index);
  const auto at = place - page.indexes.begin();
  const Offsets offsets{page.accounts.size(), page.categories.size(), page.orders.size()};
  for (ledger::Order& order : single.orders) move_key(order.category, offsets.categories);
  rebase(single.rows.front(), offsets);
  page.rows.insert(page.rows.begin() + at, std::move(single.rows.front()));
  page.indexes.insert(place, index);
  move_behind(page.accounts, single.accounts);
  move_behind(page.categories, single.categories);
  move_behind(page.orders, single.orders);
}

template <typename Row>
void drop_seen(ledger::Page<Row>& page, SeenIds& seen) {
  std::vector<std::string_view> ids;
  ids.reserve(page.rows.size());
  for (const Row& row : page.rows) ids.emplace_back(id_of(row));
  const std::vector<bool> is_new = seen.add(ids);
  keep_rows(page, [&](std::size_t i) { return is_new[i]; });
}

template <typename Row>
void require_within(const ledger::Page<Row>& page, ledger::Instant from, ledger::Instant to) {
  for (const Row& row : page.rows) {
    if (row.created_at >= from && row.created_at <= to) continue;
    throw Error(ErrorKind::data,
                fmt::format("asked for rows from {} to {}, the platform answered with one of {}",
                            ledger::format_rfc3339(from), ledger::format_rfc3339(to),
                            ledger::format_rfc3339(row.created_at)),
                "This window does not count as read. Run again later; if it persists, report it.");
  }
}

template void require_within(const ledger::Page<ledger::Transaction>&, ledger::Instant,
                             ledger::Instant);
template void require_within(const ledger::Page<ledger::Expense>&, ledger::Instant,
                             ledger::Instant);
template BorderCount drop_from_cut(ledger::Page<ledger::Transaction>&, ledger::Instant,
                                   std::int64_t);
template BorderCount drop_from_cut(ledger::Page<ledger::Expense>&, ledger::Instant, std::int64_t);
template void keep_first_unreadable(ledger::Page<ledger::Transaction>&, std::int64_t);
template void keep_first_unreadable(ledger::Page<ledger::Expense>&, std::int64_t);
template void add_recovered_row(ledger::Page<ledger::Transaction>&,
                                ledger::Page<ledger::Transaction>, std::int64_t);
template void add_recovered_row(ledger::Page<ledger::Expense>&, ledger::Page<ledger::Expense>,
                                std::int64_t);
template void drop_seen(ledger::Page<ledger::Transaction>&, SeenIds&);
template void drop_seen(ledger::Page<ledger::Expense>&, SeenIds&);

}  // namespace bursar::sync
