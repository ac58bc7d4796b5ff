"""Imports OFX files into a new book by GnuCash itself, each of them twice, and prints account, currency, balance
and number of lines. The second time must bring nothing."""
import os
import sys
import tempfile
import time

import gnucash_book
import gnucash_screen
from ofx_facts import facts_of


def online_id(fact):
    # libofx puts the bank before the account, two blanks between them.
    return f"OPENCOLL  {fact.account}"


def import_file(window, file, answer):
    window.click("menu", "File")
    window.click("menu", "Import")
    window.click("menu item", "Import OFX/QFX...")
    window.open_file(os.path.abspath(file))
    window.click("push button", answer)
    time.sleep(1)


def imported(book, files):
    """The splits of the book after the files were imported once; a second time brings nothing, or this fails."""
    import gnucash_window

    with gnucash_window.Window(book) as window:
        for file in files:
            # New lines are shown to be confirmed.
            import_file(window, file, "OK")
        window.save()
        for file in files:
            # That there is nothing new is a message; lines to be confirmed would have no such button.
            import_file(window, file, "Close")
        return gnucash_book.splits(book)


def main(files):
    facts = [facts_of(file) for file in files]
    streams = sorted({fact[:3] for fact in facts})
    with tempfile.TemporaryDirectory() as home:
        book = os.path.join(home, "book.gnucash")
        gnucash_book.write(book, [gnucash_book.account(fact.account, "BANK", fact.currency, online_id(fact))
                                  for fact in {fact.account: fact for fact in facts}.values()])
        os.environ["HOME"] = os.environ["XDG_RUNTIME_DIR"] = home
        booked = imported(book, files)
    for account, currency, decimals in streams:
        lines = [split for split in booked if split.account == account]
        expected = sum(fact.lines for fact in facts if fact.account == account)
        if len(lines) != expected:
            sys.exit(f"{account}: {expected} lines are in the files, GnuCash booked {len(lines)}")
        print(account, currency, f"{sum(split.amount for split in lines):.{decimals}f}", len(lines), sep="\t")


if __name__ == "__main__":
    gnucash_screen.run(main)
