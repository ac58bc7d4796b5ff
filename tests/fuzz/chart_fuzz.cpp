// Charts of accounts: compiled, or refused with every problem at its place. A compiled one codes a
// line, and says what the books need.
#include "fuzz_target.hpp"
#include "mapping/chart.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace bursar;
  fuzz::refuses_or_reads([&] {
    const mapping::Chart chart = mapping::Chart::parse(fuzz::text_of(data, size), "fuzz.toml");
    static_cast<void>(chart.needs(ledger::TaxMode::none));
    mapping::LineFacts facts;
    facts.kind = "EXPENSE";
    facts.category = "6210";
    facts.collective = "some-collective";
    facts.tags = R"(["travel","food"])";
    facts.currency = "EUR";
    facts.date = ledger::parse_civil_date("2026-03-14").value();
    mapping::Record record;
    record.set(mapping::Field::description, std::string_view("Train to Zürich"));
    std::vector<mapping::Decision> decisions;
    mapping::RuleHits hits(chart.rule_count());
    const ledger::Line line;
    const ledger::Coding coding =
        chart.code(line, facts, record, "Some Collective", &decisions, &hits);
    fuzz::require(!coding.account.empty(), "every line has an account");
  });
  return 0;
}
