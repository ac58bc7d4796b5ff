"""What an OFX file says about itself, found without any parser, to hold readers to it."""
import collections
import re

# `decimals` are those that the file's amounts have.
Facts = collections.namedtuple("Facts", "account currency decimals lines balances")


def facts_of(file):
    with open(file, "rb") as opened:
        text = opened.read().decode("utf-8")
    streams = set(zip(re.findall(r"<ACCTID>([^<\r\n]+)", text), re.findall(r"<CURDEF>(\w+)", text)))
    decimals = {len(found) for found in re.findall(r"<TRNAMT>-?\d+\.?(\d*)", text)}
    if len(streams) != 1 or len(decimals) != 1:
        raise SystemExit(f"{file}: one account and one number of decimals are expected, not "
                         f"{sorted(streams)} and {sorted(decimals)}")
    account, currency = streams.pop()
    return Facts(account, currency, decimals.pop(), text.count("<STMTTRN>"), text.count("<LEDGERBAL>"))


def ledger_account(account):
    """The account of a text ledger that stands for it: beancount wants a capital first and no other signs."""
    return "Assets:OpenCollective:A-" + re.sub(r"[^A-Za-z0-9-]", "-", account)
