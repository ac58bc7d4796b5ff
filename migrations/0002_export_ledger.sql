-- The export ledger: what was handed over to accounting software, by whom it was asked for, and
-- what of it still stands (accounting.md R10-R19). Days are whole days since 1970-01-01 on the
-- organisation's calendar; amounts are hundredths of the currency unit.

-- From a contribution to its rows: its category may change.
CREATE INDEX transactions_by_contribution ON transactions (contribution)
  WHERE contribution IS NOT NULL;

-- Charts and layouts as they were when something was handed over by them.
CREATE TABLE mapping_texts (
  mapping INTEGER PRIMARY KEY,
  hash TEXT NOT NULL UNIQUE,
  document TEXT NOT NULL,
  text TEXT NOT NULL
) STRICT;

CREATE TABLE profiles (
  profile INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  source INTEGER NOT NULL REFERENCES sources,
  kind TEXT NOT NULL CHECK (kind IN ('statement', 'journal', 'table')),
  frozen TEXT NOT NULL,  -- JSON: settings that cannot change any more (R10)
  scope TEXT NOT NULL,   -- JSON: accounts included and excluded by hand; may change
  opened INTEGER NOT NULL,  -- 1: what is dated before `start` has been caught up
  -- How far into the append-only tables the last export has looked.
  seen_row INTEGER NOT NULL,
  seen_transaction_version INTEGER NOT NULL,
  seen_expense INTEGER NOT NULL,
  seen_record_version INTEGER NOT NULL
) STRICT;

-- One issue of a profile. Staged: recorded, its files not yet all in their places.
CREATE TABLE batches (
  batch INTEGER PRIMARY KEY,
  profile INTEGER NOT NULL REFERENCES profiles,
  number INTEGER NOT NULL,
  made_at INTEGER NOT NULL,
  program_version TEXT NOT NULL,
  through INTEGER,
  layout INTEGER NOT NULL REFERENCES mapping_texts,
  chart INTEGER REFERENCES mapping_texts,
  directory TEXT NOT NULL,
  published INTEGER NOT NULL,
  seen_row INTEGER NOT NULL,
  seen_transaction_version INTEGER NOT NULL,
  UNIQUE (profile, number)
) STRICT;

CREATE TABLE batch_files (
  batch INTEGER NOT NULL REFERENCES batches,
  part INTEGER NOT NULL,
  name TEXT NOT NULL,
  rows INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  sha256 TEXT NOT NULL,
  PRIMARY KEY (batch, part)
) STRICT, WITHOUT ROWID;

-- What a class is called in the books, fixed when it was first handed over (R14).
CREATE TABLE books_names (
  profile INTEGER NOT NULL REFERENCES profiles,
  account TEXT NOT NULL,  -- public_id
  name TEXT NOT NULL,
  PRIMARY KEY (profile, account)
) STRICT, WITHOUT ROWID;

-- Looked at, but not handed over yet: a group of a journal, a row of a statement.
CREATE TABLE export_pending (
  profile INTEGER NOT NULL REFERENCES profiles,
  record TEXT NOT NULL,  -- group id; transactions.row
  reason TEXT NOT NULL CHECK (reason IN ('waiting', 'held')),
  detail TEXT,
  PRIMARY KEY (profile, record)
) STRICT, WITHOUT ROWID;

-- Journals ------------------------------------------------------------------------------------

CREATE TABLE codings (
  coding INTEGER PRIMARY KEY,
  currency TEXT NOT NULL,
  account TEXT NOT NULL,
  tax_code TEXT NOT NULL,
  class TEXT NOT NULL,
  money TEXT NOT NULL,
  UNIQUE (currency, account, tax_code, class, money)
) STRICT;

-- Economic events that a journal has met.
CREATE TABLE export_groups (
  export_group INTEGER PRIMARY KEY,
  profile INTEGER NOT NULL REFERENCES profiles,
  group_id TEXT NOT NULL,
  day INTEGER,               -- that its entries are dated by, or that it was caught up by
  entries INTEGER NOT NULL,  -- handed over so far
  UNIQUE (profile, group_id)
) STRICT;

-- The parts of rows that a journal books.
CREATE TABLE export_units (
  unit INTEGER PRIMARY KEY,
  export_group INTEGER NOT NULL REFERENCES export_groups,
  row INTEGER NOT NULL REFERENCES transactions,
  -- 0 main, 1 tax, 2 platform fee, 3 host fee, 4 processor fee; 11 a host fee's other half (R4)
  part INTEGER NOT NULL,
  chart INTEGER NOT NULL REFERENCES mapping_texts,
  -- As they were when it was coded: accounts move, the past does not (R13).
  fund INTEGER NOT NULL,
  internal INTEGER NOT NULL,
  unmapped INTEGER NOT NULL,
  UNIQUE (export_group, row, part)
) STRICT;
CREATE INDEX export_units_by_row ON export_units (row);
CREATE INDEX export_units_unmapped ON export_units (export_group) WHERE unmapped = 1;

CREATE TABLE entries (
  entry INTEGER PRIMARY KEY,
  profile INTEGER NOT NULL REFERENCES profiles,
  batch INTEGER NOT NULL REFERENCES batches,
  export_group INTEGER REFERENCES export_groups,  -- NULL: a summary
  name TEXT NOT NULL,
  entry_no INTEGER,
  currency TEXT NOT NULL,
  day INTEGER NOT NULL,
  moved_from INTEGER,
  UNIQUE (profile, name)
) STRICT;
CREATE INDEX entries_by_batch ON entries (batch);
CREATE INDEX entries_by_group ON entries (export_group) WHERE export_group IS NOT NULL;

-- Lines as handed over; their money lines follow from `money` and are not stored.
CREATE TABLE export_lines (
  line INTEGER PRIMARY KEY,
  unit INTEGER NOT NULL REFERENCES export_units,
  entry INTEGER REFERENCES entries,  -- NULL: caught up, the opening balance
  coding INTEGER NOT NULL REFERENCES codings,
  role INTEGER NOT NULL,     -- 0 booked, 1 untaxed, 2 vat, 3 held, 4 rounding
  origin INTEGER NOT NULL,   -- 0 original, 1 late, 2 reversal, 3 replacement, 4 opening
  amount INTEGER NOT NULL,   -- + is debit
  software_tax INTEGER NOT NULL,
  standing INTEGER NOT NULL  -- 0: reversed, or a reversal
) STRICT;
CREATE INDEX export_lines_standing ON export_lines (unit) WHERE standing = 1;
CREATE INDEX export_lines_by_entry ON export_lines (entry) WHERE entry IS NOT NULL;

-- Summaries issued, by currency and first day (R18).
CREATE TABLE export_buckets (
  profile INTEGER NOT NULL REFERENCES profiles,
  currency TEXT NOT NULL,
  first_day INTEGER NOT NULL,
  entries INTEGER NOT NULL,
  PRIMARY KEY (profile, currency, first_day)
) STRICT, WITHOUT ROWID;

-- Statements ----------------------------------------------------------------------------------

-- One account in one currency, as an importer knows it; names are fixed when it opens (R14).
CREATE TABLE streams (
  stream INTEGER PRIMARY KEY,
  profile INTEGER NOT NULL REFERENCES profiles,
  account TEXT NOT NULL,  -- public_id; '' where the layout does not split by account
  currency TEXT NOT NULL,
  slug TEXT NOT NULL,
  account_id TEXT NOT NULL,
  opening INTEGER NOT NULL,
  issued INTEGER NOT NULL,  -- everything handed over, added up
  through INTEGER,          -- the day of the last balance handed over
  UNIQUE (profile, account, currency)
) STRICT;

CREATE TABLE statement_lines (
  line INTEGER PRIMARY KEY,
  stream INTEGER NOT NULL REFERENCES streams,
  batch INTEGER REFERENCES batches,  -- NULL: caught up
  row INTEGER NOT NULL REFERENCES transactions,
  part INTEGER NOT NULL,    -- as in export_units; 0 also for the whole row
  origin INTEGER NOT NULL,  -- as in export_lines
  turn INTEGER NOT NULL,    -- k of the k-th reversal or replacement; 0 for the original
  day INTEGER NOT NULL,
  moved_from INTEGER,
  amount INTEGER NOT NULL,  -- + is money in
  standing INTEGER NOT NULL
) STRICT;
CREATE INDEX statement_lines_by_row ON statement_lines (row);
CREATE INDEX statement_lines_by_batch ON statement_lines (batch) WHERE batch IS NOT NULL;

-- Periods ------------------------------------------------------------------------------------

-- Append-only: the last one of a source counts (R16).
CREATE TABLE locks (
  lock INTEGER PRIMARY KEY,
  source INTEGER NOT NULL REFERENCES sources,
  day INTEGER,  -- the last locked one; NULL: nothing is locked any more
  made_at INTEGER NOT NULL,
  reopens INTEGER NOT NULL,
  forced INTEGER NOT NULL,
  reason TEXT,
  without_reconciliation TEXT,  -- why it needed none and what was lacking; NULL: it had one
  totals TEXT NOT NULL  -- JSON: profile, account, currency, hundredths
) STRICT;

-- Views --------------------------------------------------------------------------------------

CREATE VIEW v_batches AS
SELECT p.name AS profile, b.number AS batch,
       strftime('%Y-%m-%dT%H:%M:%fZ', b.made_at / 1000.0, 'unixepoch') AS made_at,
       date(b.through * 86400, 'unixepoch') AS through, b.program_version, b.published,
       f.part, f.name AS file, b.directory, f.rows, f.bytes, f.sha256
FROM batches b JOIN profiles p ON p.profile = b.profile
LEFT JOIN batch_files f ON f.batch = b.batch;

-- Every line of every entry with its money line: sums to what the accounting software has.
CREATE VIEW v_export_lines AS
SELECT p.name AS profile, b.number AS batch, e.name AS entry, e.entry_no,
       date(e.day * 86400, 'unixepoch') AS date,
       date(e.moved_from * 86400, 'unixepoch') AS moved_from, t.id AS transaction_id, u.part,
       CASE l.origin WHEN 0 THEN 'original' WHEN 1 THEN 'late' WHEN 2 THEN 'reversal'
         WHEN 3 THEN 'replacement' ELSE 'opening' END AS origin,
       iif(m.is_money, c.money, c.account) AS account, iif(m.is_money, '', c.tax_code) AS tax_code,
       c.class, c.currency, iif(m.is_money, -l.amount - l.software_tax, l.amount) AS hundredths,
       iif(m.is_money, 0, l.software_tax) AS software_tax, m.is_money, l.standing
FROM export_lines l JOIN export_units u ON u.unit = l.unit
JOIN export_groups g ON g.export_group = u.export_group
JOIN profiles p ON p.profile = g.profile JOIN transactions t ON t.row = u.row
JOIN codings c ON c.coding = l.coding
LEFT JOIN entries e ON e.entry = l.entry LEFT JOIN batches b ON b.batch = e.batch
CROSS JOIN (SELECT 0 AS is_money UNION ALL SELECT 1) m;

CREATE VIEW v_statement_lines AS
SELECT p.name AS profile, b.number AS batch, s.slug AS account_slug, s.account_id, s.currency,
       date(l.day * 86400, 'unixepoch') AS date,
       date(l.moved_from * 86400, 'unixepoch') AS moved_from, t.id AS transaction_id, l.part,
       CASE l.origin WHEN 0 THEN 'original' WHEN 1 THEN 'late' WHEN 2 THEN 'reversal'
         WHEN 3 THEN 'replacement' ELSE 'opening' END AS origin,
       l.turn, l.amount AS hundredths, l.standing
FROM statement_lines l JOIN streams s ON s.stream = l.stream
JOIN profiles p ON p.profile = s.profile JOIN transactions t ON t.row = l.row
LEFT JOIN batches b ON b.batch = l.batch;
