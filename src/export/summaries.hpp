#pragma once

#include <cstdint>
#include <map>
#include <utility>

#include "export/batch_files.hpp"
#include "export/context.hpp"
#include "export/entry_rendering.hpp"
#include "store/journal_ledger.hpp"

namespace bursar::exporting {

// The days that are added up to one entry (accounting.md R18).
struct Bucket {
  ledger::CivilDate first;
  ledger::CivilDate last;
};
// `summary` must not be none.
[[nodiscard]] Bucket bucket_of(ledger::CivilDate day, Summary summary);

// Collects lines of a day or month in entries of this batch, and writes them at its end.
class Summaries {
 public:
  Summaries(const Context& context, store::JournalLedger& ledger, EntryRenderer& renderer,
            BatchFiles& files, Result& result)
      : context_(context), ledger_(ledger), renderer_(renderer), files_(files), result_(result) {}

  // Whether the day's bucket has ended long enough ago to be issued.
  [[nodiscard]] bool is_due(ledger::CivilDate day) const;
  // The entry that lines of this day and currency belong to, made when it is first asked for.
  [[nodiscard]] std::int64_t entry_of(ledger::CivilDate day, ledger::Currency currency);
  void write();

 private:
  struct Open {
    std::int64_t entry = 0;
    Bucket bucket;
  };
  std::int64_t open_entry(const Bucket& bucket, ledger::Currency currency, std::string& name);

  const Context& context_;
  store::JournalLedger& ledger_;
  EntryRenderer& renderer_;
  BatchFiles& files_;
  Result& result_;
  std::map<std::pair<ledger::Currency, ledger::CivilDate>, Open> open_;
};

}  // namespace bursar::exporting
