#pragma once

#include "world/currency.hpp"

namespace bursar::sandbox {

/// A CurrencyExchangeRate, pointed to by the `extra` of a node.
struct ExchangeRate {
  double value = 1;
  Currency from = Currency::USD;
  Currency to = Currency::USD;
  Micros date = 0;
  bool by_user = false;
  bool approximate = false;
};

}  // namespace bursar::sandbox
