// Response bodies: whatever a server sends is read, put into quarantine or refused.
#include "fuzz_target.hpp"
#include "opencollective/errors.hpp"
#include "opencollective/html_text.hpp"
#include "opencollective/page_decoder.hpp"

namespace bursar::fuzz {
namespace {

// Keys of a page are positions in its own tables.
void keys_are_in_range(const ledger::TransactionPage& page) {
  const auto in = [](ledger::Key key, std::size_t size) {
    return key == ledger::no_key || (key >= 0 && static_cast<std::size_t>(key) < size);
  };
  for (const ledger::Transaction& row : page.rows) {
    require(
        in(row.account, page.accounts.size()) && in(row.opposite_account, page.accounts.size()) &&
            in(row.host, page.accounts.size()) && in(row.gift_card_emitter, page.accounts.size()) &&
            in(row.order, page.orders.size()),
        "references of a row are in its page");
    require(!row.id.empty(), "a decoded row has an id");
  }
}

}  // namespace
}  // namespace bursar::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace bursar;
  const std::string input(fuzz::text_of(data, size));
  static opencollective::PageDecoder decoder;  // made once: its buffers take longer than a body
  const auto decode = [&](const auto& as) {
    fuzz::refuses_or_reads([&] {
      std::string body = input;
      as(body);
      fuzz::require(body == input, "the text of a body is unchanged");
    });
  };
  decode([&](std::string& body) { fuzz::keys_are_in_range(decoder.transactions(body)); });
  decode([&](std::string& body) { fuzz::keys_are_in_range(decoder.looked_up_transactions(body)); });
  decode([&](std::string& body) { static_cast<void>(decoder.expenses(body)); });
  decode([&](std::string& body) { static_cast<void>(decoder.looked_up_expenses(body)); });
  for (const int status : {302, 400, 401, 403, 404, 429, 500, 503}) {
    static_cast<void>(opencollective::status_error(status, input));
  }
  fuzz::require(opencollective::unescape_html(input).size() <= 3 * input.size(),
                "a character reference stands for less than it takes");
  return 0;
}
