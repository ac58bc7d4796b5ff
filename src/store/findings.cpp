#include "store/findings.hpp"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

#include "store/fields.hpp"
#include "store/sqlite_error.hpp"

namespace bursar::store {

void record_finding(Database& database, std::int64_t run, const Finding& finding) {
  at_border(database.file(), [&] {
    SQLite::Statement insert(database.connection(),
                             "INSERT INTO run_findings (run, source, code, number, sentence, "
                             "alarm) VALUES (?, ?, ?, ?, ?, ?)");
    FieldBinder(insert)
        .number(run)
        .text(finding.source)
        .literal(finding.code.c_str())
        .number(finding.number)
        .literal(finding.sentence.c_str())
        .flag(finding.alarm);
    insert.exec();
  });
}

std::vector<Finding> findings(Database& database, std::int64_t run) {
  return at_border(database.file(), [&] {
    SQLite::Statement select(database.connection(),
                             "SELECT source, code, number, sentence, alarm FROM run_findings "
                             "WHERE run = ? ORDER BY entry");
    select.bind(1, run);
    std::vector<Finding> result;
    while (select.executeStep()) {
      FieldReader reader(select);
      Finding& finding = result.emplace_back();
      finding.source = reader.text();
      finding.code = reader.text();
      finding.number = reader.number();
      finding.sentence = reader.text();
      finding.alarm = reader.flag();
    }
    return result;
  });
}

}  // namespace bursar::store
