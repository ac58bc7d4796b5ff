#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "error/error.hpp"
#include "opencollective/file_route.hpp"
#include "os/clock.hpp"
#include "receipts/archive.hpp"
#include "receipts/attachments.hpp"
#include "receipts/limits.hpp"
#include "receipts/reason.hpp"
#include "store/database.hpp"
#include "store/sources.hpp"

namespace bursar::receipts {

// What became of one file in a run.
struct Fetched {
  std::string expense;  // its number, or its id
  store::Receipt receipt;
  std::optional<Reason> reason;  // nothing: it is in the archive now
};

// What a run came to.
struct Tally {
  std::int64_t attached = 0;  // files attached to the expenses looked at
  std::int64_t fetched = 0;   // put into the archive now
  std::int64_t failed = 0;    // to be had by the next run
  std::int64_t missing = 0;   // for a reason that lasts
  bool stopped = false;
  // The token was refused file after file: the run ended with this.
  std::optional<Error> refused;
};

// Puts what is attached to the selected expenses of the sources into the archive: what is not in it
// yet and is due. Each file is recorded as soon as it is on the disk, so a run that is killed loses
// one file at most, which the next one fetches again. What goes wrong with one file is recorded and
// does not stop the others. Throws where the disk or the database fails.
[[nodiscard]] Tally fetch_receipts(store::Database& database, opencollective::FileRoute& route,
                                   os::Clock& clock, const std::vector<store::Source>& sources,
                                   const Selection& selection, const Limits& limits,
                                   Archive& archive,
                                   const std::function<void(const Fetched&)>& tell);

}  // namespace bursar::receipts
