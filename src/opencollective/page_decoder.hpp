#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "ledger/page.hpp"

namespace bursar::opencollective {

// Turns response bodies into pages. Holds the parser's buffers, so that a long run allocates once;
// one decoder serves one thread at a time.
class PageDecoder {
 public:
  PageDecoder();
  PageDecoder(PageDecoder&&) noexcept;
  PageDecoder& operator=(PageDecoder&&) noexcept;
  ~PageDecoder();

  // `body` is the answer to a transactions query of queries.hpp (any field set). It may be given
  // extra capacity for the parser's look-ahead; its text is unchanged. Strict about types, tolerant
  // of additional members. A node that is null or breaks the schema goes to `unreadable`, with the
  // reason. A node that is there although the API reports an error below it (a nullable part came
  // as null) is a row marked incomplete and stands in `unreadable`, too, as recovered. Throws
  // Error(data) when the document as a whole is not such an answer, and ApiError when it holds no
  // data but errors.
  [[nodiscard]] ledger::TransactionPage transactions(std::string& body);
  [[nodiscard]] ledger::ExpensePage expenses(std::string& body);
  // The answer to expense_look_up_document: members e0, e1, … instead of a list. Nulls without an
  // error are expenses that are gone (F 4.6.8): they count nowhere. `indexes` are the numbers.
  [[nodiscard]] ledger::ExpensePage looked_up_expenses(std::string& body);
  // The same for transaction_look_up_document, where gone is an error of its own (F 3.5.3).
  [[nodiscard]] ledger::TransactionPage looked_up_transactions(std::string& body);

 private:
  struct Parser;
  std::unique_ptr<Parser> parser_;
};

}  // namespace bursar::opencollective
