"""Imports OFX files into a new book by GnuCash itself, each of them twice, and prints account, currency, balance
and number of lines. The second time must bring nothing."""
import os
import subprocess
import sys
import tempfile
import time

import gnucash_book
from ofx_facts import facts_of

INSIDE = "BURSAR_GNUCASH_SCREEN"


def online_id(fact):
    # libofx puts the bank before the account, two blanks between them.
    return f"OPENCOLL  {fact.account}"


def import_file(window, file):
    window.click("menu", "File")
    window.click("menu", "Import")
    window.click("menu item", "Import OFX/QFX...")
    window.open_file(os.path.abspath(file))
    # Nothing new is said in a message, new lines are shown to be confirmed.
    window.click("push button", "OK", "Close")
    time.sleep(1)


def imported(book, files):
    import gnucash_window

    with gnucash_window.Window(book) as window:
        for file in files:
            import_file(window, file)
        window.save()
        once = gnucash_book.splits(book)
        for file in files:
            import_file(window, file)
        window.save()
        return once, gnucash_book.splits(book)


def main(files):
    facts = [facts_of(file) for file in files]
    streams = sorted({fact[:3] for fact in facts})
    with tempfile.TemporaryDirectory() as home:
        book = os.path.join(home, "book.gnucash")
        gnucash_book.write(book, [gnucash_book.account(fact.account, "BANK", fact.currency, online_id(fact))
                                  for fact in {fact.account: fact for fact in facts}.values()])
        os.environ["HOME"] = os.environ["XDG_RUNTIME_DIR"] = home
        once, twice = imported(book, files)
    for account, currency, decimals in streams:
        lines = [split for split in once if split.account == account]
        expected = sum(fact.lines for fact in facts if fact.account == account)
        if len(lines) != expected:
            sys.exit(f"{account}: {expected} lines are in the files, GnuCash booked {len(lines)}")
        print(account, currency, f"{sum(split.amount for split in lines):.{decimals}f}", len(lines), sep="\t")
    if len(twice) != len(once):
        sys.exit(f"imported again, {len(once)} splits became {len(twice)}")


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit("name the files in the order they were issued")
    if INSIDE in os.environ:
        main(sys.argv[1:])
    else:
        screen = ["xvfb-run", "--auto-servernum", "--server-args=-screen 0 1280x900x24", "dbus-run-session", "--"]
        environment = {**os.environ, INSIDE: "1", "LANG": "C.UTF-8", "NO_AT_BRIDGE": "0"}
        sys.exit(subprocess.run([*screen, sys.executable, "-B", *sys.argv], env=environment, check=False).returncode)
