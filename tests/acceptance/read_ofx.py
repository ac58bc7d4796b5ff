"""Reads OFX files with ofxparse, the parser of Odoo and ledger-autosync, and prints what it understood:
one line per statement: account|currency|lines|sum of lines|balance|balance date|shortest name|distinct ids."""
import sys
import warnings

from ofxparse import OfxParser

warnings.simplefilter("ignore")
for name in sys.argv[1:]:
    with open(name, "rb") as file:
        for account in OfxParser.parse(file).accounts:
            statement = account.statement
            lines = statement.transactions
            if statement.discarded_entries:
                sys.exit(f"{name}: ofxparse discarded entries: {statement.discarded_entries}")
            print(
                account.account_id,
                account.curdef,
                len(lines),
                sum(line.amount for line in lines),
                statement.balance,
                statement.balance_date.date(),
                min(len(line.payee) for line in lines),
                len({line.id for line in lines}),
                sep="|",
            )
            for line in lines:
                print("", line.date.date(), line.amount, line.payee, line.memo, sep="|")
