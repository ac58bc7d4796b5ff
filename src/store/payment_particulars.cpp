#include "store/payment_particulars.hpp"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

#include "store/fields.hpp"
#include "store/sqlite_error.hpp"

namespace bursar::store {

PaymentParticulars payment_particulars(Database& database, const std::string& expense) {
  return at_border(database.file(), [&] {
    PaymentParticulars found;
    SQLite::Statement select(database.connection(),
                             "SELECT row, created_at, payee_country, payee_address, "
                             "payout_method_type FROM expenses WHERE public_id = ?");
    select.bindNoCopy(1, expense);
    if (!select.executeStep()) return found;
    FieldReader read(select);
    const std::int64_t row = read.number();
    found.created_at = read.instant();
    found.payee_country = read.text();
    found.payee_address = read.text();
    found.payout_method_type = read.text();
    SQLite::Statement taxes(database.connection(),
                            "SELECT DISTINCT id_number FROM expense_taxes "
                            "WHERE expense = ? AND id_number IS NOT NULL ORDER BY id_number");
    taxes.bind(1, row);
    while (taxes.executeStep()) found.tax_id_numbers.push_back(taxes.getColumn(0).getString());
    return found;
  });
}

}  // namespace bursar::store
