-- What comparing a source with the platform's balances came to, for reports that are made without
-- asking the platform. The outcome of every comparison is kept, the figures of the last of its form.

CREATE TABLE reconciliations (
  reconciliation INTEGER PRIMARY KEY,
  source INTEGER NOT NULL REFERENCES sources,
  made_at INTEGER NOT NULL,
  safe_at INTEGER NOT NULL,     -- the date of the first pair of balances
  read_to_at INTEGER NOT NULL,  -- what was stored then was proven up to here
  short_form INTEGER NOT NULL,  -- 1: that of the end of a sync
  remaining INTEGER NOT NULL,   -- differences that somebody has to look at
  -- How far into the append-only tables it looked.
  seen_row INTEGER NOT NULL,
  seen_transaction_version INTEGER NOT NULL
) STRICT;
CREATE INDEX reconciliations_by_source ON reconciliations (source, short_form);

CREATE TABLE reconciled_balances (
  reconciliation INTEGER NOT NULL REFERENCES reconciliations,
  position INTEGER NOT NULL,
  account TEXT NOT NULL,  -- public_id
  slug TEXT NOT NULL,
  currency TEXT NOT NULL,
  rows INTEGER NOT NULL,
  stored_then INTEGER NOT NULL,
  platform_then INTEGER,
  stored_now INTEGER NOT NULL,
  platform_now INTEGER,
  state TEXT NOT NULL,
  PRIMARY KEY (reconciliation, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE reconciled_differences (
  reconciliation INTEGER NOT NULL REFERENCES reconciliations,
  position INTEGER NOT NULL,
  code TEXT NOT NULL,
  account TEXT NOT NULL,  -- public_id; '' where it is about all of them
  slug TEXT NOT NULL,
  currency TEXT NOT NULL,
  amount INTEGER NOT NULL,
  starts_at INTEGER,  -- its month's first instant
  kind TEXT NOT NULL,
  detail TEXT NOT NULL,
  repaired INTEGER NOT NULL,
  theirs INTEGER NOT NULL,  -- the platform itself has it so
  remains INTEGER NOT NULL,
  PRIMARY KEY (reconciliation, position)
) STRICT, WITHOUT ROWID;

CREATE VIEW v_reconciliations AS
SELECT s.name AS source, strftime('%Y-%m-%dT%H:%M:%fZ', r.made_at / 1000.0, 'unixepoch') AS made_at,
       r.short_form, r.remaining, b.account, b.slug, b.currency, b.rows,
       printf('%s%d.%02d', iif(b.stored_now < 0, '-', ''), abs(b.stored_now) / 100,
              abs(b.stored_now) % 100) AS stored,
       CASE WHEN b.platform_now IS NOT NULL THEN
         printf('%s%d.%02d', iif(b.platform_now < 0, '-', ''), abs(b.platform_now) / 100,
                abs(b.platform_now) % 100) END AS platform, b.state
FROM reconciliations r JOIN sources s ON s.source = r.source
LEFT JOIN reconciled_balances b ON b.reconciliation = r.reconciliation;
