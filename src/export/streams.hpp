#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "error/error.hpp"
#include "export/context.hpp"
#include "store/statement_ledger.hpp"

namespace bursar::exporting {

// The streams of a statement profile during a run: what each has come to, and which took part.
class Streams {
 public:
  Streams(const Context& context, store::StatementLedger& ledger);

  // The stream of an account in a currency; opened when it is first asked for. The reference stays
  // valid. Names are fixed when it opens, whatever is renamed later (accounting.md R14).
  [[nodiscard]] store::Stream& of(const ledger::Account& account, ledger::Currency currency);
  [[nodiscard]] store::Stream& by_key(std::int64_t stream);
  // Throws Error(bug) when there is none.
  [[nodiscard]] const store::Stream& named(const std::string& slug,
                                           ledger::Currency currency) const;
  using Map = std::map<std::pair<std::string, ledger::Currency>, store::Stream>;
  [[nodiscard]] const Map& all() const { return streams_; }

  void took_part(const store::Stream& stream) { issued_now_.insert(stream.stream); }
  // Writes what each has come to. Those that took part end with the proven day (R15).
  void record();

 private:
  store::Stream& keep(store::Stream stream);
  [[nodiscard]] std::string free_slug(const std::string& slug, const std::string& account) const;

  const Context& context_;
  store::StatementLedger& ledger_;
  Map streams_;
  std::map<std::int64_t, store::Stream*> keys_;
  std::set<std::int64_t> issued_now_;
};

}  // namespace bursar::exporting
