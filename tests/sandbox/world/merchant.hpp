#pragma once

#include <string>

#include "world/world.hpp"

namespace bursar::sandbox {

/// The provider's identifier of a row (F 5.10.1); empty when there is none.
std::string merchant_id(const World& world, const TransactionRow& row);
std::string merchant_id(const World& world, const Expense& expense);

}  // namespace bursar::sandbox
