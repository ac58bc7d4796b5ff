#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "export/export.hpp"
#include "ledger/page.hpp"
#include "store/database.hpp"
#include "store/records.hpp"

namespace bursar::property {

// A few rows by hand, stored as a sync does it, and exports of them. The host is "host", its
// collectives are "river" and "bakery"; "bridge" is a project of "river". Everything is in EUR.
class SmallLedger {
 public:
  SmallLedger();
  SmallLedger(const SmallLedger&) = delete;
  SmallLedger& operator=(const SmallLedger&) = delete;
  ~SmallLedger();

  // A row of a group of its own, or of `group`; `day` is 2026-01-…
  ledger::Transaction& add(const std::string& id, const std::string& kind,
                           const std::string& account, const std::string& opposite,
                           std::int64_t hundredths, int day, const std::string& group = {});
  ledger::Transaction& row(const std::string& id);
  ledger::Account& account(const std::string& slug);
  void write();
  // The platform has it no more; a second night will tell.
  void miss(const std::string& id);
  void bury(const std::string& id);
  // The platform has another row in its stead.
  void succeed(const std::string& id);
  void prove_to(const char* moment);

  // Of the host's books; for those of "river" see `of_river`.
  [[nodiscard]] exporting::Request request(const std::string& profile, const std::string& layout,
                                           const std::string& chart = {}) const;
  [[nodiscard]] exporting::Request of_river(exporting::Request request) const;
  exporting::Result run(const exporting::Request& request);

  [[nodiscard]] store::Database& database() { return database_; }
  [[nodiscard]] const std::filesystem::path& drop() const { return drop_; }
  // Of the file that an export just wrote.
  [[nodiscard]] static std::string content_of(const exporting::Result& result);
  // Debit balance by ledger account, of all that was handed over or caught up.
  [[nodiscard]] std::map<std::string, std::int64_t> balances(const std::string& profile) const;

 private:
  [[nodiscard]] ledger::Key key_of(const std::string& slug) const;

  std::filesystem::path directory_;
  std::filesystem::path drop_;
  store::Database database_;
  store::RecordWriter writer_;
  store::WriteContext context_;
  store::Source host_;
  store::Source river_;
  ledger::TransactionPage page_;
};

}  // namespace bursar::property
