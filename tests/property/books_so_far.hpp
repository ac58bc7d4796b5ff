#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "export/export.hpp"
#include "handed_over_files.hpp"
#include "year_profiles.hpp"

namespace bursar::property {

// The bytes of the files of a batch, by name.
using BatchBytes = std::map<std::string, std::string>;

// What accounting software has been given by one profile, from the files alone. Every file is taken
// as it appears; what must hold of it then is checked at once by EXPECT.
class BooksSoFar {
 public:
  explicit BooksSoFar(YearProfile of) : profile(std::move(of)) {}

  // `locked` and `through` as they were when the batch was made.
  void take(std::int64_t batch, const BatchBytes& files, std::optional<ledger::CivilDate> locked,
            std::optional<ledger::CivilDate> through);

  YearProfile profile;
  std::map<std::int64_t, BatchBytes> batches;
  std::set<std::string> ids;
  // Of journals: by account, class, tax code, currency. Of CSV statements: by currency.
  std::map<std::vector<std::string>, std::int64_t> sums;
  struct Stream {
    std::int64_t sum = 0;
    std::int64_t balance = 0;
    std::string as_of;  // yyyymmdd
  };
  std::map<std::pair<std::string, std::string>, Stream> streams;  // by ACCTID and currency

 private:
  void take_ofx(const std::string& text);
  void take_statement(const std::string& text);
  void take_journal(const std::string& text);
  void expect_open(const std::string& day);
  void expect_balance(const std::vector<BookLine>& lines);

  std::string first_open_;  // ISO; empty: everything is open
  std::string through_;
};

}  // namespace bursar::property
