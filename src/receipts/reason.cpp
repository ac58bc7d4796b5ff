#include "receipts/reason.hpp"

#include <algorithm>
#include <array>

namespace bursar::receipts {
namespace {

constexpr std::int64_t day_ms = 24LL * 60 * 60 * 1000;

// In the order of the enumeration.
constexpr std::array<std::string_view, 8> names{"unauthorized", "forbidden", "absent",
                                                "too_large",    "type",      "elsewhere",
                                                "misdirected",  "failed"};

constexpr std::array<std::string_view, 8> words{
    "token refused (401)", "refused (403)",  "gone (404)",       "too large",
    "not a type wanted",   "lies elsewhere", "redirect refused", "failed for now"};

}  // namespace

std::string_view words_of(Reason reason) {
  return words[static_cast<std::size_t>(reason)];
}

std::string_view name_of(Reason reason) {
  return names[static_cast<std::size_t>(reason)];
}

std::optional<Reason> find_reason(std::string_view name) {
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) return std::nullopt;
  return static_cast<Reason>(found - names.begin());
}

bool is_for_now(Reason reason) {
  return reason == Reason::failed || reason == Reason::unauthorized;
}

Reason reason_of(const opencollective::FileAnswer& answer,
                 const opencollective::FileAddress& address) {
  using opencollective::FileOutcome;
  if (address.holder == opencollective::FileHolder::elsewhere) return Reason::elsewhere;
  switch (answer.outcome) {
    case FileOutcome::unauthorized:
      return Reason::unauthorized;
    case FileOutcome::forbidden:
      return Reason::forbidden;
    case FileOutcome::absent:
      return Reason::absent;
    case FileOutcome::too_large:
      return Reason::too_large;
    case FileOutcome::misdirected:
      return Reason::misdirected;
    case FileOutcome::fetched:
      return Reason::type;
    case FileOutcome::failed:
      break;
  }
  return Reason::failed;
}

std::optional<ledger::Instant> next_try(Reason reason, ledger::Instant now) {
  switch (reason) {
    case Reason::unauthorized:
    case Reason::failed:
      return now;
    case Reason::misdirected:
      return now + day_ms;
    case Reason::forbidden:
      return now + 7 * day_ms;
    case Reason::absent:
      return now + 30 * day_ms;
    case Reason::too_large:
    case Reason::type:
    case Reason::elsewhere:
      break;
  }
  return std::nullopt;
}

bool is_due(const store::Receipt& receipt, const Limits& limits, ledger::Instant now) {
  const auto reason = find_reason(receipt.reason);
  if (!reason) return true;
  if (receipt.retry_at) return *receipt.retry_at <= now;
  if (*reason == Reason::too_large) return limits.max_size > receipt.size;
  if (*reason != Reason::type) return false;
  return std::any_of(limits.types.begin(), limits.types.end(),
                     [&](ledger::DocumentType type) { return name_of(type) == receipt.type; });
}

}  // namespace bursar::receipts
