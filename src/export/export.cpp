#include "export/export.hpp"

#include <algorithm>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "error/error.hpp"
#include "export/context.hpp"
#include "export/csv_writer.hpp"
#include "export/file_name.hpp"
#include "export/frozen.hpp"
#include "export/journal_export.hpp"
#include "export/manifest.hpp"
#include "export/ofx_writer.hpp"
#include "export/sha256.hpp"
#include "export/stage.hpp"
#include "export/statement_export.hpp"
#include "export/streams.hpp"
#include "export/table_export.hpp"
#include "store/batches.hpp"
#include "store/manifests.hpp"
#include "store/successors.hpp"

namespace bursar::exporting {
namespace {

namespace fs = std::filesystem;

void require_directory(const fs::path& directory) {
  std::error_code error;
  if (fs::is_directory(directory, error)) return;
  throw Error(ErrorKind::cannot_create, fmt::format("there is no directory {}", directory.string()),
              "create it, or mount what should be there: it is not created, lest files go where "
              "nobody looks");
}

void require_sense(const Request& request) {
  const mapping::Layout& layout = request.layout.layout;
  const bool about_expenses =
      layout.rows == mapping::Rows::expenses || layout.rows == mapping::Rows::expense_items;
  if (request.calendar.basis == ledger::DateBasis::paid && !about_expenses) {
    throw Error(
        ErrorKind::config,
        fmt::format("profile {}: date = \"paid\" is for tables of expenses", request.profile),
        "choose \"created\" or \"effective\"");
  }
  if (layout.kind == mapping::LayoutKind::journal && !request.chart) {
    throw Error(ErrorKind::config,
                fmt::format("profile {}: the layout {} writes journals, which need a chart of "
                            "accounts",
                            request.profile, layout.name),
                "add chart = \"FILE\" to the profile; `bursar mapping list` names examples");
  }
}

// Everything of a period is worked out anew, as if nothing had been handed over.
bool is_anew(Mode mode) {
  return mode == Mode::copy || mode == Mode::list;
}

StagePlace place_of(const store::Database& database, const std::string& profile,
                    std::int64_t number, const fs::path& directory) {
  StagePlace place;
  place.directory = directory;
  place.archive = archive_of(database.file()) / profile / std::to_string(number);
  place.profile = profile;
  place.number = number;
  return place;
}

// Finishes what a killed run had recorded. Every batch is handed over before the next is made.
void recover(store::Database& database, const Request& request, Result& result) {
  const auto profile = store::find_profile(database, request.profile);
  if (!profile) return;
  for (const store::Batch& batch : store::staged_batches(database, profile->profile)) {
    require_configured_directory(batch, request.profile, request.directory);
    const StagePlace place = place_of(database, request.profile, batch.number, request.directory);
    Recovered recovered = publish_waiting(place, batch.files);
    for (fs::path& path : recovered.paths) result.recovered.push_back(std::move(path));
    store::WriteTransaction transaction(database);
    store::mark_published(database, batch.batch);
    transaction.commit();
    remove_marker(recovered.place);
  }
}

// One run of a profile; lives within its transaction.
class Run {
 public:
  Run(store::Database& database, const Request& request, Result& result)
      : request_(request),
        result_(result),
        context_{database, request, opened_profile(database, request)},
        files_(request.layout.layout.file) {
    open();
  }

  void collect() {
    switch (layout().kind) {
      case mapping::LayoutKind::statement:
        ledger_.emplace(context_.database, context_.profile.profile);
        streams_.emplace(context_, *ledger_);
        export_statement(context_, *ledger_, *streams_, files_, result_);
        break;
      case mapping::LayoutKind::journal:
        journal_.emplace(context_.database, context_.profile.profile);
        export_journal(context_, *journal_, files_, result_);
        break;
      case mapping::LayoutKind::table:
        export_table(context_, files_, result_);
        break;
    }
    if (layout().kind != mapping::LayoutKind::table) result_.through = context_.last;
  }

  // Corrections beyond the limit are rather a fault somewhere than a fact (R12).
  [[nodiscard]] bool has_too_many_corrections() {
    if (request_.accept_corrections || request_.remap) return false;
    if (result_.corrections <= request_.corrections.events) return false;
    const std::int64_t before = events_before();
    return result_.corrections * 10'000 > before * request_.corrections.basis_points;
  }

  [[nodiscard]] bool has_files() const { return !files_.empty(); }

  void write(FileSink& sink) {
    written_ = files_.write(sink, frame());
    for (const BatchFiles::Written& written : written_) {
      result_.files.push_back(
          {request_.directory / written.file.name, written.file.rows, written.facts.totals});
      for (const auto& [currency, total] : written.facts.totals) {
        std::int64_t& sum = result_.totals[currency];
        sum = ledger::checked_add(sum, total);
      }
    }
  }

  [[nodiscard]] std::string manifest() {
    const auto accounts = journal_ ? journal_->handed_over() : decltype(journal_->handed_over()){};
    return manifest_of(context_, result_, written_, accounts);
  }

  void record() {
    for (const BatchFiles::Written& written : written_) {
      store::put_batch_file(context_.database, context_.batch, written.file);
    }
    if (written_.empty()) store::end_empty_batch(context_.database, context_.batch);
    if (streams_) streams_->record();
    store::Profile profile = context_.profile;
    const auto& start = request_.start;
    profile.opened = profile.opened || !start || context_.last.days >= start->days - 1;
    profile.seen = newest_;
    (void)store::put_profile(context_.database, profile);
    if (!written_.empty()) result_.batch = context_.number;
  }

  void record_manifest(std::string_view text) {
    Sha256 hash;
    hash.add(text);
    store::put_manifest(context_.database, context_.batch,
                        {static_cast<std::int64_t>(text.size()), hash.digest()});
  }

  [[nodiscard]] std::int64_t batch() const { return context_.batch; }
  [[nodiscard]] std::int64_t number() const { return context_.number; }
  [[nodiscard]] std::vector<store::BatchFile> batch_files() const {
    std::vector<store::BatchFile> files;
    for (const BatchFiles::Written& written : written_) files.push_back(written.file);
    return files;
  }

 private:
  [[nodiscard]] const mapping::Layout& layout() const { return request_.layout.layout; }
  [[nodiscard]] FileLabel label() const {
    return {request_.profile, context_.number, request_.fiscal_year};
  }

  static store::Profile opened_profile(store::Database& database, const Request& request) {
    store::Profile profile;
    const auto known = store::find_profile(database, request.profile);
    if (known && !is_anew(request.mode)) {
      require_frozen(request, known->frozen);
      return *known;
    }
    profile.name = request.profile;
    if (is_anew(request.mode)) profile.name += " copy";  // gone with the transaction
    profile.source = request.source.source;
    profile.kind = mapping::kind_name(request.layout.layout.kind);
    profile.frozen = frozen_settings(request);
    profile.scope = scope_settings(request);
    profile.profile = store::put_profile(database, profile);
    return profile;
  }

  void open() {
    store::Database& database = context_.database;
    read_books(context_);
    // Tables do not wait for days to be proven.
    context_.through = layout().kind == mapping::LayoutKind::table
                           ? request_.calendar.zone.date_of(request_.now)
                           : proven_through(database, request_);
    context_.last = context_.through;
    context_.first_open = first_day_of(request_);
    if (is_anew(request_.mode)) {
      if (request_.period.last) context_.last = std::min(context_.last, *request_.period.last);
    } else {
      context_.first_open = first_open_day(database, request_);
    }
    context_.numbers_entries = mapping::uses(layout(), mapping::Field::entry_no);
    newest_ = store::newest(database);
    context_.doubtful = store::doubtful_rows(database);
    const std::string scope_now = scope_settings(request_);
    context_.everything = context_.profile.seen == store::Seen{} ||
                          context_.profile.scope != scope_now || request_.remap.has_value();
    context_.profile.scope = scope_now;
    begin_batch();
  }

  void begin_batch() {
    store::Database& database = context_.database;
    store::Batch batch;
    batch.profile = context_.profile.profile;
    batch.number = store::next_batch_number(database, batch.profile);
    batch.made_at = request_.now;
    batch.program_version = request_.program_version;
    if (layout().kind != mapping::LayoutKind::table) batch.through = context_.last;
    batch.layout = store::keep_mapping_text(database, request_.layout.source.document,
                                            request_.layout.source.text);
    if (request_.chart) {
      batch.chart = store::keep_mapping_text(database, request_.chart->source.document,
                                             request_.chart->source.text);
    }
    batch.directory = request_.directory.string();
    batch.seen = newest_;
    context_.batch = store::put_batch(database, batch);
    context_.number = batch.number;
  }

  std::int64_t events_before() {
    if (ledger_) return ledger_->events_before(context_.batch);
    return journal_ ? journal_->events_before(context_.batch) : 0;  // tables correct nothing
  }

  FileFrame frame() {
    FileFrame frame;
    const bool is_ofx = layout().format != mapping::FileFormat::csv;
    frame.opening = [this, is_ofx](const FileFacts& facts) {
      return is_ofx ? ofx_opening_of(facts) : csv_opening_of(facts);
    };
    frame.closing = [this, is_ofx](const FileFacts& facts) {
      if (!is_ofx) return std::string();
      const store::Stream& stream = streams_->named(facts.key.account, facts.key.currency);
      const std::int64_t balance = ledger::checked_add(stream.opening, stream.issued);
      return ofx_closing({balance, stream.currency}, context_.last);
    };
    frame.name = [this](const FileFacts& facts) {
      const std::string name = file_name(layout().file, label(), facts);
      return request_.mode == Mode::copy ? std::string(copy_mark) + name : name;
    };
    frame.number_entry = [this](std::int64_t entry, ledger::CivilDate day) {
      return next_entry_no(entry, day);
    };
    return frame;
  }

  std::string csv_opening_of(const FileFacts& facts) {
    fill_file_record(label(), facts, record_);
    return csv_opening(layout().csv, record_);
  }

  std::string ofx_opening_of(const FileFacts& facts) {
    const store::Stream& stream = streams_->named(facts.key.account, facts.key.currency);
    OfxStatement statement;
    statement.account_id = stream.account_id;
    statement.currency = stream.currency;
    statement.first = stream.through ? ledger::CivilDate{stream.through->days + 1} : facts.first;
    statement.as_of = context_.last;
    if (layout().format == mapping::FileFormat::ofx_xml) statement.form = OfxForm::xml;
    return ofx_opening(statement);
  }

  // Gapless by profile and fiscal year (R14).
  std::int64_t next_entry_no(std::int64_t entry, ledger::CivilDate day) {
    const FiscalYear year = fiscal_year_of(day, request_);
    const auto [place, is_new] = entry_numbers_.try_emplace(year.year);
    if (is_new) place->second = journal_->last_entry_no(year.first, year.last);
    journal_->set_entry_no(entry, ++place->second);
    return place->second;
  }

  const Request& request_;
  Result& result_;
  Context context_;
  BatchFiles files_;
  store::Seen newest_;
  std::optional<store::StatementLedger> ledger_;  // of a statement, as `journal_` of a journal
  std::optional<Streams> streams_;
  std::optional<store::JournalLedger> journal_;
  std::vector<BatchFiles::Written> written_;
  std::map<int, std::int64_t> entry_numbers_;
  mapping::Record record_;
};

Result hand_over(store::Database& database, const Request& request, Result result) {
  std::optional<store::WriteTransaction> transaction(std::in_place, database);
  Run run(database, request, result);
  run.collect();
  if (run.has_too_many_corrections()) {
    result.too_many_corrections = true;
    return result;
  }
  if (request.mode == Mode::dry_run) return result;
  if (!run.has_files()) {
    run.record();
    transaction->commit();
    return result;
  }
  const StagePlace place = place_of(database, request.profile, run.number(), request.directory);
  refuse_to_repeat(place);
  Stage stage(place, request.file_mode);
  try {
    run.write(stage);
    const std::string manifest = run.manifest();
    stage.finish(manifest);
    run.record();
    run.record_manifest(manifest);
  } catch (...) {
    stage.abandon();
    throw;
  }
  // A disk that fails within the commit may have kept the record all the same: the files stay as
  // they are, and the next run publishes them or makes them anew, as the record says.
  transaction->commit();
  transaction.reset();
  publish(stage.place(), run.batch_files());
  store::WriteTransaction last(database);
  store::mark_published(database, run.batch());
  last.commit();
  remove_marker(stage.place());
  return result;
}

Result copy(store::Database& database, const Request& request) {
  Result result;
  // Everything is worked out anew under a profile of its own, which goes with the transaction.
  const store::WriteTransaction transaction(database);
  Request anew = request;
  anew.start = request.period.first;
  anew.strict = false;
  anew.remap.reset();
  Run run(database, anew, result);
  run.collect();
  if (request.mode == Mode::list) return result;
  DirectorySink sink(request.directory, request.file_mode);
  run.write(sink);
  return result;
}

}  // namespace

void require_configured_directory(const store::Batch& batch, const std::string& profile,
                                  const fs::path& configured) {
  const fs::path recorded = fs::absolute(batch.directory).lexically_normal();
  std::error_code none;
  if (recorded == fs::absolute(configured).lexically_normal() ||
      fs::equivalent(recorded, configured, none)) {
    return;
  }
  throw Error(ErrorKind::data,
              fmt::format("batch {} of {} waits in {}, which is not the directory that the "
                          "configuration gives that profile, {}: nothing was written",
                          batch.number, profile, batch.directory, configured.string()),
              "if you have changed `directory` of the profile, set it back and run `bursar export` "
              "once, then change it again; if not, somebody else has changed the database: restore "
              "a backup");
}

fs::path archive_of(const fs::path& database_file) {
  return database_file.string() + ".batches";
}

Result run_export(store::Database& database, const Request& request) {
  require_sense(request);
  const bool writes = request.mode == Mode::issue || request.mode == Mode::copy;
  if (writes) require_directory(request.directory);
  if (is_anew(request.mode)) return copy(database, request);
  Result result;
  if (request.mode == Mode::issue) recover(database, request, result);
  return hand_over(database, request, std::move(result));
}

}  // namespace bursar::exporting
