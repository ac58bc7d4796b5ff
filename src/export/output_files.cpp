#include "export/output_files.hpp"

#include <optional>

#include <fmt/format.h>

#include "error/error.hpp"
#include "export/csv_writer.hpp"
#include "export/file_name.hpp"
#include "export/ofx_writer.hpp"
#include "os/atomic_file.hpp"

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
std::uint32_t sortable(ledger::CivilDate date) {
  return static_cast<std::uint32_t>(date.days) ^ 0x80000000U;
}

bool is_ofx(const Request& request) {
  return request.layout.format != mapping::FileFormat::csv;
}

}  // namespace

std::uint32_t OutputFiles::part_of(const ledger::Account& account, ledger::Currency currency) {
  const mapping::FileStyle& style = request_.layout.file;
  const std::pair key{style.split_by_account ? account.public_id : std::string(),
                      style.split_by_currency ? currency : ledger::Currency()};
  const auto [found, is_new] = index_.emplace(key, static_cast<std::uint32_t>(parts_.size()));
  if (!is_new) return found->second;
  Part part;
  if (style.split_by_account) part.slug = account.slug.empty() ? account.public_id : account.slug;
  part.currency = key.second;
  // The first currency of an account in the order of its rows bears the plain account id.
  const auto [first, is_first] = first_currency_.emplace(key.first, currency);
  if (!is_first && first->second != currency) part.ofx_suffix = fmt::format("-{}", currency.code());
  parts_.push_back(std::move(part));
  return found->second;
}

void OutputFiles::add(const ledger::Account& account, const LineFacts& facts,
                      std::string_view bytes) {
  const std::uint32_t index = part_of(account, facts.amount.currency);
  Part& part = parts_[index];
  if (part.rows == 0 || facts.date < part.first) part.first = facts.date;
  ++part.rows;
  std::int64_t& total = part.totals[facts.amount.currency];
  total = ledger::checked_add(total, facts.amount.hundredths);
  std::string key;
  append_sortable(key, index);
  append_sortable(key, sortable(facts.date));
  key += facts.tie;
  lines_.add(key, bytes);
}

std::string OutputFiles::name_of(const Part& part) const {
  return file_name(request_.layout.file, request_.profile, part.slug, part.currency.code());
}

void OutputFiles::require_distinct_names() {
  std::map<std::string, const Part*> names;
  for (const Part& part : parts_) {
    const auto [other, is_new] = names.emplace(name_of(part), &part);
    if (is_new) continue;
    throw Error(ErrorKind::config,
                fmt::format("the accounts {} and {} would both be written to {}",
                            other->second->slug, part.slug, other->first),
                "change [file] name in the layout so that it tells them apart");
  }
}

std::string OutputFiles::opening(const Part& part, std::optional<ledger::CivilDate> through) const {
  if (!is_ofx(request_)) return csv_opening(request_.layout.csv, {});
  return ofx_opening(
      {ofx_account_id(part.slug, part.ofx_suffix), part.currency, part.first, *through,
       request_.layout.format == mapping::FileFormat::ofx_xml ? OfxForm::xml : OfxForm::sgml});
}

std::string OutputFiles::closing(const Part& part, std::optional<ledger::CivilDate> through) const {
  if (!is_ofx(request_)) return {};
  return ofx_closing({part.totals.at(part.currency), part.currency}, *through);
}

std::vector<WrittenFile> OutputFiles::write(std::optional<ledger::CivilDate> through) {
  // A table without rows is a file with a header: "nothing" is an answer. A statement is not
  // written.
  const mapping::FileStyle& style = request_.layout.file;
  const bool is_table = request_.layout.kind == mapping::LayoutKind::table;
  if (parts_.empty() && is_table && !style.split_by_account && !style.split_by_currency) {
    parts_.emplace_back();
  }
  require_distinct_names();
  std::vector<WrittenFile> written;
  std::optional<os::AtomicFile> file;
  const auto begin = [&] {
    const Part& part = parts_[written.size()];
    written.push_back({request_.directory / name_of(part), part.rows, part.totals});
    file.emplace(written.back().path, request_.file_mode);
    file->write(opening(part, through));
  };
  const auto end = [&] {
    file->write(closing(parts_[written.size() - 1], through));
    file->commit();
    file.reset();
  };
  lines_.for_each([&](std::string_view key, std::string_view bytes) {
    // Parts are numbered in the order of their first line, and each has one.
    while (written.size() <= number_in(key)) {
      if (file) end();
      begin();
    }
    file->write(bytes);
  });
  if (!file && !parts_.empty()) begin();
  if (file) end();
  return written;
}

}  // namespace bursar::exporting
