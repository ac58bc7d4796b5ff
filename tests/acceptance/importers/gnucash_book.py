"""GnuCash's book files, as far as the driver needs them: written small, read for what was booked."""
import collections
import decimal
import gzip
import hashlib
import xml.etree.ElementTree as tree
from xml.sax.saxutils import escape

NAMES = ("gnc", "act", "book", "cd", "cmdty", "slot", "split", "trn", "ts")
SPACES = {name: f"http://www.gnucash.org/XML/{name}" for name in NAMES}
Split = collections.namedtuple("Split", "transaction day description account memo amount")


def guid(text):
    return hashlib.md5(text.encode()).hexdigest()


def slot(key, kind, value):
    return f'<slot><slot:key>{escape(key)}</slot:key><slot:value type="{kind}">{value}</slot:value></slot>'


def account(name, kind, currency="", online_id="", csv_name="", parent="root"):
    """`online_id` links it to OFX, `csv_name` to the name that a CSV file gives it; both as GnuCash itself
    remembers them once a user has chosen."""
    slots = slot("online_id", "string", escape(online_id)) if online_id else ""
    if csv_name:
        names = slot("csv-account-map", "frame", slot(csv_name, "guid", guid(name)))
        slots += slot("import-map", "frame", names)
    commodity = f"""<act:commodity><cmdty:space>CURRENCY</cmdty:space><cmdty:id>{currency}</cmdty:id></act:commodity>
<act:commodity-scu>100</act:commodity-scu>""" if currency else ""
    above = f'<act:parent type="guid">{guid(parent)}</act:parent>' if kind != "ROOT" else ""
    return f"""<gnc:account version="2.0.0">
<act:name>{escape(name)}</act:name><act:id type="guid">{guid(name)}</act:id><act:type>{kind}</act:type>
{commodity}
{f"<act:slots>{slots}</act:slots>" if slots else ""}{above}
</gnc:account>
"""


def write(file, accounts):
    """A new book with these accounts, beside its root."""
    everything = [account("root", "ROOT"), *accounts]
    spaces = " ".join(f'xmlns:{name}="{space}"' for name, space in SPACES.items())
    with open(file, "w", encoding="utf-8") as opened:
        opened.write(f"""<?xml version="1.0" encoding="utf-8" ?>
<gnc-v2 {spaces}>
<gnc:count-data cd:type="book">1</gnc:count-data>
<gnc:book version="2.0.0">
<book:id type="guid">{guid("book")}</book:id>
<gnc:count-data cd:type="account">{len(everything)}</gnc:count-data>
{"".join(everything)}</gnc:book>
</gnc-v2>
""")


def fraction(text):
    above, below = text.split("/")
    return decimal.Decimal(above) / decimal.Decimal(below)


def splits(file):
    """Every split of the book."""
    with open(file, "rb") as opened:
        content = opened.read()
    if content.startswith(b"\x1f\x8b"):
        content = gzip.decompress(content)
    book = tree.fromstring(content).find("gnc:book", SPACES)
    names = {entry.findtext("act:id", "", SPACES): entry.findtext("act:name", "", SPACES)
             for entry in book.findall("gnc:account", SPACES)}
    return [
        Split(
            transaction.findtext("trn:id", "", SPACES),
            transaction.findtext("trn:date-posted/ts:date", "", SPACES)[:10],
            transaction.findtext("trn:description", "", SPACES),
            names[split.findtext("split:account", "", SPACES)],
            split.findtext("split:memo", "", SPACES),
            fraction(split.findtext("split:quantity", "", SPACES)),
        )
        for transaction in book.findall("gnc:transaction", SPACES)
        for split in transaction.findall("trn:splits/trn:split", SPACES)
    ]
