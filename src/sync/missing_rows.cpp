#include "sync/missing_rows.hpp"

#include <algorithm>
#include <iterator>
#include <utility>
#include <variant>

#include "sync/page_parts.hpp"

namespace bursar::sync {

void MissingRows::watch(const std::vector<ScopePart>& parts) {
  watched_.clear();
  for (const ScopePart& part : parts) watched_[part.part] = audit::asked_rows(part.scope);
}

void MissingRows::examine(const Delivery& delivery) {
  const auto asked = watched_.find(delivery.key.member);
  if (!delivery.records_window || asked == watched_.end()) return;
  const store::Stream stream = delivery.key.stream == transactions_stream
                                   ? store::Stream::transactions
                                   : store::Stream::expenses;
  std::visit(
      [&](const auto& batch) {
        std::vector<std::string>& returned = returned_[stream];
        for (const auto& row : batch.page.rows) returned.push_back(id_of(row));
        if (!batch.proven_rows) return;
        std::sort(returned.begin(), returned.end());
        const auto stored = store::stored_ids(database_, asked->second, stream, batch.interval);
        std::set<std::string>& missing = missing_[stream];
        std::set_difference(stored.begin(), stored.end(), returned.begin(), returned.end(),
                            std::inserter(missing, missing.end()));
        returned.clear();
      },
      delivery.batch);
}

void MissingRows::add(store::Stream stream, const std::vector<std::string>& ids) {
  missing_[stream].insert(ids.begin(), ids.end());
}

std::set<std::string> MissingRows::take(store::Stream stream) {
  return std::exchange(missing_[stream], {});
}

}  // namespace bursar::sync
