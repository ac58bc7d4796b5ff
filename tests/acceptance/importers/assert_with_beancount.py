"""Imports OFX files into beancount by its own OFX importer and lets bean-check prove their balances, all of
them at once and by date, so that a statement which a later one contradicts is found. Prints the balances."""
import csv
import io
import os
import re
import subprocess
import sys
import tempfile

from ofx_facts import facts_of, ledger_account

OTHER_SIDE = "Equity:Imported"
# Without it a balance may be a cent off.
EXACT = 'option "inferred_tolerance_multiplier" "0"\n'


def run(command, what):
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    if done.returncode != 0:
        sys.exit(f"{what}:\n{done.stdout}{done.stderr}")
    return done.stdout


def configuration(accounts):
    importers = "".join(
        f"    ofx.Importer({'^' + re.escape(account) + '$'!r}, {ledger_account(account)!r},"
        " 'import', ofx.BalanceType.DECLARED),\n"
        for account in sorted(accounts)
    )
    return f"from beancount.ingest.importers import ofx\n\nCONFIG = [\n{importers}]\n"


def main(files):
    facts = [facts_of(file) for file in files]
    accounts = {fact.account for fact in facts}
    with tempfile.TemporaryDirectory() as home:
        config = os.path.join(home, "importers.py")
        with open(config, "w", encoding="utf-8") as opened:
            opened.write(configuration(accounts))
        extracted = run(["bean-extract", config, *files], "bean-extract failed")
        lines = len(re.findall(r"^\d{4}-\d\d-\d\d \* ", extracted, re.MULTILINE))
        balances = len(re.findall(r"^\d{4}-\d\d-\d\d balance ", extracted, re.MULTILINE))
        if (lines, balances) != (sum(f.lines for f in facts), sum(f.balances for f in facts)):
            sys.exit(f"{sum(f.lines for f in facts)} lines and {sum(f.balances for f in facts)} balances "
                     f"are expected, beancount read {lines} and {balances}")
        # The importer leaves the other side to the user.
        entries = re.sub(r"^(  Assets:.*)$", rf"\1\n  {OTHER_SIDE}", extracted, flags=re.MULTILINE)
        opens = "".join(f"1970-01-01 open {name}\n"
                        for name in [OTHER_SIDE, *map(ledger_account, sorted(accounts))])
        books = os.path.join(home, "books.beancount")
        with open(books, "w", encoding="utf-8") as opened:
            opened.write(EXACT + opens + entries)
        run(["bean-check", books], "bean-check objects")
        query = "select account, currency, sum(number) where account ~ '^Assets' group by 1, 2 order by 1, 2"
        answer = run(["bean-query", "--format", "csv", books, query], "bean-query failed")
    for row in list(csv.reader(io.StringIO(answer)))[1:]:
        print("\t".join(cell.strip() for cell in row))


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit("name the files in the order they were issued")
    main(sys.argv[1:])
