#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "export/context.hpp"
#include "ledger/delta.hpp"
#include "ledger/group.hpp"
#include "ledger/line.hpp"
#include "mapping/chart.hpp"
#include "store/groups.hpp"

namespace bursar::exporting {

// The rows of a group that are in the books, as lines before a chart has coded them.
struct LedgerGroup {
  ledger::Group group;
  std::vector<const store::StoredTransaction*> rows;  // of each row of the group
  std::vector<ledger::Line> lines;
  std::int64_t outside = 0;  // rows of the stored group that are not in the books

  [[nodiscard]] ledger::UnitKey key_of(const ledger::Line& line) const;
  [[nodiscard]] const store::StoredTransaction& row_of(const ledger::Line& line) const;
};

// `stored` must outlive the result. Throws Error(data) for a tax rate that cannot be read.
[[nodiscard]] LedgerGroup ledger_group(const store::StoredGroup& stored, const Context& context);

// Codes lines by charts: the present one, and those of former hand-overs, by their keys in the
// store.
class LineCoder {
 public:
  explicit LineCoder(const Context& context);

  // The key of the present chart among the mapping texts; `not_kept` where nothing was handed over
  // by it yet and nobody is about to.
  static constexpr std::int64_t not_kept = 0;
  [[nodiscard]] std::int64_t present() const { return present_; }
  [[nodiscard]] const mapping::Chart& chart(std::int64_t key);

  [[nodiscard]] ledger::Coding code(const ledger::Line& line, const store::StoredTransaction& row,
                                    ledger::CivilDate day, const mapping::Chart& chart,
                                    std::vector<mapping::Decision>* decisions = nullptr,
                                    mapping::RuleHits* hits = nullptr);
  // What a line comes to in the books. Throws Error(data) where its tax cannot be booked.
  [[nodiscard]] ledger::Unit book(const ledger::Line& line, const ledger::UnitKey& key,
                                  const ledger::Coding& coding, const mapping::Chart& chart) const;

  // From now on the books call the account of a line by the name it has now (R14).
  void pin_name(const ledger::Line& line);
  [[nodiscard]] std::string books_name(const ledger::Line& line) const;

 private:
  [[nodiscard]] const ledger::Account* account_of(const ledger::Line& line) const;

  const Context& context_;
  std::int64_t present_ = 0;
  std::map<std::int64_t, std::shared_ptr<const mapping::Chart>> charts_;
  std::map<std::string, std::string> names_;  // fixed ones, by public id
  std::map<std::string, int> bearers_;        // how many accounts bear a name, or are fixed to it
  mapping::Record record_;
};

// The record of a line: its row's fields, and what the line knows better. Holds views of `row` and
// `line`.
void fill_line_record(const ledger::Line& line, const store::StoredTransaction& row,
                      const Context& context, mapping::Record& record);

}  // namespace bursar::exporting
