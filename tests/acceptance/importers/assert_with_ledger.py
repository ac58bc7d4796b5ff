"""Imports OFX files with ledger-autosync one after the other, as they are issued, and lets ledger prove their
balances: after each file in the order of import, and once more in the order of the days, where every earlier
assertion must still hold. Prints the balances in the end.
With --again each file is then imported a second time, and must bring nothing; ledger-autosync asks ledger anew
for every line then, which takes a minute for some hundred lines."""
import decimal
import os
import re
import subprocess
import sys
import tempfile

from ofx_facts import facts_of, ledger_account

ENTRY = re.compile(r"^\d{4}/\d\d/\d\d .*(?:\n[ \t].*)*", re.MULTILINE)
ASSERTION = "--Autosync Balance Assertion"


def imported(file, home, *known):
    """The entries that ledger-autosync makes of a file; `known` says which journal it has to compare with."""
    account = ledger_account(facts_of(file).account)
    command = ["ledger-autosync", *known, "--assertions", "--account", account, file]
    environment = {**os.environ, "HOME": home, "LC_ALL": "C.UTF-8"}
    run = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    if run.returncode != 0:
        sys.exit(f"{file}: ledger-autosync failed:\n{run.stderr}")
    return ENTRY.findall(run.stdout)


def balances(journal, what):
    """What each account holds; ends the program where an assertion does not hold."""
    command = ["ledger", "--args-only", "--file", journal, "balance", "--flat", "--empty", "--no-total",
               "--balance-format", "%(account)\t%(display_total)\n", "^Assets"]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    if run.returncode != 0:
        sys.exit(f"{what}: ledger objects:\n{run.stderr}")
    # ledger-autosync writes "$" for USD, and ledger writes no currency beside nothing.
    return {account: decimal.Decimal(re.sub(r"[^0-9.-]", "", amount))
            for account, amount in (row.split("\t") for row in run.stdout.splitlines())}


def write(journal, entries):
    with open(journal, "w", encoding="utf-8") as opened:
        opened.write("\n\n".join(entries) + "\n")


def split(entries):
    assertions = [entry for entry in entries if ASSERTION in entry]
    return [entry for entry in entries if ASSERTION not in entry], assertions


def main(files, again):
    with tempfile.TemporaryDirectory() as home:
        journal = os.path.join(home, "journal.ledger")
        everything, ids = [], set()
        for file in files:
            facts = facts_of(file)
            lines, assertions = split(imported(file, home, "--no-ledger"))
            ids.update(re.search("; ofxid: (.*)", line)[1] for line in lines)
            everything += lines + assertions
            if (len(lines), len(assertions)) != (facts.lines, facts.balances):
                sys.exit(f"{file}: {facts.lines} lines and {facts.balances} balances are expected, "
                         f"ledger-autosync made {len(lines)} entries and {len(assertions)} assertions of it")
            if len(ids) != len(split(everything)[0]):
                sys.exit(f"{file}: ledger-autosync would skip lines, whose ids it has seen before")
            write(journal, everything)
            balances(journal, file)
        for file in files if again else []:
            brought, _ = split(imported(file, home, "--ledger", journal))
            if brought:
                sys.exit(f"{file}: imported again it brings {len(brought)} entries:\n{brought[0]}")
        # The assertion of a day is about its end.
        everything.sort(key=lambda entry: (entry[:10], ASSERTION in entry))
        write(journal, everything)
        held = balances(journal, "in the order of the days")
        for account, currency, decimals in sorted({facts_of(file)[:3] for file in files}):
            name = ledger_account(account)
            print(name, currency, f"{held.pop(name):.{decimals}f}", sep="\t")
        if held:
            sys.exit(f"there are accounts that no file is about: {held}")


if __name__ == "__main__":
    named = [argument for argument in sys.argv[1:] if argument != "--again"]
    if not named:
        sys.exit("name the files in the order they were issued")
    main(named, "--again" in sys.argv)
