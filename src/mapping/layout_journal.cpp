#include <algorithm>
#include <array>
#include <string_view>

#include <fmt/format.h>

#include "mapping/layout_reading.hpp"

namespace bursar::mapping {
namespace {

using document::Node;
using document::Place;
using document::Problems;
using document::TableReader;

// As many as hledger reads; nothing else reads wide rows.
constexpr std::int64_t most_postings = 99;

void read_postings(TableReader& reader, Layout& layout, Problems& problems) {
  const Node* postings = reader.node("postings");
  if (layout.journal.share != Share::wide) {
    if (postings != nullptr) {
      problems.add(postings->place, "postings is for share = \"wide\": how many fit a row");
    }
    return;
  }
  reader.require("postings");
  if (postings == nullptr) return;
  if (postings->kind != Node::Kind::integer || postings->integer < 2 ||
      postings->integer > most_postings) {
    problems.add(postings->place,
                 fmt::format("postings must be a whole number from 2 to {}", most_postings));
    return;
  }
  layout.journal.postings = static_cast<std::size_t>(postings->integer);
}

void check_journal(const Layout& layout, Place place, Problems& problems) {
  if (!uses(layout, Field::ledger_account)) {
    problems.add(place, "a journal needs a column with {account}");
  }
  if (layout.journal.share == Share::pairs && !uses(layout, Field::money_account)) {
    problems.add(place,
                 "share = \"pairs\" needs a column with {money}, the account of the other "
                 "side");
  }
  const auto is_first_only = [](const Column& column) { return column.first_only; };
  if (layout.journal.share == Share::first_row_only &&
      std::none_of(layout.csv.columns.begin(), layout.csv.columns.end(), is_first_only)) {
    problems.add(place,
                 "share = \"first-row-only\" needs columns that say so: [\"id\", "
                 "\"{entry_id}\", \"first\"]");
  }
  const bool by_code = layout.journal.tax == ledger::TaxMode::codes_exclusive ||
                       layout.journal.tax == ledger::TaxMode::codes_inclusive;
  if (by_code && !uses(layout, Field::tax_code)) {
    problems.add(place, "the software computes tax by a code, so a column needs {tax}");
  }
  if (!uses(layout, Field::entry_id)) {
    problems.add(place,
                 "a journal needs a column with {entry_id}: nothing else tells an entry "
                 "from another of the same day and text");
  }
}

}  // namespace

void read_journal_style(TableReader& top, Layout& layout, Problems& problems) {
  const Node* table = top.table("journal");
  if (layout.kind != LayoutKind::journal) {
    if (table != nullptr) {
      problems.add(table->place, "[journal] is for layouts of kind = \"journal\"");
    }
    return;
  }
  top.require("journal");
  if (table == nullptr) return;
  static constexpr std::array<std::string_view, 4> shares{"repeat", "first-row-only", "wide",
                                                          "pairs"};
  static constexpr std::array<std::string_view, 4> taxes{"none", "lines", "codes-exclusive",
                                                         "codes-inclusive"};
  TableReader reader(*table, "[journal]", problems);
  if (const auto share = reader.choice("share", shares)) {
    layout.journal.share = static_cast<Share>(*share);
  }
  if (const auto tax = reader.choice("tax", taxes)) {
    layout.journal.tax = static_cast<ledger::TaxMode>(*tax);
  }
  read_postings(reader, layout, problems);
  reader.require("share");
  reader.require("tax");
  reader.refuse_others();
}

void check_columns(const Layout& layout, Place place, Problems& problems) {
  if (layout.kind == LayoutKind::table) return;
  const bool debit = uses(layout, Field::debit);
  const bool credit = uses(layout, Field::credit);
  if (debit != credit) {
    problems.add(place, fmt::format("a column with {{{}}} is missing: the other half of the "
                                    "amounts would be nowhere",
                                    debit ? "credit" : "debit"));
  } else if (!debit && !uses(layout, Field::amount) && !uses(layout, Field::gl_amount)) {
    problems.add(place, fmt::format("no column holds the amount; there are {{{}}}, and {{debit}} "
                                    "with {{credit}}",
                                    layout.kind == LayoutKind::journal ? "gl_amount" : "amount"));
  }
  if (layout.kind == LayoutKind::journal) {
    check_journal(layout, place, problems);
  } else if (!uses(layout, Field::line_id)) {
    problems.add(place,
                 "a statement needs a column with {line_id}: two equal payments of one day "
                 "would be taken for one; {line_id:short=8} at the end of the text will do");
  }
}

}  // namespace bursar::mapping
