#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "ledger/instant.hpp"
#include "store/database.hpp"

namespace bursar::store {

// What the audits of a source remember from run to run. All writing belongs in a WriteTransaction.

// A month's sums as they were when they were last found to agree: a hash over the platform's, and
// one over those of the stored rows.
struct AgreedSums {
  std::int64_t platform = 0;
  std::int64_t stored = 0;
  bool operator==(const AgreedSums&) const = default;
};
// By the month's first instant.
[[nodiscard]] std::map<ledger::Instant, AgreedSums> agreed_sums(Database& database,
                                                                std::int64_t source);
void record_agreed_sums(Database& database, std::int64_t source,
                        const std::map<ledger::Instant, AgreedSums>& sums, ledger::Instant now);

// A figure of the platform that is not that of its own rows, all of which are stored: it is late.
struct LateFigure {
  std::string subject;  // "balance acc_... EUR", "sums 2021-03"
  std::string state;    // both figures as text: another state is another lateness
  ledger::Instant since;
};
[[nodiscard]] std::vector<LateFigure> late_figures(Database& database, std::int64_t source);
// Replaces those of the source.
void put_late_figures(Database& database, std::int64_t source,
                      const std::vector<LateFigure>& figures);

// A question asked for evidence that the platform did not answer.
struct UnansweredQuestion {
  std::string question;  // "counts", "monthly sums", "balances"
  std::string reason;
  std::int64_t runs = 1;  // one after the other
  ledger::Instant since;
};
[[nodiscard]] std::vector<UnansweredQuestion> unanswered_questions(Database& database,
                                                                   std::int64_t source);
// Replaces those of the source; one that was not answered before either keeps its beginning, and
// counts one run more. Returns them as they are now.
std::vector<UnansweredQuestion> put_unanswered(Database& database, std::int64_t source,
                                               const std::vector<UnansweredQuestion>& questions);

}  // namespace bursar::store
