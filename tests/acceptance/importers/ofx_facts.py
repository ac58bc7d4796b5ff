"""What an OFX file says about itself, found without any parser, to hold readers to it."""
import collections
import re

Facts = collections.namedtuple("Facts", "account lines balances")


def facts_of(file):
    with open(file, "rb") as opened:
        text = opened.read().decode("utf-8")
    accounts = set(re.findall(r"<ACCTID>([^<\r\n]+)", text))
    if len(accounts) != 1:
        raise SystemExit(f"{file}: one account is expected, not {sorted(accounts)}")
    return Facts(accounts.pop(), text.count("<STMTTRN>"), text.count("<LEDGERBAL>"))


def ledger_account(account):
    """The account of a text ledger that stands for it: beancount wants a capital first and no other signs."""
    return "Assets:OpenCollective:A-" + re.sub(r"[^A-Za-z0-9-]", "-", account)
