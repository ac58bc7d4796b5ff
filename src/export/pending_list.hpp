#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "export/listener.hpp"
#include "store/profiles.hpp"

namespace bursar::exporting {

// What somebody may have to wait for.
inline constexpr const char* not_proven = "a row's day is not proven complete yet";
inline constexpr const char* in_doubt =
    "it, or a transaction like it that it came in place of, is missing on the platform; the next "
    "`bursar sync` tells which is there";
inline std::string not_over(ledger::CivilDate day) {
  return "its day, " + ledger::format_civil_date(day) + ", is not over or not proven complete yet";
}

// What a profile has looked at and not handed over: in memory, so that the many records that never
// were on the list cost nothing.
class PendingList {
 public:
  // `listener` may be null.
  PendingList(store::Database& database, std::int64_t profile, Listener* listener)
      : database_(database), profile_(profile), listener_(listener) {
    for (store::Pending& one : store::pending(database, profile)) {
      list_.emplace(one.record, one.reason + one.detail);
    }
  }

  // `day`: that it will be dated by, where that is known.
  void put(const store::Pending& pending, const std::optional<ledger::CivilDate>& day) {
    if (listener_ != nullptr) {
      listener_->postponed({pending.record, pending.reason, pending.detail, day});
    }
    std::string& known = list_[pending.record];
    const std::string now = pending.reason + pending.detail;
    if (known == now) return;
    known = now;
    store::put_pending(database_, profile_, pending);
  }
  void drop(const std::string& record) {
    if (list_.erase(record) > 0) store::drop_pending(database_, profile_, record);
  }

 private:
  store::Database& database_;
  std::int64_t profile_;
  Listener* listener_;
  std::map<std::string, std::string> list_;
};

}  // namespace bursar::exporting
