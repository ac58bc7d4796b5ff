// The shipped layouts against what the vendors document: names and order of the columns, the form
// of each cell, limits. The templates are written down here once more, from the documentation and
// not from the layouts, so that a slip in one shows.
#include <array>
#include <regex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "error/error.hpp"
#include "export/csv_writer.hpp"
#include "mapping/text.hpp"

namespace bursar::exporting {
namespace {

using mapping::Field;
using mapping::Layout;
using mapping::Record;
using testing::Each;
using testing::ElementsAre;
using testing::SizeIs;

using Cells = std::vector<std::string>;

const std::string difficult =
    "Zoë \"Łucja\" <Müller>; & Söhne, 東京\tand\r\nsome more of it, so that limits are reached: " +
    std::string(400, 'x');

ledger::Money money(std::int64_t hundredths, const char* currency = "EUR") {
  return {hundredths, ledger::Currency::parse(currency).value()};
}

ledger::CivilDate day(const char* text) {
  return ledger::parse_civil_date(text).value();
}

void set_common(Record& record, std::int64_t amount) {
  record.set(Field::date, day("2026-11-05"));
  record.set(Field::currency, std::string_view("EUR"));
  record.set(Field::amount, money(amount));
  record.set(Field::id, std::string_view("6039312e-2962-4f5c-873a-50981d191fc0"));
  record.set(Field::group, std::string_view("2d10c9a8-0b1d-4190-8000-000000000001"));
  record.set(Field::kind, std::string_view("CONTRIBUTION"));
  record.set(Field::description, std::string_view(difficult));
  record.keep(Field::memo, "CONTRIBUTION " + difficult);
  record.set(Field::counterparty, std::string_view(difficult));
  record.set(Field::ledger_account, std::string_view("8200"));
  record.set(Field::money_account, std::string_view("1370"));
  record.set(Field::tax_code, std::string_view("No VAT"));
  record.set(Field::class_name, std::string_view("Big Collective"));
  record.set(Field::name, std::string_view(difficult));
}

Record statement_record(std::int64_t amount) {
  Record record;
  set_common(record, amount);
  record.set(Field::line_id, std::string_view("6039312e-2962-4f5c-873a-50981d191fc0.1r"));
  return record;
}

Record journal_record(std::int64_t gl_amount) {
  Record record;
  set_common(record, -gl_amount);
  record.set(Field::gl_amount, money(gl_amount));
  if (gl_amount > 0) record.set(Field::debit, money(gl_amount));
  if (gl_amount < 0) record.set(Field::credit, money(-gl_amount));
  record.set(Field::entry_id, std::string_view("OC2d10c9a80b1d419-12"));
  record.set(Field::entry_no, std::int64_t{7});
  record.set(Field::title, std::string_view(difficult));
  return record;
}

Record file_record() {
  Record record;
  record.set(Field::currency, std::string_view("EUR"));
  record.set(Field::fiscal_year_start, day("2026-01-01"));
  record.set(Field::first_day, day("2026-11-01"));
  record.set(Field::last_day, day("2026-11-30"));
  return record;
}

// Reads CSV by RFC 4180, without knowing how ours is written.
std::vector<Cells> parsed(std::string_view bytes, char delimiter) {
  std::vector<Cells> lines(1, Cells(1));
  bool quoted = false;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const char c = bytes[i];
    if (quoted && c == '"' && i + 1 < bytes.size() && bytes[i + 1] == '"') {
      lines.back().back() += bytes[++i];
    } else if (c == '"') {
      quoted = !quoted;
    } else if (!quoted && c == delimiter) {
      lines.back().emplace_back();
    } else if (!quoted && c == '\n') {
      lines.emplace_back(1);
    } else if (quoted || c != '\r') {
      lines.back().back() += c;
    }
  }
  lines.pop_back();
  return lines;
}

struct Written {
  Layout layout;
  std::string bytes;
  std::vector<Cells> lines;  // without preamble
};

Written written(const std::string& name, const std::vector<Record>& records) {
  Written file{mapping::load_layout(name), {}, {}};
  const std::size_t preamble = file.layout.csv.preamble.size();
  file.bytes = csv_opening(file.layout.csv, file_record());
  bool first = true;
  for (const Record& record : records) {
    append_csv_line(file.layout.csv, record, file.bytes, first);
    first = false;
  }
  file.lines = parsed(file.bytes, file.layout.csv.delimiter);
  file.lines.erase(file.lines.begin(), file.lines.begin() + static_cast<std::ptrdiff_t>(preamble));
  return file;
}

std::vector<Record> statement() {
  std::vector<Record> records;
  for (const std::int64_t amount : {-1850, 12345678}) records.push_back(statement_record(amount));
  return records;
}

std::vector<Record> journal() {
  std::vector<Record> records;
  for (const std::int64_t amount : {-18500, 1850, 16650}) records.push_back(journal_record(amount));
  return records;
}

// A column as its documentation has it: the form of the cell, and how many characters it may have.
struct Column {
  std::string header;
  std::string form;
  std::size_t longest = 100'000;
};

const std::string signed_amount = R"(-?\d+\.\d\d)";
const std::string amount_or_nothing = R"((\d+\.\d\d)?)";
const std::string anything = R"([^\r\n\t]*)";
const std::string something = R"([^\r\n\t]+)";

void expect_columns(const Cells& header, const std::vector<Cells>& lines,
                    const std::vector<Column>& columns) {
  ASSERT_EQ(header.size(), columns.size());
  for (std::size_t i = 0; i < columns.size(); ++i) {
    EXPECT_EQ(header[i], columns[i].header) << "column " << i + 1;
    const std::regex form(columns[i].form);
    for (const Cells& line : lines) {
      ASSERT_EQ(line.size(), columns.size());
      EXPECT_TRUE(std::regex_match(line[i], form)) << columns[i].header << ": " << line[i];
      EXPECT_LE(mapping::count_characters(line[i]), columns[i].longest) << columns[i].header;
    }
  }
}

void expect_columns(const Written& file, const std::vector<Column>& columns) {
  expect_columns(file.lines.front(), {file.lines.begin() + 1, file.lines.end()}, columns);
}

void expect_common(const Written& file, bool utf8 = true) {
  EXPECT_EQ(file.bytes.substr(file.bytes.size() - 2), "\r\n");
  if (utf8) {
    EXPECT_NE(file.bytes.substr(0, 3), "\xEF\xBB\xBF");
    EXPECT_NE(file.bytes.find("東京"), std::string::npos);
  }
}

// Intuit's page on formatting CSV files: three columns in this order, at most 350 KB; a
// description of figures alone is refused.
TEST(Preset, QuickBooksBank) {
  const Written file = written("quickbooks-bank", statement());
  expect_common(file);
  expect_columns(file, {{"Date", R"(\d\d/\d\d/\d{4})"},
                        {"Description", R"(.*[A-Za-z].* 6039312e\.1r)"},
                        {"Amount", signed_amount}});
  EXPECT_EQ(file.lines[1][0], "11/05/2026") << "month first";
  EXPECT_EQ(file.layout.file.max_rows, 1000U);
  EXPECT_LE(file.layout.file.max_bytes, 350'000U);
}

// Intuit's sample_journalentry_import.csv. A number of at most 21 characters, no negative amounts,
// the other side left blank.
TEST(Preset, QuickBooksJournal) {
  const Written file = written("quickbooks-journal", journal());
  expect_common(file);
  expect_columns(file, {{"*JournalNo", "OC[0-9a-f]{15}(-\\d+)?", 21},
                        {"*JournalDate", R"(\d\d/\d\d/\d{4})"},
                        {"*AccountName", something, 100},
                        {"*Debits", amount_or_nothing},
                        {"*Credits", amount_or_nothing},
                        {"Description", anything, 4000},
                        {"Name", anything, 100},
                        {"Currency", "[A-Z]{3}"},
                        {"Location", anything},
                        {"Class", anything}});
  for (std::size_t i = 1; i < file.lines.size(); ++i) {
    EXPECT_NE(file.lines[i][3].empty(), file.lines[i][4].empty());
    EXPECT_EQ(file.lines[i][0], "OC2d10c9a80b1d419-12") << "number and date on every row";
  }
  EXPECT_EQ(file.layout.file.max_rows, 1000U);
}

std::vector<Column> xero_statement() {
  return {
      {"*Date", R"(\d\d/\d\d/\d{4})"}, {"*Amount", signed_amount},          {"Payee", anything},
      {"Description", anything},       {"Reference", R"(6039312e-.*\.1r)"}, {"Check Number", ""}};
}

// Xero's template for statements.
TEST(Preset, XeroBank) {
  const Written file = written("xero-bank", statement());
  expect_common(file);
  expect_columns(file, xero_statement());
  EXPECT_EQ(file.lines[1][0], "05/11/2026") << "day first";
  EXPECT_EQ(file.layout.file.max_rows, 1000U);
}

TEST(Preset, XeroBankPrecoded) {
  const Written file = written("xero-bank-precoded", statement());
  auto columns = xero_statement();
  columns.push_back({"Account Code", "8200"});
  columns.push_back({"Tax Type", "No VAT"});
  expect_columns(file, columns);
  EXPECT_TRUE(mapping::needs_chart(file.layout));
  EXPECT_EQ(file.layout.statement, mapping::StatementLines::postings);
}

// Xero's template for manual journals: at most 300 lines; + debit, - credit.
TEST(Preset, XeroJournal) {
  const Written file = written("xero-journal", journal());
  expect_common(file);
  expect_columns(file,
                 {{"*Narration", "OC[0-9a-f]{15}.*"},
                  {"*Date", R"(\d\d (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4})"},
                  {"Description", anything},
                  {"*AccountCode", something},
                  {"*TaxRate", something},
                  {"*Amount", signed_amount},
                  {"TrackingName1", something},
                  {"TrackingOption1", anything},
                  {"TrackingName2", ""},
                  {"TrackingOption2", ""}});
  EXPECT_EQ(file.lines[1][0], file.lines[3][0]) << "one narration, one journal";
  EXPECT_EQ(file.lines[1][5], "-185.00");
  EXPECT_EQ(file.layout.file.max_rows, 300U);
  EXPECT_EQ(file.layout.journal.tax, ledger::TaxMode::codes_exclusive);
}

// FreeAgent: date, amount, description; no header, no quotation marks, no commas within.
TEST(Preset, FreeAgent) {
  const Written file = written("freeagent", statement());
  expect_common(file);
  EXPECT_EQ(file.bytes.find('"'), std::string::npos);
  expect_columns({"date", "amount", "description"}, file.lines,
                 {{"date", R"(\d\d/\d\d/\d{4})"},
                  {"amount", signed_amount},
                  {"description", R"([^,"\r\n]* 6039312e\.1r)"}});
}

// GnuCash's settings "GnuCash Export Format": sixteen columns by their place.
TEST(Preset, GnuCashMultiSplit) {
  const Written file = written("gnucash-multisplit", journal());
  expect_common(file);
  expect_columns(file, {{"Date", R"(\d{4}-\d\d-\d\d)"},
                        {"Transaction ID", something},
                        {"Number", anything},
                        {"Description", something},
                        {"Notes", anything},
                        {"Commodity/Currency", "CURRENCY::[A-Z]{3}"},
                        {"Void Reason", ""},
                        {"Action", ""},
                        {"Memo", anything},
                        {"Full Account Name", something},
                        {"Account Name", ""},
                        {"Amount With Sym", ""},
                        {"Amount Num.", signed_amount},
                        {"Reconcile", "n"},
                        {"Reconcile Date", ""},
                        {"Rate/Price", R"(1\.0000)"}});
  // What GnuCash groups rows by is the same in all rows of an entry.
  for (const std::size_t column : {0U, 1U, 2U, 3U, 4U, 5U}) {
    EXPECT_EQ(file.lines[1][column], file.lines[3][column]);
  }
}

// Odoo's import of account.move: what belongs to the entry stands in its first row alone.
TEST(Preset, OdooJournal) {
  const Written file = written("odoo-journal", journal());
  expect_common(file);
  expect_columns(file, {{"id", "(oc_[A-Za-z0-9-]+)?"},
                        {"date", R"((\d{4}-\d\d-\d\d)?)"},
                        {"journal_id", anything},
                        {"ref", anything},
                        {"line_ids/account_id", something},
                        {"line_ids/partner_id", anything},
                        {"line_ids/name", anything},
                        {"line_ids/debit", amount_or_nothing},
                        {"line_ids/credit", amount_or_nothing}});
  for (const std::size_t column : {0U, 1U, 2U, 3U}) {
    EXPECT_NE(file.lines[1][column], "");
    EXPECT_EQ(file.lines[2][column], "");
  }
}

// The decree's eighteen columns (arrêté du 29 juillet 2013), tab-separated.
TEST(Preset, Fec) {
  const Written file = written("fec", journal());
  const std::string figure = R"(\d+,\d\d)";
  expect_columns(file, {{"JournalCode", something},
                        {"JournalLib", something},
                        {"EcritureNum", R"(\d+)"},
                        {"EcritureDate", R"(\d{8})"},
                        {"CompteNum", "[0-9A-Z]+"},
                        {"CompteLib", something},
                        {"CompAuxNum", ""},
                        {"CompAuxLib", ""},
                        {"PieceRef", something},
                        {"PieceDate", R"(\d{8})"},
                        {"EcritureLib", something},
                        {"Debit", figure},
                        {"Credit", figure},
                        {"EcritureLet", ""},
                        {"DateLet", ""},
                        {"ValidDate", R"(\d{8})"},
                        {"Montantdevise", ""},
                        {"Idevise", ""}});
  EXPECT_EQ(file.layout.csv.delimiter, '\t');
  EXPECT_TRUE(file.layout.file.split_by_fiscal_year);
}

// hledger reads by the rules that come along, so header and rules must have the same columns.
TEST(Preset, HledgerAndItsRules) {
  const Layout layout = mapping::load_layout("hledger");
  std::string bytes = csv_opening(layout.csv, file_record());
  const std::vector<Record> postings = journal();
  append_wide_line(layout.csv, postings.front(), postings, bytes);
  const std::vector<Cells> lines = parsed(bytes, ',');
  ASSERT_THAT(lines, SizeIs(2));
  EXPECT_THAT(lines, Each(SizeIs(5 + 3 * layout.journal.postings)));
  const std::string rules = mapping::shipped_rules("hledger").value().text;
  std::string fields = "fields ";
  for (const std::string& name : lines[0]) fields += (&name == &lines[0][0] ? "" : ", ") + name;
  EXPECT_NE(rules.find(fields + "\n"), std::string::npos) << fields;
  EXPECT_NE(rules.find("skip 1\n"), std::string::npos);
  EXPECT_THAT(Cells(lines[1].begin(), lines[1].begin() + 2),
              ElementsAre("2026-11-05", "OC2d10c9a80b1d419-12"));
  EXPECT_EQ(lines[1][5 + 3 * 2 + 1], "166.50");
  EXPECT_EQ(lines[1].back(), "");
}

// DATEV's captions of format version 13, as its sample file has them.
Cells datev_captions() {
  const std::string before =
      "Umsatz (ohne Soll/Haben-Kz);Soll/Haben-Kennzeichen;WKZ Umsatz;Kurs;Basis-Umsatz;WKZ "
      "Basis-Umsatz;Konto;Gegenkonto (ohne "
      "BU-Schlüssel);BU-Schlüssel;Belegdatum;Belegfeld 1;Belegfeld "
      "2;Skonto;Buchungstext;Postensperre;Diverse "
      "Adressnummer;Geschäftspartnerbank;Sachverhalt;Zinssperre;Beleglink;";
  const std::string between =
      "KOST1 - Kostenstelle;KOST2 - Kostenstelle;Kost-Menge;EU-Land u. UStID "
      "(Bestimmung);EU-Steuersatz (Bestimmung);Abw. Versteuerungsart;Sachverhalt "
      "L+L;Funktionsergänzung L+L;BU 49 Hauptfunktionstyp;BU 49 Hauptfunktionsnummer;BU 49 "
      "Funktionsergänzung;";
  const std::string after =
      "Stück;Gewicht;Zahlweise;Forderungsart;Veranlagungsjahr;Zugeordnete "
      "Fälligkeit;Skontotyp;Auftragsnummer;Buchungstyp;USt-Schlüssel (Anzahlungen);EU-Land "
      "(Anzahlungen);Sachverhalt L+L (Anzahlungen);EU-Steuersatz (Anzahlungen);Erlöskonto "
      "(Anzahlungen);Herkunft-Kz;Buchungs "
      "GUID;KOST-Datum;SEPA-Mandatsreferenz;Skontosperre;Gesellschaftername;Beteiligtennummer;"
      "Identifikationsnummer;Zeichnernummer;Postensperre bis;Bezeichnung "
      "SoBil-Sachverhalt;Kennzeichen SoBil-Buchung;Festschreibung;Leistungsdatum;Datum Zuord. "
      "Steuerperiode;Fälligkeit;Generalumkehr "
      "(GU);Steuersatz;Land;Abrechnungsreferenz;BVV-Position;EU-Land u. UStID "
      "(Ursprung);EU-Steuersatz (Ursprung);Abw. Skontokonto\n";
  std::string all = before;
  for (const char n : std::string("12345678")) {
    all += std::string("Beleginfo - Art ") + n + ";Beleginfo - Inhalt " + n + ";";
  }
  all += between;
  for (int n = 1; n <= 20; ++n) {
    const std::string number = std::to_string(n);
    all.append("Zusatzinformation - Art ").append(number);
    all.append(";Zusatzinformation- Inhalt ").append(number).append(";");
  }
  return parsed(all + after, ';').front();
}

std::string from_latin_1(std::string_view bytes) {
  std::string text;
  for (const char c : bytes) {
    const auto code = static_cast<unsigned char>(c);
    if (code < 0x80) {
      text += c;
    } else {
      text += static_cast<char>(0xC0U | (code >> 6U));
      text += static_cast<char>(0x80U | (code & 0x3FU));
    }
  }
  return text;
}

TEST(Preset, DatevBuchungsstapel) {
  Written file = written("datev-buchungsstapel", journal());
  expect_common(file, false);
  for (Cells& line : file.lines) {
    for (std::string& cell : line) cell = from_latin_1(cell);
  }
  ASSERT_EQ(datev_captions().size(), 125U);
  std::vector<Column> columns;
  for (const std::string& caption : datev_captions()) columns.push_back({caption, anything, 210});
  const auto expect = [&](std::size_t number, const std::string& form, std::size_t longest) {
    columns[number - 1].form = form;
    columns[number - 1].longest = longest;
  };
  expect(1, R"(\d{1,10},\d{2})", 13);
  expect(2, "S|H", 1);
  expect(3, "EUR", 3);
  expect(4, "", 0);
  expect(7, "1370", 9);
  expect(8, "8200", 9);
  expect(9, "", 0);
  expect(10, "0511", 4);
  expect(11, "[A-Za-z0-9$&%*+/-]+", 36);
  expect(14, something, 60);
  expect(37, something, 8);
  expect(114, "0", 1);
  expect_columns(file, columns);
  EXPECT_EQ(file.lines[1][1], "S") << "income: the money account gets it";
  EXPECT_EQ(file.lines[2][1], "H");
  EXPECT_TRUE(file.layout.file.split_by_fiscal_year);
  EXPECT_EQ(file.layout.file.max_rows, 99'999U);
  EXPECT_EQ(file.bytes.find("東"), std::string::npos);
}

// Thirty-one fields: EXTF 700, Buchungsstapel 21 in version 13; not locked.
TEST(Preset, DatevPreamble) {
  const Written file = written("datev-buchungsstapel", journal());
  const std::string first = file.bytes.substr(0, file.bytes.find("\r\n"));
  const Cells header = parsed(first + "\n", ';').front();
  ASSERT_EQ(header.size(), 31U);
  EXPECT_THAT(Cells(header.begin(), header.begin() + 6),
              ElementsAre("EXTF", "700", "21", "Buchungsstapel", "13", "20261130000000000"));
  EXPECT_THAT(Cells(header.begin() + 12, header.begin() + 16),
              ElementsAre("20260101", "4", "20261101", "20261130"));
  EXPECT_EQ(header[20], "0") << "not locked";
  EXPECT_EQ(header[21], "EUR");
  EXPECT_EQ(first.substr(0, 7), "\"EXTF\";");
}

// In DATEV's files text is quoted, also where it is empty, and figures never are.
TEST(Preset, DatevQuotesText) {
  const Written file = written("datev-buchungsstapel", journal());
  const std::size_t line = file.bytes.find("185,00;");
  ASSERT_NE(line, std::string::npos);
  EXPECT_EQ(file.bytes.substr(line, 80),
            "185,00;\"S\";\"EUR\";;;\"\";1370;8200;\"\";0511;\"OC2d10c9a80b1d419-12\";\"\";;"
            "\"CONTRIBUTION");
}

std::vector<Record> one(Record record) {
  std::vector<Record> records;
  records.push_back(std::move(record));
  return records;
}

TEST(Preset, DatevRefusesAccountsThatAreNoNumbers) {
  Record record = journal_record(100);
  record.set(Field::ledger_account, std::string_view("Travel"));
  EXPECT_THROW((void)written("datev-buchungsstapel", one(std::move(record))), Error);
  record = journal_record(100);
  record.set(Field::gl_amount, money(1'000'000'000'000'000));
  EXPECT_THROW((void)written("datev-buchungsstapel", one(std::move(record))), Error);
}

// Tables name their columns like the fields, so that two of them can be joined.
TEST(Preset, TablesKeepTheVersionAndDeletion) {
  for (const char* name : {"transactions", "postings", "expenses", "expense-items"}) {
    const Layout layout = mapping::load_layout(name);
    EXPECT_TRUE(mapping::uses(layout, Field::version)) << name;
    EXPECT_TRUE(mapping::uses(layout, Field::deleted)) << name;
    EXPECT_TRUE(mapping::uses(layout, Field::amount)) << name;
  }
}

}  // namespace
}  // namespace bursar::exporting
