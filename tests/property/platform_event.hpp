#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "random_platform.hpp"

namespace bursar::property {

// What the rows of one event share.
struct RandomPlatform::Event {
  std::string group;
  ledger::Instant created;
  std::optional<ledger::Instant> cleared;
  ledger::Currency currency;
  std::int64_t unit = 1;  // hundredths that the smallest coin has
  ledger::Key order = ledger::no_key;
  std::string expense;
  std::string service;
};

}  // namespace bursar::property
