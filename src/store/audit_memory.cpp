#include "store/audit_memory.hpp"

#include <algorithm>

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

#include "store/fields.hpp"
#include "store/sqlite_error.hpp"

namespace bursar::store {

std::map<ledger::Instant, AgreedSums> agreed_sums(Database& database, std::int64_t source) {
  return at_border(database.file(), [&] {
    SQLite::Statement select(database.connection(),
                             "SELECT starts_at, platform, stored FROM agreed_sums "
                             "WHERE source = ?");
    select.bind(1, source);
    std::map<ledger::Instant, AgreedSums> sums;
    while (select.executeStep()) {
      FieldReader reader(select);
      const ledger::Instant month = reader.instant();
      AgreedSums& agreed = sums[month];
      agreed.platform = reader.number();
      agreed.stored = reader.number();
    }
    return sums;
  });
}

void record_agreed_sums(Database& database, std::int64_t source,
                        const std::map<ledger::Instant, AgreedSums>& sums, ledger::Instant now) {
  at_border(database.file(), [&] {
    SQLite::Statement upsert(database.connection(),
                             "INSERT OR REPLACE INTO agreed_sums VALUES (?, ?, ?, ?, ?)");
    for (const auto& [month, agreed] : sums) {
      FieldBinder(upsert)
          .number(source)
          .instant(month)
          .number(agreed.platform)
          .number(agreed.stored)
          .instant(now);
      run(upsert);
    }
  });
}

std::vector<LateFigure> late_figures(Database& database, std::int64_t source) {
  return at_border(database.file(), [&] {
    SQLite::Statement select(database.connection(),
                             "SELECT subject, state, since_at FROM late_figures "
                             "WHERE source = ? ORDER BY subject");
    select.bind(1, source);
    std::vector<LateFigure> figures;
    while (select.executeStep()) {
      FieldReader reader(select);
      LateFigure& figure = figures.emplace_back();
      figure.subject = reader.text();
      figure.state = reader.text();
      figure.since = reader.instant();
    }
    return figures;
  });
}

void put_late_figures(Database& database, std::int64_t source,
                      const std::vector<LateFigure>& figures) {
  at_border(database.file(), [&] {
    SQLite::Statement clear(database.connection(), "DELETE FROM late_figures WHERE source = ?");
    clear.bind(1, source);
    clear.exec();
    SQLite::Statement insert(database.connection(), "INSERT INTO late_figures VALUES (?, ?, ?, ?)");
    for (const LateFigure& figure : figures) {
      FieldBinder(insert)
          .number(source)
          .literal(figure.subject.c_str())
          .literal(figure.state.c_str())
          .instant(figure.since);
      run(insert);
    }
  });
}

std::vector<UnansweredQuestion> unanswered_questions(Database& database, std::int64_t source) {
  return at_border(database.file(), [&] {
    SQLite::Statement select(database.connection(),
                             "SELECT question, reason, runs, since_at FROM unanswered_questions "
                             "WHERE source = ? ORDER BY question");
    select.bind(1, source);
    std::vector<UnansweredQuestion> questions;
    while (select.executeStep()) {
      FieldReader reader(select);
      UnansweredQuestion& question = questions.emplace_back();
      question.question = reader.text();
      question.reason = reader.text();
      question.runs = reader.number();
      question.since = reader.instant();
    }
    return questions;
  });
}

std::vector<UnansweredQuestion> put_unanswered(Database& database, std::int64_t source,
                                               const std::vector<UnansweredQuestion>& questions) {
  const auto before = unanswered_questions(database, source);
  std::vector<UnansweredQuestion> now = questions;
  for (UnansweredQuestion& question : now) {
    const auto known = std::find_if(before.begin(), before.end(), [&](const auto& other) {
      return other.question == question.question;
    });
    if (known == before.end()) continue;
    question.runs = known->runs + 1;
    question.since = known->since;
  }
  at_border(database.file(), [&] {
    SQLite::Statement clear(database.connection(),
                            "DELETE FROM unanswered_questions WHERE source = ?");
    clear.bind(1, source);
    clear.exec();
    SQLite::Statement insert(database.connection(),
                             "INSERT OR REPLACE INTO unanswered_questions VALUES (?, ?, ?, ?, ?)");
    for (const UnansweredQuestion& question : now) {
      FieldBinder(insert)
          .number(source)
          .literal(question.question.c_str())
          .literal(question.reason.c_str())
          .number(question.runs)
          .instant(question.since);
      run(insert);
    }
  });
  return now;
}

}  // namespace bursar::store
