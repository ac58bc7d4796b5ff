#include "export/streams.hpp"

#include <fmt/format.h>

#include "export/ofx_writer.hpp"

namespace bursar::exporting {

Streams::Streams(const Context& context, store::StatementLedger& ledger)
    : context_(context), ledger_(ledger) {
  for (store::Stream& stream : ledger.streams()) keep(std::move(stream));
}

store::Stream& Streams::keep(store::Stream stream) {
  const std::pair place{stream.account, stream.currency};
  store::Stream& kept = streams_.emplace(place, std::move(stream)).first->second;
  keys_.emplace(kept.stream, &kept);
  return kept;
}

store::Stream& Streams::of(const ledger::Account& account, ledger::Currency currency) {
  const bool split = context_.request.layout.layout.file.split_by_account;
  const std::string id = split ? account.public_id : std::string();
  if (const auto known = streams_.find({id, currency}); known != streams_.end()) {
    return known->second;
  }
  store::Stream stream;
  stream.account = id;
  stream.currency = currency;
  if (split) stream.slug = free_slug(account.slug.empty() ? account.public_id : account.slug, id);
  // The first currency of an account bears the plain account id.
  const auto sibling = streams_.lower_bound({id, ledger::Currency()});
  const bool is_first = sibling == streams_.end() || sibling->first.first != id;
  const std::string named = stream.slug.empty() ? context_.request.profile : stream.slug;
  stream.account_id =
      ofx_account_id(named, is_first ? std::string() : fmt::format("-{}", currency.code()));
  stream.stream = ledger_.put_stream(stream);
  return keep(std::move(stream));
}

// A slug that another account's stream bore first, before it was renamed, is told apart.
std::string Streams::free_slug(const std::string& slug, const std::string& account) const {
  for (const auto& [place, stream] : streams_) {
    if (stream.slug == slug && stream.account != account) {
      return fmt::format("{}-{}", slug, account);
    }
    if (stream.account == account) return stream.slug;
  }
  return slug;
}

store::Stream& Streams::by_key(std::int64_t stream) {
  return *keys_.at(stream);
}

const store::Stream& Streams::named(const std::string& slug, ledger::Currency currency) const {
  for (const auto& [place, stream] : streams_) {
    if (stream.slug == slug && stream.currency == currency) return stream;
  }
  throw Error(ErrorKind::bug, fmt::format("no stream of {} in {}", slug, currency.code()));
}

void Streams::record() {
  for (auto& [place, stream] : streams_) {
    if (issued_now_.contains(stream.stream)) stream.through = context_.last;
    (void)ledger_.put_stream(stream);
  }
}

}  // namespace bursar::exporting
