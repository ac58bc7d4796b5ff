"""Reads wide CSV files with hledger by a rules file and prints what it makes of them: the number of
transactions, then account, currency and balance a line. hledger itself refuses entries that do not balance;
an entry that it could complete by guessing an amount is refused here."""
import csv
import os
import re
import subprocess
import sys


def hledger(files, rules, *command):
    arguments = ["hledger", *(part for file in files for part in ("--file", file))]
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}
    run = subprocess.run([*arguments, "--rules-file", rules, *command], capture_output=True, text=True,
                         env=environment, check=False)
    if run.returncode != 0:
        sys.exit(f"hledger objects:\n{run.stderr}")
    return list(csv.DictReader(run.stdout.splitlines()))


def columns(rules):
    """The names of the columns, and how many rows stand above the entries."""
    with open(rules, encoding="utf-8") as opened:
        text = opened.read()
    fields = re.search(r"^fields\s+(.*)$", text, re.MULTILINE)
    skipped = re.search(r"^skip\s+(\d+)$", text, re.MULTILINE)
    if not fields:
        sys.exit(f"{rules}: there is no list of fields")
    return [name.strip() for name in fields[1].split(",")], int(skipped[1]) if skipped else 0


def refuse_guesses(file, names, skipped):
    """hledger infers the one amount that is missing: a lost amount would balance all by itself. Gives the number
    of entries."""
    with open(file, encoding="utf-8", newline="") as opened:
        rows = list(csv.reader(opened))[skipped:]
    for number, row in enumerate(rows, skipped + 1):
        cells = dict(zip(names, row))
        for name, value in cells.items():
            if name.startswith("account") and bool(value) != bool(cells["amount" + name[7:]]):
                sys.exit(f"{file}: row {number}: account and amount {name[7:]} need each other")
    return len(rows)


def main(rules, files):
    names, skipped = columns(rules)
    entries = sum(refuse_guesses(file, names, skipped) for file in files)
    hledger(files, rules, "check")
    # File by file: hledger numbers the transactions of each from 1.
    read = sum(len({row["txnidx"] for row in hledger([file], rules, "print", "-O", "csv")}) for file in files)
    if read != entries:
        sys.exit(f"{entries} entries are in the files, hledger read {read}")
    print(f"transactions\t{read}")
    for row in hledger(files, rules, "balance", "--no-total", "--flat", "--empty", "--layout=bare", "-O", "csv"):
        print(row["account"], row["commodity"], row["balance"], sep="\t")


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit("name the rules file, then the CSV files")
    main(sys.argv[1], sys.argv[2:])
