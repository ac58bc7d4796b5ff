"""Imports multi-split CSV files into a new book by GnuCash itself, each of them twice, and prints account, balance
and number of splits. The second time must bring nothing."""
import collections
import csv
import decimal
import os
import sys
import tempfile
import time

import gnucash_book
import gnucash_screen

def lines_of(file):
    """Account and amount of every split, from the columns that GnuCash's own settings name."""
    with open(file, encoding="utf-8", newline="") as opened:
        return [(row["Full Account Name"], decimal.Decimal(row["Amount Num."])) for row in csv.DictReader(opened)]


def currency_of(file):
    """The one currency of a file: its first row says CURRENCY::EUR."""
    with open(file, encoding="utf-8", newline="") as opened:
        return next(csv.DictReader(opened))["Commodity/Currency"].partition("::")[2]


def import_file(window, file):
    window.click("menu", "File")
    window.click("menu", "Import")
    window.click("menu item", "Import Transactions from CSV...")
    window.click("push button", "Next")
    window.choose_file(os.path.abspath(file))
    # The settings that come with GnuCash; the list has no name of its own.
    window.choose_first("combo box", "No Settings")
    for _ in range(12):
        button = window.wait("push button", "Next", "Apply", "Close")
        name = button.name
        window.click("push button", name)
        if name == "Close":
            return
        time.sleep(1)
    sys.exit(f"the import of {file} does not end; it shows {window.shown()}")


def imported(book, files):
    import gnucash_window

    with gnucash_window.Window(book) as window:
        for file in files:
            import_file(window, file)
        window.save()
        once = gnucash_book.splits(book)
        for file in files:
            import_file(window, file)
        # There may be nothing to save: that is as it should be.
        window.keys("ctrl+s")
        time.sleep(3)
        if len(gnucash_book.splits(book)) != len(once):
            sys.exit("the second import has booked something")
        return once


def main(files):
    expected = [line for file in files for line in lines_of(file)]
    accounts = sorted({account for account, _ in expected})
    currency = currency_of(files[0])
    with tempfile.TemporaryDirectory() as home:
        book = os.path.join(home, "book.gnucash")
        gnucash_book.write(book, [gnucash_book.account(account.replace(":", " "), "BANK", currency, csv_name=account)
                                  for account in accounts])
        os.environ["HOME"] = os.environ["XDG_RUNTIME_DIR"] = home
        booked = imported(book, files)
    sums, counts = collections.Counter(), collections.Counter()
    for split in booked:
        sums[split.account] += split.amount
        counts[split.account] += 1
    if len(booked) != len(expected):
        # What does not balance, GnuCash completes.
        sys.exit(f"{len(expected)} splits are in the files, GnuCash booked {len(booked)}")
    for account in accounts:
        own = account.replace(":", " ")
        wanted = [amount for name, amount in expected if name == account]
        if counts[own] != len(wanted):
            sys.exit(f"{account}: {len(wanted)} splits are in the files, GnuCash booked {counts[own]}")
        if sums[own] != sum(wanted):
            sys.exit(f"{account}: {sum(wanted)} is in the files, GnuCash booked {sums[own]}")
        print(account, f"{sums[own]:.2f}", counts[own], sep="\t")


if __name__ == "__main__":
    gnucash_screen.run(main)
