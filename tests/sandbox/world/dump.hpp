#pragma once

#include <optional>
#include <string>

#include "world/world.hpp"

namespace bursar::sandbox {

/// Which records a dump covers; with neither, all of them.
struct DumpFilter {
  AccountId account = 0;
  bool children = false;  ///< with `account`: its current children (no vendors), too
  AccountId host = 0;
};

/// The visible rows, debts included, one line each, sorted by id; the columns are in README.md.
std::string dump_transactions(const World& world, const DumpFilter& filter);
std::string dump_expenses(const World& world, const DumpFilter& filter);

}  // namespace bursar::sandbox
