#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gtest/gtest.h>
#include <unistd.h>

#include "document/node.hpp"
#include "document/problems.hpp"
#include "export/export.hpp"
#include "ledger_text.hpp"
#include "store/coverage.hpp"
#include "store/database.hpp"
#include "store/deletions.hpp"
#include "store/profiles.hpp"
#include "store/records.hpp"
#include "store/runs.hpp"
#include "store/sources.hpp"

namespace bursar::exporting {

// A directory of its own, removed when it goes.
class Scratch {
 public:
  Scratch() {
    std::string name = (std::filesystem::temp_directory_path() / "bursar-export-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary directory");
    path_ = name;
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  ~Scratch() { std::filesystem::remove_all(path_); }
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

inline std::string content_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) throw std::runtime_error("cannot read " + file.string());
  return {std::istreambuf_iterator<char>(in), {}};
}

inline LoadedLayout loaded_layout(const std::string& name) {
  LoadedLayout layout;
  layout.source = mapping::layout_text(name);
  layout.layout = mapping::parse_layout(layout.source.text, layout.source.document);
  return layout;
}

// `more` is appended to the text: a [names] that a shipped chart leaves to whoever uses it.
inline LoadedChart loaded_chart(const std::string& name, const std::string& more = {}) {
  LoadedChart chart;
  chart.source = mapping::chart_text(name);
  chart.source.text += more;
  chart.chart = std::make_shared<const mapping::Chart>(
      mapping::Chart::parse(chart.source.text, chart.source.document));
  return chart;
}

// A ledger of LedgerText, stored the way a sync stores it, with the profiles that hand it over.
// What stands at the top of the text is stored at once, the nights one by one.
class Ledger {
 public:
  explicit Ledger(const std::string& toml, const std::string& name = "rows.toml",
                  std::filesystem::path beside = {})
      : beside_(std::move(beside)),
        problems_(name),
        root_(document::parse(toml, name)),
        text_(root_, problems_),
        database_(scratch_.path() / "bursar.db", store::OpenMode::read_write) {
    std::filesystem::create_directory(scratch_.path() / "out");
    const std::string zone = text_of(text_.top(), "time_zone", "UTC");
    calendar_.zone = ledger::TimeZone::find(zone).value();
    read_profiles();
    store::WriteTransaction transaction(database_);
    store_night(text_.nights().front());
    read_source();
    text_.top().refuse_others();
    problems_.throw_if_any("correct the fixture");
    transaction.commit();
  }

  [[nodiscard]] store::Database& database() { return database_; }
  [[nodiscard]] Request& request() { return requests_.front(); }
  [[nodiscard]] std::vector<Request>& requests() { return requests_; }
  [[nodiscard]] Result run() { return run_export(database_, request()); }
  [[nodiscard]] std::string file(const std::string& name) const {
    return content_of(scratch_.path() / "out" / name);
  }
  [[nodiscard]] const std::filesystem::path& scratch() const { return scratch_.path(); }

  // Stores what the next night brought; false when there is none left.
  bool next_night() {
    if (++night_ >= text_.nights().size()) return false;
    const Night& night = text_.nights()[night_];
    store::WriteTransaction transaction(database_);
    store_night(night);
    prove(night);
    if (night.lock) {
      store::Lock lock;
      lock.source = requests_.front().source.source;
      lock.day = night.lock;
      lock.totals = "[]";
      store::put_lock(database_, lock);
    }
    transaction.commit();
    for (Request& request : requests_) {
      request.accept_corrections = night.accept_corrections;
      request.remap.reset();
      if (request.chart && night.remap_from) request.remap = DayRange{night.remap_from, {}};
      if (request.chart && !night.chart.empty()) {
        request.chart = loaded_chart((beside_ / night.chart).string());
      }
    }
    return true;
  }

 private:
  static bool is_file(const std::string& name) { return name.ends_with(".toml"); }
  [[nodiscard]] std::string found(const std::string& name) const {
    return is_file(name) ? (beside_ / name).string() : name;
  }

  // Either [[profile]], or `layout` and `date` at the top for a profile called "books".
  void read_profiles() {
    document::TableReader& top = text_.top();
    if (const document::Node* list = top.list("profile")) {
      for (const document::Node& node : list->items) {
        document::TableReader reader(node, "[[profile]]", problems_);
        requests_.push_back(read_profile(reader, text_of(reader, "name")));
        reader.refuse_others();
      }
    } else {
      requests_.push_back(read_profile(top, "books"));
    }
  }

  Request read_profile(document::TableReader& reader, const std::string& name) {
    Request request;
    request.profile = name;
    request.layout = loaded_layout(found(text_of(reader, "layout", "transactions")));
    if (const std::string chart = text_of(reader, "chart"); !chart.empty()) {
      request.chart = loaded_chart(found(chart), class_names(reader));
    }
    request.calendar = calendar_;
    const std::string basis = text_of(reader, "date", "created");
    if (basis == "effective") request.calendar.basis = ledger::DateBasis::effective;
    if (basis == "paid") request.calendar.basis = ledger::DateBasis::paid;
    request.start = ledger::parse_civil_date(text_of(reader, "start"));
    if (text_of(reader, "currency") == "transaction") {
      request.currency = ledger::BooksCurrency::transaction;
    }
    request.strict = reader.boolean("strict").value_or(false);
    const std::string summary = text_of(reader, "summary");
    if (summary == "day") request.summary = Summary::day;
    if (summary == "month") request.summary = Summary::month;
    if (text_of(reader, "names") == "ids") request.names = Names::ids;
    if (const document::Node* limit = reader.node("max_corrections")) {
      request.corrections = {limit->integer, 0};
    }
    request.directory = scratch_.path() / "out";
    request.now = ledger::parse_rfc3339("2027-01-01T00:00:00Z").value();
    request.program_version = "0.0.0";
    return request;
  }

  // What funds are called in the books, as the [names] of a chart says it.
  static std::string class_names(document::TableReader& reader) {
    const document::Node* table = reader.table("classes");
    if (table == nullptr) return {};
    std::string text = "\n[names]\n";
    for (const document::Member& member : table->members) {
      text += "\"" + member.key + "\" = \"" + member.value.text + "\"\n";
    }
    return text;
  }

  void read_source() {
    const document::Node* node = text_.top().table("source");
    document::TableReader reader(*node, "[source]", problems_);
    const std::string host = text_of(reader, "host");
    const std::string slug = host.empty() ? text_of(reader, "account") : host;
    const store::Source source =
        store::open_source(database_, "source", host.empty() ? "account" : "host", "acc_" + slug,
                           ledger::parse_rfc3339("2015-01-01T00:00:00Z").value());
    for (Request& request : requests_) request.source = source;
    if (host.empty()) {
      store::put_member(database_, source.source, {"acc_" + slug, false, true});
      for (const ledger::Account& account : text_.accounts()) {
        if (account.parent != "acc_" + slug) continue;
        store::put_member(database_, source.source, {account.public_id, false, true});
      }
    }
    Night proof;
    if (const std::string proven = text_of(reader, "proven_to"); !proven.empty()) {
      proof.proven_to = ledger::parse_rfc3339(proven);
    }
    prove(proof);
    reader.refuse_others();
  }

  void store_night(const Night& night) {
    store::WriteContext context;
    context.run = store::begin_run(database_, "test", "test", {0});
    store::RecordWriter writer(database_);
    writer.write(night.expenses, context);
    writer.write(night.rows, context);
    for (const ledger::Account& account : night.rows.accounts) {
      writer.write_account(account, context);
    }
    for (const std::string& id : night.gone) {
      EXPECT_TRUE(store::bury(database_, store::Stream::transactions, id, context)) << id;
    }
    run_ = context.run;
  }

  void prove(const Night& night) {
    if (!night.proven_to) return;
    const store::Source& source = requests_.front().source;
    store::record_window(database_, {source.source, "transactions", ""},
                         {{source.start, *night.proven_to}, 0, run_, {0}});
  }

  Scratch scratch_;
  std::filesystem::path beside_;
  document::Problems problems_;
  document::Node root_;
  LedgerText text_;
  store::Database database_;
  Calendar calendar_;
  std::vector<Request> requests_;
  std::size_t night_ = 0;
  std::int64_t run_ = 0;
};

}  // namespace bursar::exporting
