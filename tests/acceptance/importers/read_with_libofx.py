"""Reads OFX with libofx, the parser of GnuCash, KMyMoney, HomeBank and Skrooge, through its program ofxdump."""
import datetime
import decimal
import os
import subprocess
import sys

import statements


def day(text):
    # ofxdump prints the moment that it makes of a day, here in UTC: "Mon Jan  5 10:59:00 2026 UTC".
    return datetime.datetime.strptime(text, "%a %b %d %H:%M:%S %Y UTC").date()


def blocks(output):
    """ofxdump prints what it meets as blocks of "Label: value" under the name of a callback."""
    block = None
    for row in output.splitlines():
        if row.endswith("():"):
            block = (row[:-3], {})
            yield block
        elif block and row.startswith("    ") and ": " in row:
            label, value = row.strip().split(": ", 1)
            block[1][label.strip()] = value


def read(file):
    environment = {**os.environ, "TZ": "UTC", "LC_ALL": "C.UTF-8"}
    dump = subprocess.run(["ofxdump", file], capture_output=True, env=environment, check=False)
    if dump.returncode != 0:
        # libofx goes on after what it calls an error, and only says so here.
        sys.exit(f"{file}: libofx logged an error:\n{dump.stderr.decode(errors='replace')}")
    accounts, found = {}, []
    for callback, values in list(blocks(dump.stdout.decode())):
        if callback == "ofx_proc_account":
            accounts[values["Account ID"]] = values["Account #"]
        elif callback == "ofx_proc_statement":
            found.append(
                statements.Statement(
                    accounts[values["Account ID"]],
                    values["Default Currency"],
                    day(values["Start date of this statement"]),
                    day(values["End date of this statement"]),
                    decimal.Decimal(values["Ledger balance"]),
                    day(values["Ledger balance date"]),
                )
            )
        elif callback == "ofx_proc_transaction":
            found[-1].lines.append(
                statements.Line(
                    day(values["Date posted"]),
                    decimal.Decimal(values["Total money amount"]),
                    values["Financial institution's ID for this transaction"],
                    values.get("Name of payee or transaction description", ""),
                    values.get("Extra transaction information (memo)", ""),
                )
            )
    return found


if __name__ == "__main__":
    statements.run(read, __doc__)
