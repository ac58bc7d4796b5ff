#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/group.hpp"
#include "ledger/money.hpp"
#include "ledger/side.hpp"

namespace bursar::ledger {

// Which part of a row a posting is. Rows since 2024 have one part; before, fees and taxes were
// figures inside the row (F 5.4).
enum class Part : std::uint8_t { main, tax, platform_fee, host_fee, processor_fee };
// "main", "tax", …: also what a statement line's id ends in (R14).
[[nodiscard]] std::string_view name_of(Part part);

// In which currency the books are (R9). `transaction` is for information: no balance of the
// platform ties to it.
enum class BooksCurrency : std::uint8_t { host, transaction };

// One movement of money on one account: what a row of the platform's ledger looks like since 2024,
// whatever the year of the row it comes from (R3).
struct Posting {
  std::size_t row = 0;         // index into the group's rows
  std::int64_t legacy_id = 0;  // the row's: what people call it by
  Part part = Part::main;
  std::string kind;            // the row's, or PLATFORM_FEE, HOST_FEE, PAYMENT_PROCESSOR_FEE, TAX
  Side side = Side::received;  // of fees and taxes always given, as on rows of their own
  Key account = no_key;
  Key counterparty = no_key;
  Money amount;          // + is money in
  bool derived = false;  // on no row and in no balance of the platform (R4)
};

// What a row moves on its account: the sum of its postings. In host currency to the cent the
// platform's net; in transaction currency never the platform's net where the row has no in-row
// fees, because that one is computed through the host currency and off by rounding (F 5.3.2).
[[nodiscard]] Money net_of(const Transaction& row, BooksCurrency currency);

// A row as postings: main, then tax and fees that are not zero. Only a row that bears its in-row
// fees is split; any other is one posting of its net. `index` is put into Posting::row.
[[nodiscard]] std::vector<Posting> postings_of(const Transaction& row, std::size_t index,
                                               BooksCurrency currency);

}  // namespace bursar::ledger
