#include "receipts/fetching.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "export/sha256.hpp"
#include "http/transport_error.hpp"
#include "os/stop_request.hpp"
#include "receipts/content_type.hpp"

namespace bursar::receipts {
namespace {

// So many 401 one after the other are about the token, not about files.
constexpr int most_refusals = 3;

// An expense as far as its files are concerned.
struct Bearer {
  std::int64_t key = 0;
  std::string expense;  // number or id
  ledger::CivilDate day;
  std::string payee;
  std::string payee_slug;
};

Bearer bearer_of(const store::StoredExpense& stored, const ledger::TimeZone& zone) {
  const ledger::Expense& expense = stored.expense;
  Bearer bearer;
  bearer.key = stored.key;
  bearer.expense = expense.legacy_id ? std::to_string(*expense.legacy_id) : expense.public_id;
  bearer.day = day_of(expense, zone);
  if (stored.payee != nullptr) {
    bearer.payee = stored.payee->name;
    bearer.payee_slug = stored.payee->slug;
  }
  return bearer;
}

// One run.
class Fetching {
 public:
  Fetching(store::Database& database, opencollective::FileRoute& route, os::Clock& clock,
           const Limits& limits, Archive& archive, const std::function<void(const Fetched&)>& tell)
      : database_(database),
        receipts_(database),
        route_(route),
        clock_(clock),
        limits_(limits),
        archive_(archive),
        tell_(tell) {}

  // Takes note of what is attached; returns the expenses that have something.
  std::vector<Bearer> note(const std::vector<store::Source>& sources, const Selection& selection) {
    std::vector<Bearer> bearers;
    std::set<std::int64_t> seen;  // an account and its host may both be sources
    store::WriteTransaction transaction(database_);
    for (const store::Source& source : sources) {
      store::for_each_expense(database_, source, [&](const store::StoredExpense& stored) {
        if (!is_selected(stored, selection, receipts_) || !seen.insert(stored.key).second) return;
        const std::vector<store::Attachment> attachments = attachments_of(stored.expense);
        receipts_.note_attachments(stored.key, attachments);
        tally_.attached += static_cast<std::int64_t>(attachments.size());
        if (!attachments.empty()) bearers.push_back(bearer_of(stored, selection.zone));
      });
    }
    transaction.commit();
    return bearers;
  }

  Tally fetch(const std::vector<Bearer>& bearers) {
    try {
      for (const Bearer& bearer : bearers) {
        for (const store::Receipt& receipt : receipts_.of_expense(bearer.key)) {
          if (!receipt.attached) continue;
          if (os::stop_requested()) tally_.stopped = true;
          if (tally_.stopped || tally_.refused) return std::move(tally_);
          fetch(bearer, receipt);
        }
      }
    } catch (const http::TransportError& error) {
      if (error.failure() != http::Failure::stopped) throw;
      tally_.stopped = true;
    }
    return std::move(tally_);
  }

 private:
  void fetch(const Bearer& bearer, store::Receipt receipt) {
    if (!receipt.file.empty() && archive_.has(receipt.file)) return;
    const ledger::Instant now = clock_.now();
    const bool is_lost = !receipt.file.empty();  // from the archive: what is known of it stays
    if (!is_lost && !is_due(receipt, limits_, now)) {
      ++tally_.missing;
      return;
    }
    const opencollective::FileAddress address =
        opencollective::stored_file_address(receipt.address);
    const opencollective::FileAnswer answer = route_.fetch(address, limits_.max_size);
    receipt.tried_at = now;
    receipt.reason.clear();
    receipt.detail.clear();
    receipt.retry_at.reset();
    std::optional<Reason> reason;
    if (answer.outcome == opencollective::FileOutcome::fetched) {
      reason = keep(bearer, answer, receipt);
    } else {
      reason = reason_of(answer, address);
      receipt.detail = answer.said;
    }
    if (reason) give_up(*reason, now, receipt);
    if (!reason || !is_lost) record(receipt);
    count(reason);
    tell_({bearer.expense, receipt, reason});
  }

  // Puts the file into the archive, unless it is of no type wanted.
  std::optional<Reason> keep(const Bearer& bearer, const opencollective::FileAnswer& answer,
                             store::Receipt& receipt) {
    const auto type = content_type(answer.body, answer.content_type);
    receipt.type = type ? std::string(name_of(*type)) : std::string();
    const bool wanted =
        type && std::find(limits_.types.begin(), limits_.types.end(), *type) != limits_.types.end();
    if (!wanted) {
      receipt.detail = type ? fmt::format("it is {}, which receipts.types leaves out", receipt.type)
                            : "it is no document of a known type";
      return Reason::type;
    }
    exporting::Sha256 hash;
    hash.add(answer.body);
    receipt.sha256 = hash.digest();
    receipt.size = static_cast<std::int64_t>(answer.body.size());
    receipt.file = twin_of(receipt);
    if (receipt.file.empty()) {
      const NameParts parts{bearer.day,   bearer.expense,    receipt.number, receipt.total,
                            bearer.payee, bearer.payee_slug, *type};
      receipt.file = archive_.put(parts, answer.body, receipt.sha256);
    }
    receipt.fetched_at = receipt.tried_at;
    return std::nullopt;
  }

  // The file of the same expense that holds the same bytes already; empty if none does.
  std::string twin_of(const store::Receipt& receipt) {
    for (const store::Receipt& other : receipts_.of_expense(receipt.expense)) {
      const bool same = other.receipt != receipt.receipt && other.sha256 == receipt.sha256;
      if (same && !other.file.empty() && archive_.has(other.file)) return other.file;
    }
    return {};
  }

  void give_up(Reason reason, ledger::Instant now, store::Receipt& receipt) const {
    receipt.file.clear();
    receipt.sha256.clear();
    receipt.fetched_at.reset();
    if (reason != Reason::type) receipt.type.clear();
    receipt.size = reason == Reason::too_large ? limits_.max_size : 0;
    receipt.reason = name_of(reason);
    receipt.retry_at = next_try(reason, now);
  }

  void record(const store::Receipt& receipt) {
    store::WriteTransaction transaction(database_);
    receipts_.put_outcome(receipt);
    transaction.commit();
  }

  void count(const std::optional<Reason>& reason) {
    refusals_ = reason == Reason::unauthorized ? refusals_ + 1 : 0;
    if (!reason) {
      ++tally_.fetched;
    } else if (is_for_now(*reason)) {
      ++tally_.failed;
    } else {
      ++tally_.missing;
    }
    if (refusals_ < most_refusals) return;
    tally_.refused.emplace(
        ErrorKind::refused, "the platform refuses the token for files, again and again",
        "check the token with `bursar doctor`, then run `bursar receipts` again");
  }

  store::Database& database_;
  store::Receipts receipts_;
  opencollective::FileRoute& route_;
  os::Clock& clock_;
  const Limits& limits_;
  Archive& archive_;
  const std::function<void(const Fetched&)>& tell_;
  Tally tally_;
  int refusals_ = 0;
};

}  // namespace

Tally fetch_receipts(store::Database& database, opencollective::FileRoute& route, os::Clock& clock,
                     const std::vector<store::Source>& sources, const Selection& selection,
                     const Limits& limits, Archive& archive,
                     const std::function<void(const Fetched&)>& tell) {
  Fetching fetching(database, route, clock, limits, archive, tell);
  return fetching.fetch(fetching.note(sources, selection));
}

}  // namespace bursar::receipts
