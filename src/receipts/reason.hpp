#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "ledger/instant.hpp"
#include "opencollective/file_route.hpp"
#include "receipts/limits.hpp"
#include "store/receipts.hpp"

namespace bursar::receipts {

// Why a file that is attached to an expense is not in the archive.
enum class Reason : std::uint8_t {
  unauthorized,  // 401
  forbidden,     // 403
  absent,        // 404, 410
  too_large,
  type,         // none of the types wanted
  elsewhere,    // its address is not the platform's
  misdirected,  // the platform redirects to where Bursar does not go
  failed,       // the network, 429, 5xx
};

// As the store and JSON call it: "too_large".
[[nodiscard]] std::string_view name_of(Reason reason);
[[nodiscard]] std::optional<Reason> find_reason(std::string_view name);
// For a table: "refused (403)".
[[nodiscard]] std::string_view words_of(Reason reason);
// Whether the next run may well get the file: it is not missing, only not there yet.
[[nodiscard]] bool is_for_now(Reason reason);
[[nodiscard]] Reason reason_of(const opencollective::FileAnswer& answer,
                               const opencollective::FileAddress& address);

// When to ask again. Nothing: when a setting allows what it did not allow (see is_due).
[[nodiscard]] std::optional<ledger::Instant> next_try(Reason reason, ledger::Instant now);

// Whether a receipt that is not in the archive is to be asked for now.
[[nodiscard]] bool is_due(const store::Receipt& receipt, const Limits& limits, ledger::Instant now);

}  // namespace bursar::receipts
