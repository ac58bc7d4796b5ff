"""What a reader of bank statements understood, as text to compare, and the proof that its balances follow from
its lines. Amounts are decimals as the reader gave them; nothing here knows how the files are written."""
import argparse
import dataclasses
import datetime
import decimal
import sys


@dataclasses.dataclass
class Line:
    date: datetime.date
    amount: decimal.Decimal
    id: str
    name: str
    memo: str


@dataclasses.dataclass
class Statement:
    account: str
    currency: str
    first_day: datetime.date
    last_day: datetime.date
    balance: decimal.Decimal
    balance_day: datetime.date
    lines: list[Line] = dataclasses.field(default_factory=list)


def shown(amount):
    """With two decimals, whatever the reader's habit, or with all it has where those are more."""
    hundredths = amount.quantize(decimal.Decimal("0.01"))
    return str(hundredths if hundredths == amount else amount)


def text(statement):
    """One fact a cell, tabs between them, the lines in the order of the file."""
    rows = [("account", statement.account, statement.currency)]
    rows.append(("days", statement.first_day, statement.last_day))
    for line in statement.lines:
        rows.append(("line", line.date, shown(line.amount), line.id, line.name, line.memo))
    rows.append(("balance", statement.balance_day, shown(statement.balance)))
    return "".join("\t".join(str(cell) for cell in row) + "\n" for row in rows)


def problems(statements, opening=decimal.Decimal(0)):
    """What does not hold in the statements of one or more streams, each stream in the order it was issued and
    with this opening balance: every balance is the one before plus the lines, no id comes twice, and the days
    of a stream go on without gap or overlap."""
    balances, last_days, ids = {}, {}, set()
    for statement in statements:
        stream = (statement.account, statement.currency)
        title = f"{statement.account} {statement.currency} up to {statement.last_day}"
        balance = balances.get(stream, opening) + sum(line.amount for line in statement.lines)
        if statement.balance != balance:
            yield f"{title}: the balance is {statement.balance}, the lines make it {balance}"
        balances[stream] = statement.balance
        if statement.balance_day != statement.last_day:
            yield f"{title}: the balance is of {statement.balance_day}"
        if stream in last_days and statement.first_day != last_days[stream] + datetime.timedelta(1):
            yield f"{title}: begins on {statement.first_day}, the one before ended on {last_days[stream]}"
        last_days[stream] = statement.last_day
        if not statement.lines:
            yield f"{title}: no lines"
        for line in statement.lines:
            if not statement.first_day <= line.date <= statement.last_day:
                yield f"{title}: {line.id} is dated {line.date}, outside the statement"
            if stream + (line.id,) in ids:
                yield f"{title}: the id {line.id} comes twice"
            ids.add(stream + (line.id,))
            if not line.name:
                yield f"{title}: {line.id} has no name"


def run(read, about):
    """The command line of a reader: `read(file)` gives the statements of one file."""
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("--opening", type=decimal.Decimal, default=decimal.Decimal(0))
    parser.add_argument("files", nargs="+", help="in the order they were issued")
    arguments = parser.parse_args()
    statements = [statement for file in arguments.files for statement in read(file)]
    for statement in statements:
        sys.stdout.write(text(statement))
    if not statements:
        sys.exit("no statement was found")
    found = list(problems(statements, arguments.opening))
    if found:
        sys.exit("\n".join(found))
