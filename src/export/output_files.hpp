#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "export/export.hpp"
#include "export/external_sort.hpp"

namespace bursar::exporting {

// What a line carries besides its bytes.
struct LineFacts {
  ledger::CivilDate date;  // what lines are sorted by
  std::string tie;         // then by this
  ledger::Money amount;
};

// Collects rendered lines of any number of files in bounded memory, then writes the files one after
// the other: thousands of them need no more than one descriptor.
class OutputFiles {
 public:
  // `request` must outlive it.
  explicit OutputFiles(const Request& request) : request_(request) {}

  // Adds a line to the file for this account (and currency, as the layout splits).
  void add(const ledger::Account& account, const LineFacts& facts, std::string_view bytes);
  // Writes all files. `through` is the end of statements.
  [[nodiscard]] std::vector<WrittenFile> write(std::optional<ledger::CivilDate> through);

 private:
  struct Part {
    std::string slug;
    ledger::Currency currency;
    std::string ofx_suffix;  // of streams in a second currency of the account
    std::int64_t rows = 0;
    Totals totals;
    ledger::CivilDate first;
  };
  std::uint32_t part_of(const ledger::Account& account, ledger::Currency currency);
  void require_distinct_names();
  [[nodiscard]] std::string name_of(const Part& part) const;
  [[nodiscard]] std::string opening(const Part& part,
                                    std::optional<ledger::CivilDate> through) const;
  [[nodiscard]] std::string closing(const Part& part,
                                    std::optional<ledger::CivilDate> through) const;

  const Request& request_;
  std::map<std::pair<std::string, ledger::Currency>, std::uint32_t> index_;
  std::map<std::string, ledger::Currency> first_currency_;  // by account
  std::vector<Part> parts_;
  ExternalSort lines_;
};

}  // namespace bursar::exporting
