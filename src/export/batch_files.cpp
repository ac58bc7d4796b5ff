#include "export/batch_files.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "error/error.hpp"
#include "os/stop_request.hpp"

namespace bursar::exporting {
namespace {

// Four bytes that sort as the number does.
void append_sortable(std::string& key, std::uint32_t number) {
  for (int shift = 24; shift >= 0; shift -= 8) {
    key += static_cast<char>(static_cast<unsigned char>(number >> static_cast<unsigned>(shift)));
  }
}

std::uint32_t number_in(std::string_view key) {
  std::uint32_t number = 0;
  for (std::size_t i = 0; i < 4; ++i) number = (number << 8U) | static_cast<unsigned char>(key[i]);
  return number;
}

// Days before 1970 are negative: the offset keeps their order.
constexpr std::uint32_t day_offset = 0x80000000U;

// An account ends in a zero byte and this; one within it, which a slug of the platform's is not
// kept from having, is followed by the other, so that the order stays that of the accounts.
constexpr char end_of_account = '\x01';
constexpr char within_account = '\xFF';

void append_account(std::string& key, std::string_view account) {
  for (const char c : account) {
    key += c;
    if (c == '\0') key += within_account;
  }
  key += '\0';
  key += end_of_account;
}

// Takes the account off the front of a key.
std::string take_account(std::string_view& key) {
  std::string account;
  while (true) {
    const std::size_t zero = key.find('\0');
    account += key.substr(0, zero);
    const bool ends = key[zero + 1] == end_of_account;
    key.remove_prefix(zero + 2);
    if (ends) return account;
    account += '\0';
  }
}

// Account, currency, fiscal year, day, tie: files in the order of their accounts and
// currencies, whatever the order in which their blocks came.
std::string sort_key(const Block& block) {
  std::string key;
  append_account(key, block.file.account);
  std::string currency(block.file.currency.code());
  currency.resize(3, ' ');
  key += currency;
  append_sortable(key, static_cast<std::uint32_t>(block.file.fiscal_year));
  append_sortable(key, static_cast<std::uint32_t>(block.day.days) ^ day_offset);
  key += block.tie;
  return key;
}

std::pair<FileKey, ledger::CivilDate> place_in(std::string_view key) {
  FileKey file;
  file.account = take_account(key);
  file.currency = ledger::Currency::parse(key.substr(0, 3)).value_or(ledger::Currency());
  file.fiscal_year = static_cast<int>(number_in(key.substr(3)));
  const std::uint32_t day = number_in(key.substr(7)) ^ day_offset;
  return {file, ledger::CivilDate{static_cast<std::int32_t>(day)}};
}

// What stands before the bytes of a block.
struct BlockHead {
  std::int64_t rows = 0;
  std::int64_t entry = 0;
  std::int64_t amount = 0;
  std::array<char, 4> currency{};
};

BlockHead head_of(const Block& block) {
  BlockHead head{block.rows, block.entry, block.amount.hundredths, {}};
  const std::string_view code = block.amount.currency.code();
  std::copy(code.begin(), code.end(), head.currency.begin());
  return head;
}

void replace_all(std::string& text, std::string_view what, std::string_view with) {
  for (std::size_t at = text.find(what); at != std::string::npos;
       at = text.find(what, at + with.size())) {
    text.replace(at, what.size(), with);
  }
}

// Whoever asks for a stop does not want to wait for a million lines; none of them counts yet.
void heed_stop() {
  if (!os::stop_requested()) return;
  throw Error(ErrorKind::try_later, "stopped as asked; nothing of this batch was handed over",
              "run it again: it begins anew");
}

// Writes blocks in their order, a file after the other.
class FileWriter {
 public:
  FileWriter(const mapping::FileStyle& style, FileSink& sink, const FileFrame& frame,
             const std::map<FileKey, ledger::CivilDate>& last_days)
      : style_(style), sink_(sink), frame_(frame), last_days_(last_days) {}

  void write(const FileKey& key, ledger::CivilDate day, const BlockHead& head,
             std::string_view bytes) {
    std::string numbered;
    if (head.entry != 0) {
      numbered = bytes;
      static const std::string placeholder = std::to_string(entry_no_placeholder);
      replace_all(numbered, placeholder, std::to_string(frame_.number_entry(head.entry, day)));
      bytes = numbered;
    }
    if (open_ && (facts_.key != key || !fits(head, bytes))) end();
    if (!open_) begin(key, day);
    if (!fits(head, bytes)) too_large(head, bytes);
    sink_.write(bytes);
    facts_.rows += head.rows;
    facts_.last = day;
    const auto currency = ledger::Currency::parse({head.currency.data(), 3});
    std::int64_t& total = facts_.totals[currency.value_or(ledger::Currency())];
    total = ledger::checked_add(total, head.amount);
  }

  std::vector<BatchFiles::Written> finish() && {
    if (open_) end();
    return std::move(written_);
  }

 private:
  [[nodiscard]] bool fits(const BlockHead& head, std::string_view bytes) const {
    const auto rows = static_cast<std::size_t>(facts_.rows + head.rows);
    const auto size = static_cast<std::size_t>(sink_.bytes_in_file()) + bytes.size();
    return (style_.max_rows == 0 || rows <= style_.max_rows) &&
           (style_.max_bytes == 0 || size <= style_.max_bytes);
  }

  [[noreturn]] void too_large(const BlockHead& head, std::string_view bytes) const {
    throw Error(ErrorKind::data,
                fmt::format("an entry of {} rows and {} bytes is larger than a file may be ({} "
                            "rows, {} bytes)",
                            head.rows, bytes.size(), style_.max_rows, style_.max_bytes),
                "raise max_rows or max_bytes in the layout's [file]; nothing was handed over");
  }

  void begin(const FileKey& key, ledger::CivilDate day) {
    facts_ = {};
    facts_.key = key;
    facts_.part = static_cast<std::int64_t>(written_.size()) + 1;
    facts_.first = day;
    facts_.last = last_days_.at(key);
    sink_.begin_file();
    sink_.write(frame_.opening(facts_));
    facts_.last = day;
    open_ = true;
  }

  void end() {
    sink_.write(frame_.closing(facts_));
    const std::string name = frame_.name(facts_);
    if (!names_.insert(name).second) {
      throw Error(ErrorKind::config,
                  fmt::format("two files of this batch would both be called {}", name),
                  "change [file] name in the layout so that it tells them apart: {part} numbers "
                  "them; nothing was handed over");
    }
    store::BatchFile file = sink_.end_file(name, facts_.rows);
    facts_.bytes = file.bytes;
    written_.push_back({std::move(file), facts_});
    open_ = false;
  }

  const mapping::FileStyle& style_;
  FileSink& sink_;
  const FileFrame& frame_;
  const std::map<FileKey, ledger::CivilDate>& last_days_;
  bool open_ = false;
  FileFacts facts_;
  std::set<std::string> names_;
  std::vector<BatchFiles::Written> written_;
};

}  // namespace

void BatchFiles::add(const Block& block, std::string_view bytes) {
  heed_stop();
  ++blocks_added_;
  const auto [last, is_new] = last_days_.try_emplace(block.file, block.day);
  if (!is_new) last->second = std::max(last->second, block.day);
  std::string key = sort_key(block);
  const BlockHead head = head_of(block);
  std::string value(sizeof head + bytes.size(), '\0');
  std::memcpy(value.data(), &head, sizeof head);
  std::memcpy(value.data() + sizeof head, bytes.data(), bytes.size());
  blocks_.add(key, value);
}

std::vector<BatchFiles::Written> BatchFiles::write(FileSink& sink, const FileFrame& frame) {
  FileWriter writer(style_, sink, frame, last_days_);
  blocks_.for_each([&](std::string_view key, std::string_view value) {
    heed_stop();
    BlockHead head;
    std::memcpy(&head, value.data(), sizeof head);
    const auto [file, day] = place_in(key);
    writer.write(file, day, head, value.substr(sizeof head));
  });
  return std::move(writer).finish();
}

}  // namespace bursar::exporting
