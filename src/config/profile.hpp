#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/origin.hpp"
#include "ledger/accounting_date.hpp"
#include "ledger/civil_date.hpp"
#include "ledger/fiscal_year.hpp"

namespace bursar::config {

using DateBasis = ledger::DateBasis;

// Whose amounts the lines have (accounting.md R9): of the host, which the platform's balances are
// in, or those that were given and asked for.
enum class BooksCurrency : std::uint8_t { host, transaction };

// Whether lines are handed over one by one or added up (R18).
enum class Summary : std::uint8_t { none, day, month };

// What new lines say about people (R20): their names, or ids in their place.
enum class Names : std::uint8_t { full, ids };

// How many events one batch may correct before it is held for a person to look at (R12): whichever
// of the two is more.
struct CorrectionLimit {
  std::int64_t basis_points = 200;  // hundredths of a per cent of the events handed over so far
  std::int64_t events = 200;

  [[nodiscard]] std::int64_t of(std::int64_t handed_over) const;
};

// [profile.NAME]
struct ProfileConfig {
  std::string name;
  std::string source;
  std::string layout;  // name of a shipped layout, or a path (it contains "/" or ends in ".toml")
  std::string chart;   // the same of a chart; empty where the layout needs none
  std::filesystem::path directory;
  // The first day that is handed over; what is dated before is caught up (R10). Nothing: all is
  // handed over, from the beginning.
  std::optional<ledger::CivilDate> start;
  std::optional<DateBasis> date;  // nothing: what the kind of layout is usually dated by (R8)
  BooksCurrency currency = BooksCurrency::host;
  std::string books;    // which books the files go to (R11), "none": no books; empty: nobody said
  bool strict = false;  // hold entries with a line that no rule fits, instead of suspense (R17)
  CorrectionLimit max_corrections;
  Summary summary = Summary::none;
  std::int64_t delay_days = 3;   // how long after its end a summary is issued (R18)
  ledger::MonthDay fiscal_year;  // its first day
  Names names = Names::full;
  unsigned file_mode = 0600;
  std::string on_batch;  // run by /bin/sh with the files of each batch; empty: nothing
  Origin origin;
  std::map<std::string, Origin, std::less<>> origins;  // of the keys that were given

  // Of the key where it was given, else of the profile: where to look when it is wrong.
  [[nodiscard]] const Origin& origin_of(std::string_view key) const;
};

// "profile.NAME.start" and so on, all of them.
[[nodiscard]] std::vector<ShownSetting> shown_settings(const ProfileConfig& profile);

}  // namespace bursar::config
