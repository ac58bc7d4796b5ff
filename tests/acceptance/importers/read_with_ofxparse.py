"""Reads OFX with ofxparse, the parser of Odoo and ledger-autosync."""
import sys
import warnings

import ofxparse

import statements


def read(file):
    # It warns of the parser that it has chosen itself.
    warnings.simplefilter("ignore")
    with open(file, "rb") as opened:
        accounts = ofxparse.OfxParser.parse(opened).accounts
    found = []
    for account in accounts:
        statement = account.statement
        if statement.discarded_entries:
            sys.exit(f"{file}: ofxparse discarded entries: {statement.discarded_entries}")
        found.append(
            statements.Statement(
                account.account_id,
                # It gives the currency in small letters.
                account.curdef.upper(),
                statement.start_date.date(),
                statement.end_date.date(),
                statement.balance,
                statement.balance_date.date(),
                [
                    statements.Line(line.date.date(), line.amount, line.id, line.payee, line.memo)
                    for line in statement.transactions
                ],
            )
        )
    return found


if __name__ == "__main__":
    statements.run(read, __doc__)
