#pragma once

#include <cstdint>

/// How files are numbered: those of an expense by its number, those of items above all of them.
namespace bursar::sandbox {

constexpr std::uint64_t kFilesPerExpense = 16;
constexpr std::uint64_t kInvoicePlace = 15;  ///< of the invoice, among those of its expense
constexpr std::uint64_t kFirstItemFile = std::uint64_t{1} << 40;

}  // namespace bursar::sandbox
