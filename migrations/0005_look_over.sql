-- What the short form of reconciling, at the end of every sync, remembers, so that it goes through
-- what is new alone. Nothing here is more than a memory: emptied, it is made again from the rest.

-- All transactions but tombstones, added up as balances are made of them (F 7.1, F 7.5). A host of
-- 0 and empty currencies stand for none; `fx_rate` is '0' where there is no tax to convert.
CREATE TABLE account_sums (
  account INTEGER NOT NULL REFERENCES accounts,
  host INTEGER NOT NULL,
  host_currency TEXT NOT NULL,
  currency TEXT NOT NULL,
  fx_rate TEXT NOT NULL,
  rows INTEGER NOT NULL,
  tax_amount INTEGER NOT NULL,
  host_total INTEGER NOT NULL,  -- host_amount with the fees, without the tax
  host_net_amount INTEGER NOT NULL,
  net_amount INTEGER NOT NULL,
  PRIMARY KEY (account, host, host_currency, currency, fx_rate)
) STRICT, WITHOUT ROWID;

-- How far into the append-only tables they reach; one row, or none where nothing was added up yet.
CREATE TABLE summed (
  only INTEGER PRIMARY KEY CHECK (only = 1),
  seen_row INTEGER NOT NULL,
  seen_transaction_version INTEGER NOT NULL,
  counted_at INTEGER NOT NULL  -- when every row was gone through
) STRICT;

-- Up to where a profile was found to account for every row.
CREATE TABLE looked_over (
  profile INTEGER PRIMARY KEY REFERENCES profiles,
  scope TEXT NOT NULL,  -- profiles.scope at that time
  seen_row INTEGER NOT NULL,
  seen_transaction_version INTEGER NOT NULL,
  seen_record_version INTEGER NOT NULL,
  seen_line INTEGER NOT NULL,  -- of statement_lines, or of export_lines
  whole_at INTEGER NOT NULL    -- when everything was gone through
) STRICT;

-- What had a reason to wait by then: to be looked at again.
CREATE TABLE looked_over_pending (
  profile INTEGER NOT NULL REFERENCES profiles,
  record TEXT NOT NULL,  -- as export_pending.record
  PRIMARY KEY (profile, record)
) STRICT, WITHOUT ROWID;

-- A row that comes back under another id is known by its public one.
CREATE INDEX transactions_buried ON transactions (public_id) WHERE tombstoned_at IS NOT NULL;
