#include "small_ledger.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>
#include <fmt/format.h>
#include <unistd.h>

#include "mapping/layout.hpp"
#include "store/coverage.hpp"
#include "store/deletions.hpp"
#include "store/runs.hpp"
#include "store/successors.hpp"

namespace bursar::property {
namespace {

namespace fs = std::filesystem;

fs::path new_directory() {
  std::string name = (fs::temp_directory_path() / "bursar-ledger-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary directory");
  return name;
}

ledger::Instant instant(const std::string& text) {
  return ledger::parse_rfc3339(text).value();
}

}  // namespace

SmallLedger::SmallLedger()
    : directory_(new_directory()),
      drop_(directory_ / "drop"),
      database_(directory_ / "bursar.db", store::OpenMode::read_write),
      writer_(database_) {
  fs::create_directory(drop_);
  const std::vector<std::vector<const char*>> accounts{
      {"host", "ORGANIZATION", "", ""},         {"river", "COLLECTIVE", "", "acc_host"},
      {"bakery", "COLLECTIVE", "", "acc_host"}, {"bridge", "PROJECT", "acc_river", ""},
      {"library", "PROJECT", "acc_host", ""},   {"ann", "INDIVIDUAL", "", ""},
      {"processor", "VENDOR", "", ""}};
  for (const auto& text : accounts) {
    ledger::Account& made = page_.accounts.emplace_back();
    made.slug = made.name = text[0];
    made.public_id = made.platform_id = "acc_" + made.slug;
    made.type = text[1];
    made.parent = text[2];
    made.host = text[3];
  }
  store::WriteTransaction transaction(database_);
  context_.run = store::begin_run(database_, "test", "test", {0});
  const ledger::Instant start = instant("2015-01-01T00:00:00Z");
  host_ = store::open_source(database_, "host", "host", "acc_host", start);
  river_ = store::open_source(database_, "river", "account", "acc_river", start);
  for (const store::Source* source : {&host_, &river_}) {
    store::record_window(database_, {source->source, "transactions", ""},
                         {{start, instant("2026-03-01T00:00:00Z")}, 0, context_.run, {0}});
  }
  store::put_member(database_, river_.source, {"acc_river", false, true});
  store::put_member(database_, river_.source, {"acc_bridge", false, true});
  transaction.commit();
  write();
}

SmallLedger::~SmallLedger() {
  std::error_code ignored;
  fs::remove_all(directory_, ignored);
}

ledger::Key SmallLedger::key_of(const std::string& slug) const {
  for (std::size_t i = 0; i < page_.accounts.size(); ++i) {
    if (page_.accounts[i].public_id == "acc_" + slug) return static_cast<ledger::Key>(i);
  }
  throw std::runtime_error("no account " + slug);
}

ledger::Account& SmallLedger::account(const std::string& slug) {
  return page_.accounts[static_cast<std::size_t>(key_of(slug))];
}

ledger::Transaction& SmallLedger::add(const std::string& id, const std::string& kind,
                                      const std::string& account, const std::string& opposite,
                                      std::int64_t hundredths, int day, const std::string& group) {
  ledger::Transaction& row = page_.rows.emplace_back();
  row.id = id;
  row.legacy_id = static_cast<std::int64_t>(page_.rows.size());
  row.group = group;
  row.kind = kind;
  row.description = "About " + id;
  row.created_at = instant(fmt::format("2026-01-{:02}T12:00:00Z", day));
  row.direction = hundredths < 0 ? ledger::Direction::debit : ledger::Direction::credit;
  row.currency = row.host_currency = ledger::Currency::parse("EUR").value();
  row.amount = row.net_amount = row.host_amount = row.host_net_amount = hundredths;
  row.fx_rate = "1";
  row.account = key_of(account);
  row.opposite_account = key_of(opposite);
  row.host = key_of("host");
  return row;
}

ledger::Transaction& SmallLedger::row(const std::string& id) {
  return *std::find_if(page_.rows.begin(), page_.rows.end(),
                       [&](const ledger::Transaction& one) { return one.id == id; });
}

void SmallLedger::write() {
  store::WriteTransaction transaction(database_);
  page_.indexes.resize(page_.rows.size());
  page_.total_count = page_.node_count();
  for (const ledger::Account& one : page_.accounts) writer_.write_account(one, context_);
  writer_.write(page_, context_);
  transaction.commit();
}

void SmallLedger::miss(const std::string& id) {
  store::WriteTransaction transaction(database_);
  store::note_missing(database_, host_.source, store::Stream::transactions, id, context_);
  std::erase_if(page_.rows, [&](const ledger::Transaction& one) { return one.id == id; });
  transaction.commit();
}

void SmallLedger::bury(const std::string& id) {
  store::WriteTransaction transaction(database_);
  (void)store::bury(database_, store::Stream::transactions, id, context_);
  std::erase_if(page_.rows, [&](const ledger::Transaction& one) { return one.id == id; });
  transaction.commit();
}

void SmallLedger::succeed(const std::string& id) {
  store::WriteTransaction transaction(database_);
  if (store::succeed(database_, {id}, context_).empty())
    throw std::runtime_error("nothing succeeds " + id);
  std::erase_if(page_.rows, [&](const ledger::Transaction& one) { return one.id == id; });
  transaction.commit();
}

void SmallLedger::prove_to(const char* moment) {
  store::WriteTransaction transaction(database_);
  store::record_window(database_, {host_.source, "transactions", ""},
                       {{instant("2015-01-01T00:00:00Z"), instant(moment)}, 0, context_.run, {0}});
  transaction.commit();
}

exporting::Request SmallLedger::request(const std::string& profile, const std::string& layout,
                                        const std::string& chart) const {
  exporting::Request request;
  request.profile = profile;
  request.source = host_;
  const mapping::LayoutText text = mapping::layout_text(layout);
  request.layout = {text, mapping::parse_layout(text.text, text.document)};
  if (!chart.empty()) {
    const mapping::ChartText chart_text = mapping::chart_text(chart);
    request.chart = exporting::LoadedChart{
        chart_text, std::make_shared<const mapping::Chart>(
                        mapping::Chart::parse(chart_text.text, chart_text.document))};
  }
  request.accept_corrections = true;
  request.directory = drop_;
  request.now = instant("2026-03-02T00:00:00Z");
  request.program_version = "test";
  return request;
}

exporting::Request SmallLedger::of_river(exporting::Request request) const {
  request.source = river_;
  return request;
}

exporting::Result SmallLedger::run(const exporting::Request& request) {
  return exporting::run_export(database_, request);
}

std::string SmallLedger::content_of(const exporting::Result& result) {
  std::ifstream in(result.files.at(0).path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::map<std::string, std::int64_t> SmallLedger::balances(const std::string& profile) const {
  SQLite::Database database(database_.file().string(), SQLite::OPEN_READONLY);
  SQLite::Statement select(database,
                           "SELECT account, sum(hundredths) FROM v_export_lines "
                           "WHERE profile = ? GROUP BY 1 HAVING sum(hundredths) <> 0");
  select.bind(1, profile);
  std::map<std::string, std::int64_t> found;
  while (select.executeStep()) {
    found[select.getColumn(0).getString()] = select.getColumn(1).getInt64();
  }
  return found;
}

}  // namespace bursar::property
