#pragma once

#include <vector>

#include "world/records.hpp"

namespace bursar::sandbox {

/// The accounts and methods the generator plays with. The demo slugs are listed in README.md.
struct Cast {
  AccountId platform = 0;
  AccountId stripe = 0;
  AccountId paypal = 0;
  AccountId wise = 0;
  AccountId vat = 0;
  AccountId gst = 0;

  AccountId demo_host = 0;
  AccountId platform_tips = 0;  ///< child of type PLATFORM (F 5.5.3)
  AccountId shop = 0;           ///< child of type VENDOR
  AccountId demo_collective = 0;
  AccountId demo_project = 0;
  AccountId demo_event = 0;
  AccountId euro_collective = 0;
  AccountId yen_collective = 0;
  AccountId private_collective = 0;
  AccountId wandering_collective = 0;  ///< hosted in EUR until 2020, in USD since

  AccountId association = 0;  ///< EUR, its own host, registered for VAT
  AccountId repair_cafe = 0;
  AccountId repair_project = 0;

  AccountId old_host = 0;  ///< 2015-2017
  AccountId legacy_collective = 0;

  AccountId admin = 0;
  AccountId accountant = 0;
  AccountId collective_admin = 0;
  AccountId outsider = 0;
  AccountId limited = 0;
  AccountId incognito = 0;

  std::vector<AccountId> contributors;
  std::vector<AccountId> extra_collectives;  ///< only in big worlds
  std::vector<MethodId> payouts;             ///< of the contributors, same order

  MethodId card = 0;
  MethodId paypal_method = 0;
  MethodId prepaid = 0;
  MethodId host_method = 0;
  MethodId collective_method = 0;
  MethodId wise_payout = 0;
};

}  // namespace bursar::sandbox
