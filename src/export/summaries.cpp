#include "export/summaries.hpp"

#include <string>
#include <vector>

#include <fmt/format.h>

#include "ledger/identity.hpp"

namespace bursar::exporting {
namespace {

std::string title_of(const Bucket& bucket) {
  if (bucket.first == bucket.last) {
    return "Open Collective " + ledger::format_civil_date(bucket.first);
  }
  return "Open Collective " + ledger::format_civil_date(bucket.first).substr(0, 7);
}

}  // namespace

Bucket bucket_of(ledger::CivilDate day, Summary summary) {
  if (summary == Summary::day) return {day, day};
  const ledger::YearMonthDay ymd = ledger::year_month_day(day);
  const bool december = ymd.month == 12;
  const ledger::CivilDate next = december ? ledger::civil_date({ymd.year + 1, 1, 1})
                                          : ledger::civil_date({ymd.year, ymd.month + 1, 1});
  return {ledger::civil_date({ymd.year, ymd.month, 1}), {next.days - 1}};
}

bool Summaries::is_due(ledger::CivilDate day) const {
  const Bucket bucket = bucket_of(day, context_.request.summary);
  return bucket.last.days + context_.request.summary_delay_days <= context_.through.days;
}

std::int64_t Summaries::open_entry(const Bucket& bucket, ledger::Currency currency,
                                   std::string& name) {
  const int n = ledger_.summaries(currency, bucket.first) + 1;
  const bool is_month = context_.request.summary == Summary::month;
  name = ledger::summary_name(bucket.first, is_month, currency, n);
  ledger_.count_summary(currency, bucket.first);
  return ledger_.put_entry({context_.batch, std::nullopt, name, currency, bucket.last, {}});
}

std::int64_t Summaries::entry_of(ledger::CivilDate day, ledger::Currency currency) {
  const Bucket bucket = bucket_of(day, context_.request.summary);
  const auto [place, is_new] = open_.try_emplace({currency, bucket.first});
  if (is_new) {
    std::string name;
    place->second = {open_entry(bucket, currency, name), bucket};
  }
  return place->second.entry;
}

void Summaries::write() {
  for (const auto& [key, open] : open_) {
    std::vector<EntryLine> lines;
    for (ledger::BookedLine& booked : ledger_.summed_lines(open.entry)) {
      lines.emplace_back().booked = std::move(booked);
    }
    if (lines.empty()) continue;
    const bool is_month = context_.request.summary == Summary::month;
    int n = ledger_.summaries(key.first, key.second);
    std::string name = ledger::summary_name(key.second, is_month, key.first, n);
    std::int64_t entry = open.entry;
    for (const std::vector<EntryLine>& part : renderer_.in_limits(std::move(lines))) {
      if (entry == 0) entry = open_entry(open.bucket, key.first, name);
      const EntryFacts facts{name, title_of(open.bucket), open.bucket.last, {}, key.first};
      const RenderedEntry rendered = renderer_.render(facts, part);
      Block block{file_key(context_.request, {}, key.first, facts.day),
                  facts.day,
                  name,
                  rendered.rows,
                  context_.numbers_entries ? entry : 0,
                  rendered.debits};
      files_.add(block, rendered.bytes);
      result_.rows += rendered.rows;
      ++result_.entries;
      entry = 0;
    }
  }
  open_.clear();
}

}  // namespace bursar::exporting
