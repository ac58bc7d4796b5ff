-- The first schema. Columns ending in _at are milliseconds since 1970-01-01 UTC; amounts are whole
-- hundredths of the currency unit, whatever the currency; NULL stands for "not given". README.md
-- beside this file describes every table and view. Applied inside a transaction by the program.

CREATE TABLE schema_migrations (
  number INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  checksum TEXT NOT NULL,
  applied_at INTEGER NOT NULL,
  program_version TEXT NOT NULL
) STRICT;

CREATE TABLE runs (
  run INTEGER PRIMARY KEY AUTOINCREMENT,  -- never given twice: records refer to it
  command TEXT NOT NULL,
  version TEXT NOT NULL,
  started_at INTEGER NOT NULL,
  ended_at INTEGER,
  exit_status INTEGER,
  -- The newest transactions.row when the run began: rows after it are found without an index.
  last_row_before INTEGER NOT NULL
) STRICT;

CREATE TABLE run_outcomes (
  outcome INTEGER PRIMARY KEY,
  run INTEGER NOT NULL REFERENCES runs,
  source TEXT NOT NULL,
  stream TEXT NOT NULL,
  requests INTEGER NOT NULL,
  rows_read INTEGER NOT NULL,
  inserted INTEGER NOT NULL,
  changed INTEGER NOT NULL,
  unreadable INTEGER NOT NULL,
  error TEXT
) STRICT;
CREATE INDEX run_outcomes_by_run ON run_outcomes (run);  -- `bursar status` shows them by run

CREATE TABLE accounts (
  account INTEGER PRIMARY KEY,
  public_id TEXT NOT NULL UNIQUE,
  platform_id TEXT,  -- NULL where it equals public_id
  legacy_id INTEGER,
  slug TEXT,
  name TEXT,
  legal_name TEXT,  -- private
  type TEXT,
  currency TEXT,
  parent TEXT,  -- public_id; that account may not be stored
  host TEXT,    -- public_id of the present host; that account may not be stored
  is_incognito INTEGER NOT NULL,
  version INTEGER NOT NULL,
  first_run INTEGER NOT NULL,
  run INTEGER NOT NULL
) STRICT;
-- Who belongs to whom; most accounts are contributors, which belong to nobody.
CREATE INDEX accounts_by_parent ON accounts (parent) WHERE parent IS NOT NULL;
CREATE INDEX accounts_by_host ON accounts (host) WHERE host IS NOT NULL;

-- Under which hosts an account has had transactions: an expense belongs to a host's source also
-- when the account has moved on since.
CREATE TABLE account_hosts (
  account INTEGER NOT NULL REFERENCES accounts,
  host INTEGER NOT NULL REFERENCES accounts,
  PRIMARY KEY (account, host)
) STRICT, WITHOUT ROWID;
CREATE INDEX account_hosts_by_host ON account_hosts (host);

CREATE TABLE accounting_categories (
  category INTEGER PRIMARY KEY,
  public_id TEXT NOT NULL UNIQUE,
  platform_id TEXT,  -- NULL where it equals public_id
  host TEXT,         -- public_id
  code TEXT,
  name TEXT,
  friendly_name TEXT,
  kind TEXT,
  applies_to TEXT,
  host_only INTEGER NOT NULL,
  gone_at INTEGER,  -- since when the host's list lacks it
  version INTEGER NOT NULL,
  first_run INTEGER NOT NULL,
  run INTEGER NOT NULL
) STRICT;

CREATE TABLE orders (
  contribution INTEGER PRIMARY KEY,
  public_id TEXT NOT NULL UNIQUE,
  platform_id TEXT,  -- NULL where it equals public_id
  legacy_id INTEGER,
  description TEXT,
  status TEXT,
  frequency TEXT,
  created_at INTEGER,
  processed_at INTEGER,
  memo TEXT,         -- private
  custom_data TEXT,  -- private; JSON
  tags TEXT,         -- JSON array
  tier_name TEXT,
  tier_slug TEXT,
  amount INTEGER,
  amount_currency TEXT,
  tip INTEGER,
  tip_currency TEXT,
  category INTEGER REFERENCES accounting_categories,
  version INTEGER NOT NULL,
  first_run INTEGER NOT NULL,
  run INTEGER NOT NULL
) STRICT;

CREATE TABLE transactions (
  row INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  legacy_id INTEGER NOT NULL,
  public_id TEXT,
  group_id TEXT,
  direction TEXT NOT NULL CHECK (direction IN ('DEBIT', 'CREDIT')),
  kind TEXT,
  refund_kind TEXT,
  description TEXT,
  created_at INTEGER NOT NULL,
  cleared_at INTEGER,
  currency TEXT,
  amount INTEGER NOT NULL,
  net_amount INTEGER NOT NULL,
  tax_amount INTEGER NOT NULL,
  host_currency TEXT,
  host_amount INTEGER NOT NULL,
  host_net_amount INTEGER NOT NULL,
  platform_fee INTEGER NOT NULL,
  host_fee INTEGER NOT NULL,
  processor_fee INTEGER NOT NULL,
  fx_rate TEXT,
  tax_type TEXT,
  tax_rate TEXT,
  tax_id_number TEXT,  -- private
  account INTEGER NOT NULL REFERENCES accounts,
  opposite_account INTEGER REFERENCES accounts,
  host INTEGER REFERENCES accounts,
  gift_card_emitter INTEGER REFERENCES accounts,
  contribution INTEGER REFERENCES orders,
  expense TEXT,             -- expenses.public_id; read later than the row that names it
  refund_transaction TEXT,  -- transactions.id of the other end; may lie outside what is read
  is_refund INTEGER NOT NULL,
  is_refunded INTEGER NOT NULL,
  is_disputed INTEGER NOT NULL,
  is_in_review INTEGER NOT NULL,
  merchant_id TEXT,  -- private
  payment_service TEXT,
  payment_type TEXT,
  payout_type TEXT,
  invoice_template TEXT,
  incomplete INTEGER NOT NULL,
  version INTEGER NOT NULL,
  hash INTEGER NOT NULL,
  first_run INTEGER NOT NULL,
  run INTEGER NOT NULL,
  tombstoned_at INTEGER
) STRICT;
-- Every index is paid for by each inserted row. Upserts find rows by the unique `id`. Besides:
-- An event's rows together: `bursar explain` and corrections work by group. With the amount, a row
-- that comes finds those like it without going through a large group.
CREATE INDEX transactions_by_group ON transactions (group_id, host_net_amount);
-- What an `account` and a `host` source read and count, in the order they read it.
CREATE INDEX transactions_by_account ON transactions (account, created_at)
  WHERE tombstoned_at IS NULL;
CREATE INDEX transactions_by_host ON transactions (host, created_at)
  WHERE host IS NOT NULL AND tombstoned_at IS NULL;
-- From an expense to its payments; only rows of expenses pay for it.
CREATE INDEX transactions_by_expense ON transactions (expense) WHERE expense IS NOT NULL;

-- Replaced versions of transactions, append-only: the columns of `transactions` as they were.
CREATE TABLE transaction_versions (
  entry INTEGER PRIMARY KEY,
  replaced_at INTEGER NOT NULL,
  replaced_run INTEGER NOT NULL,
  row INTEGER NOT NULL REFERENCES transactions,
  id TEXT NOT NULL,
  legacy_id INTEGER NOT NULL,
  public_id TEXT,
  group_id TEXT,
  direction TEXT NOT NULL,
  kind TEXT,
  refund_kind TEXT,
  description TEXT,
  created_at INTEGER NOT NULL,
  cleared_at INTEGER,
  currency TEXT,
  amount INTEGER NOT NULL,
  net_amount INTEGER NOT NULL,
  tax_amount INTEGER NOT NULL,
  host_currency TEXT,
  host_amount INTEGER NOT NULL,
  host_net_amount INTEGER NOT NULL,
  platform_fee INTEGER NOT NULL,
  host_fee INTEGER NOT NULL,
  processor_fee INTEGER NOT NULL,
  fx_rate TEXT,
  tax_type TEXT,
  tax_rate TEXT,
  tax_id_number TEXT,
  account INTEGER NOT NULL REFERENCES accounts,
  opposite_account INTEGER REFERENCES accounts,
  host INTEGER REFERENCES accounts,
  gift_card_emitter INTEGER REFERENCES accounts,
  contribution INTEGER REFERENCES orders,
  expense TEXT,
  refund_transaction TEXT,
  is_refund INTEGER NOT NULL,
  is_refunded INTEGER NOT NULL,
  is_disputed INTEGER NOT NULL,
  is_in_review INTEGER NOT NULL,
  merchant_id TEXT,
  payment_service TEXT,
  payment_type TEXT,
  payout_type TEXT,
  invoice_template TEXT,
  incomplete INTEGER NOT NULL,
  version INTEGER NOT NULL,
  hash INTEGER NOT NULL,
  first_run INTEGER NOT NULL,
  run INTEGER NOT NULL,
  tombstoned_at INTEGER,
  UNIQUE (row, version)
) STRICT;
-- What a run changed.
CREATE INDEX transaction_versions_by_run ON transaction_versions (replaced_run);
-- Which other places a row has had.
CREATE INDEX transaction_versions_by_id ON transaction_versions (id);

CREATE TABLE expenses (
  row INTEGER PRIMARY KEY,
  public_id TEXT NOT NULL UNIQUE,
  platform_id TEXT,  -- NULL where it equals public_id
  legacy_id INTEGER,
  type TEXT,
  status TEXT NOT NULL,
  on_hold INTEGER,  -- private
  description TEXT,
  long_description TEXT,
  reference TEXT,  -- private
  amount INTEGER NOT NULL,
  currency TEXT,
  fees_payer TEXT,
  created_at INTEGER NOT NULL,
  incurred_at INTEGER,
  paid_at INTEGER,
  account INTEGER REFERENCES accounts,  -- NULL only where it could not be read (F 10.4)
  payee INTEGER REFERENCES accounts,
  created_by INTEGER REFERENCES accounts,
  host INTEGER REFERENCES accounts,
  category INTEGER REFERENCES accounting_categories,
  payout_method_type TEXT,
  payout_method_data TEXT,  -- private; JSON
  payment_service TEXT,
  payment_type TEXT,
  virtual_card TEXT,     -- private
  invoice_info TEXT,     -- private
  private_message TEXT,  -- private
  payee_country TEXT,
  payee_address TEXT,      -- private
  tags TEXT,               -- JSON array
  custom_data TEXT,        -- private; JSON
  merchant_id TEXT,        -- private
  transfer_reference TEXT, -- private
  incomplete INTEGER NOT NULL,
  version INTEGER NOT NULL,
  hash INTEGER NOT NULL,
  first_run INTEGER NOT NULL,
  run INTEGER NOT NULL,
  read_run INTEGER NOT NULL,  -- the last run that saw it, changed or not
  tombstoned_at INTEGER
) STRICT;
-- Expenses are read, exported and re-scanned in order of creation.
CREATE INDEX expenses_by_creation ON expenses (created_at, public_id);
-- The few whose status is not final are listed anew in every run; the list is that of
-- ledger::is_terminal_status.
CREATE INDEX expenses_open ON expenses (status)
  WHERE status NOT IN ('PAID', 'REJECTED', 'SPAM', 'CANCELED', 'INVITE_DECLINED');

CREATE TABLE expense_items (
  expense INTEGER NOT NULL REFERENCES expenses ON DELETE CASCADE,
  position INTEGER NOT NULL,
  id TEXT,
  amount INTEGER NOT NULL,
  currency TEXT,
  fx_rate TEXT,
  description TEXT,
  incurred_at INTEGER,
  url TEXT,  -- private
  PRIMARY KEY (expense, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE expense_taxes (
  expense INTEGER NOT NULL REFERENCES expenses ON DELETE CASCADE,
  position INTEGER NOT NULL,
  type TEXT,
  rate TEXT,
  id_number TEXT,  -- private
  PRIMARY KEY (expense, position)
) STRICT, WITHOUT ROWID;

-- Metadata of attachments; private as a whole.
CREATE TABLE expense_files (
  expense INTEGER NOT NULL REFERENCES expenses ON DELETE CASCADE,
  position INTEGER NOT NULL,
  id TEXT,
  url TEXT,
  name TEXT,
  PRIMARY KEY (expense, position)
) STRICT, WITHOUT ROWID;

-- Replaced versions of everything but transactions, append-only: the record as a JSON document
-- whose members are named like the columns.
CREATE TABLE record_versions (
  entry INTEGER PRIMARY KEY,
  record_type TEXT NOT NULL CHECK (record_type IN ('account', 'category', 'order', 'expense')),
  record INTEGER NOT NULL,  -- key in the record's own table
  version INTEGER NOT NULL,
  document TEXT NOT NULL,
  replaced_at INTEGER NOT NULL,
  replaced_run INTEGER NOT NULL,
  UNIQUE (record_type, record, version)
) STRICT;

CREATE TABLE sources (
  source INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  perspective TEXT NOT NULL CHECK (perspective IN ('account', 'host')),
  account TEXT NOT NULL,  -- public_id
  starts_at INTEGER NOT NULL
) STRICT;

CREATE TABLE source_members (
  source INTEGER NOT NULL REFERENCES sources,
  account TEXT NOT NULL,  -- public_id
  gone INTEGER NOT NULL,
  caught_up INTEGER NOT NULL,
  PRIMARY KEY (source, account)
) STRICT, WITHOUT ROWID;

-- Proofs: within [starts_at, ends_at) every row of the stream has been read and counted.
CREATE TABLE windows (
  entry INTEGER PRIMARY KEY,
  source INTEGER NOT NULL REFERENCES sources,
  stream TEXT NOT NULL,
  member TEXT NOT NULL,  -- public_id, or '' for the whole source
  starts_at INTEGER NOT NULL,
  ends_at INTEGER NOT NULL,
  rows INTEGER NOT NULL,
  run INTEGER NOT NULL,
  proven_at INTEGER NOT NULL,
  CHECK (starts_at < ends_at)
) STRICT;
CREATE INDEX windows_by_start ON windows (source, stream, member, starts_at);

-- Backfills that have begun and not ended: the same call again goes on from there.
CREATE TABLE backfills (
  source INTEGER NOT NULL REFERENCES sources,
  stream TEXT NOT NULL,
  member TEXT NOT NULL,
  starts_at INTEGER NOT NULL,
  ends_at INTEGER NOT NULL,
  begun_at INTEGER NOT NULL,
  PRIMARY KEY (source, stream, member, starts_at, ends_at)
) STRICT, WITHOUT ROWID;

-- Rows that exist on the platform but could not be read: known by window and place.
CREATE TABLE quarantine (
  entry INTEGER PRIMARY KEY,
  source INTEGER NOT NULL REFERENCES sources,
  stream TEXT NOT NULL,
  member TEXT NOT NULL,
  starts_at INTEGER NOT NULL,
  ends_at INTEGER NOT NULL,
  node_index INTEGER NOT NULL,
  reason TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  first_seen_at INTEGER NOT NULL,
  last_seen_at INTEGER NOT NULL
) STRICT;
CREATE INDEX quarantine_by_start ON quarantine (source, stream, member, starts_at);

-- Stored rows that a proven window did not return: candidates for a tombstone.
CREATE TABLE suspects (
  source INTEGER NOT NULL REFERENCES sources,
  stream TEXT NOT NULL,
  record TEXT NOT NULL,  -- transactions.id or expenses.public_id
  runs_missed INTEGER NOT NULL,
  first_missed_at INTEGER NOT NULL,
  last_missed_at INTEGER NOT NULL,
  last_run INTEGER NOT NULL,
  PRIMARY KEY (source, stream, record)
) STRICT, WITHOUT ROWID;
-- Whichever source misses it.
CREATE INDEX suspects_by_record ON suspects (record);

-- ---------------------------------------------------------------------------------------------
-- Views for people: dates as ISO 8601 UTC, amounts as exact decimals with two places whatever the
-- currency (integer arithmetic, no rounding). A public interface: columns are added, not removed.

CREATE VIEW v_accounts AS
SELECT account, public_id, coalesce(platform_id, public_id) AS platform_id, legacy_id, slug, name,
       legal_name, type, currency, parent, host, is_incognito, version, first_run, run
FROM accounts;

CREATE VIEW v_categories AS
SELECT category, public_id, coalesce(platform_id, public_id) AS platform_id, host, code, name,
       friendly_name, kind, applies_to, host_only,
       strftime('%Y-%m-%dT%H:%M:%fZ', gone_at / 1000.0, 'unixepoch') AS gone_at, version
FROM accounting_categories;

CREATE VIEW v_orders AS
SELECT o.contribution, o.public_id, coalesce(o.platform_id, o.public_id) AS platform_id,
       o.legacy_id, o.description, o.status, o.frequency,
       strftime('%Y-%m-%dT%H:%M:%fZ', o.created_at / 1000.0, 'unixepoch') AS created_at,
       strftime('%Y-%m-%dT%H:%M:%fZ', o.processed_at / 1000.0, 'unixepoch') AS processed_at,
       CASE WHEN o.amount IS NOT NULL THEN
         printf('%s%d.%02d', iif(o.amount < 0, '-', ''), abs(o.amount) / 100,
                abs(o.amount) % 100) END AS amount,
       o.amount_currency,
       CASE WHEN o.tip IS NOT NULL THEN
         printf('%s%d.%02d', iif(o.tip < 0, '-', ''), abs(o.tip) / 100,
                abs(o.tip) % 100) END AS tip,
       o.tip_currency, c.code AS category_code, c.name AS category_name, o.tier_name, o.tier_slug,
       o.tags, o.memo, o.custom_data, o.version
FROM orders o LEFT JOIN accounting_categories c ON c.category = o.category;

CREATE VIEW v_transactions AS
SELECT t.row, t.id, t.legacy_id, t.public_id, t.group_id,
       strftime('%Y-%m-%dT%H:%M:%fZ', t.created_at / 1000.0, 'unixepoch') AS created_at,
       strftime('%Y-%m-%dT%H:%M:%fZ', coalesce(t.cleared_at, t.created_at) / 1000.0,
                'unixepoch') AS effective_at,
       t.direction, t.kind, t.refund_kind, t.description,
       a.public_id AS account, a.slug AS account_slug, a.name AS account_name,
       p.public_id AS opposite_account, p.slug AS opposite_slug, p.name AS opposite_name,
       h.public_id AS host, h.slug AS host_slug,
       g.public_id AS gift_card_emitter,
       t.currency,
       printf('%s%d.%02d', iif(t.amount < 0, '-', ''), abs(t.amount) / 100,
              abs(t.amount) % 100) AS amount,
       printf('%s%d.%02d', iif(t.net_amount < 0, '-', ''), abs(t.net_amount) / 100,
              abs(t.net_amount) % 100) AS net_amount,
       printf('%s%d.%02d', iif(t.tax_amount < 0, '-', ''), abs(t.tax_amount) / 100,
              abs(t.tax_amount) % 100) AS tax_amount,
       t.host_currency,
       printf('%s%d.%02d', iif(t.host_amount < 0, '-', ''), abs(t.host_amount) / 100,
              abs(t.host_amount) % 100) AS host_amount,
       printf('%s%d.%02d', iif(t.host_net_amount < 0, '-', ''), abs(t.host_net_amount) / 100,
              abs(t.host_net_amount) % 100) AS host_net_amount,
       printf('%s%d.%02d', iif(t.platform_fee < 0, '-', ''), abs(t.platform_fee) / 100,
              abs(t.platform_fee) % 100) AS platform_fee,
       printf('%s%d.%02d', iif(t.host_fee < 0, '-', ''), abs(t.host_fee) / 100,
              abs(t.host_fee) % 100) AS host_fee,
       printf('%s%d.%02d', iif(t.processor_fee < 0, '-', ''), abs(t.processor_fee) / 100,
              abs(t.processor_fee) % 100) AS processor_fee,
       t.fx_rate, t.tax_type, t.tax_rate, t.tax_id_number,
       c.code AS category_code, c.name AS category_name,
       t.expense, e.legacy_id AS expense_legacy_id, e.type AS expense_type,
       e.status AS expense_status, o.public_id AS contribution, o.status AS contribution_status,
       t.refund_transaction, t.is_refund, t.is_refunded, t.is_disputed, t.is_in_review,
       t.merchant_id, t.payment_service, t.payment_type, t.payout_type, t.invoice_template,
       t.incomplete, t.version, t.first_run, t.run,
       strftime('%Y-%m-%dT%H:%M:%fZ', t.tombstoned_at / 1000.0, 'unixepoch') AS tombstoned_at
FROM transactions t
JOIN accounts a ON a.account = t.account
LEFT JOIN accounts p ON p.account = t.opposite_account
LEFT JOIN accounts h ON h.account = t.host
LEFT JOIN accounts g ON g.account = t.gift_card_emitter
LEFT JOIN orders o ON o.contribution = t.contribution
LEFT JOIN expenses e ON e.public_id = t.expense
LEFT JOIN accounting_categories c ON c.category = coalesce(e.category, o.category);

CREATE VIEW v_transaction_versions AS
SELECT v.id, v.version,
       strftime('%Y-%m-%dT%H:%M:%fZ', v.replaced_at / 1000.0, 'unixepoch') AS replaced_at,
       v.replaced_run, v.run AS written_run, v.legacy_id, v.group_id,
       strftime('%Y-%m-%dT%H:%M:%fZ', v.created_at / 1000.0, 'unixepoch') AS created_at,
       strftime('%Y-%m-%dT%H:%M:%fZ', coalesce(v.cleared_at, v.created_at) / 1000.0,
                'unixepoch') AS effective_at,
       v.direction, v.kind, v.refund_kind, v.description, a.slug AS account_slug, v.currency,
       printf('%s%d.%02d', iif(v.amount < 0, '-', ''), abs(v.amount) / 100,
              abs(v.amount) % 100) AS amount,
       printf('%s%d.%02d', iif(v.net_amount < 0, '-', ''), abs(v.net_amount) / 100,
              abs(v.net_amount) % 100) AS net_amount,
       v.host_currency,
       printf('%s%d.%02d', iif(v.host_amount < 0, '-', ''), abs(v.host_amount) / 100,
              abs(v.host_amount) % 100) AS host_amount,
       printf('%s%d.%02d', iif(v.host_net_amount < 0, '-', ''), abs(v.host_net_amount) / 100,
              abs(v.host_net_amount) % 100) AS host_net_amount,
       printf('%s%d.%02d', iif(v.platform_fee < 0, '-', ''), abs(v.platform_fee) / 100,
              abs(v.platform_fee) % 100) AS platform_fee,
       printf('%s%d.%02d', iif(v.host_fee < 0, '-', ''), abs(v.host_fee) / 100,
              abs(v.host_fee) % 100) AS host_fee,
       printf('%s%d.%02d', iif(v.processor_fee < 0, '-', ''), abs(v.processor_fee) / 100,
              abs(v.processor_fee) % 100) AS processor_fee,
       printf('%s%d.%02d', iif(v.tax_amount < 0, '-', ''), abs(v.tax_amount) / 100,
              abs(v.tax_amount) % 100) AS tax_amount,
       v.fx_rate, v.tax_type, v.tax_rate,
       v.expense, v.refund_transaction, v.is_refund, v.is_refunded, v.is_disputed, v.is_in_review,
       strftime('%Y-%m-%dT%H:%M:%fZ', v.tombstoned_at / 1000.0, 'unixepoch') AS tombstoned_at
FROM transaction_versions v JOIN accounts a ON a.account = v.account;

CREATE VIEW v_expenses AS
SELECT e.row, e.public_id, coalesce(e.platform_id, e.public_id) AS platform_id, e.legacy_id,
       e.type, e.status, e.on_hold, e.description, e.long_description, e.reference,
       printf('%s%d.%02d', iif(e.amount < 0, '-', ''), abs(e.amount) / 100,
              abs(e.amount) % 100) AS amount,
       e.currency, e.fees_payer,
       strftime('%Y-%m-%dT%H:%M:%fZ', e.created_at / 1000.0, 'unixepoch') AS created_at,
       strftime('%Y-%m-%dT%H:%M:%fZ', e.incurred_at / 1000.0, 'unixepoch') AS incurred_at,
       strftime('%Y-%m-%dT%H:%M:%fZ', e.paid_at / 1000.0, 'unixepoch') AS paid_at,
       a.public_id AS account, a.slug AS account_slug, a.name AS account_name,
       p.public_id AS payee, p.slug AS payee_slug, p.name AS payee_name,
       b.slug AS created_by_slug, h.slug AS host_slug,
       c.code AS category_code, c.name AS category_name,
       e.payout_method_type, e.payout_method_data, e.payment_service, e.payment_type,
       e.virtual_card, e.invoice_info, e.private_message, e.payee_country, e.payee_address,
       e.tags, e.custom_data, e.merchant_id, e.transfer_reference,
       e.incomplete, e.version, e.first_run, e.run, e.read_run,
       strftime('%Y-%m-%dT%H:%M:%fZ', e.tombstoned_at / 1000.0, 'unixepoch') AS tombstoned_at
FROM expenses e
LEFT JOIN accounts a ON a.account = e.account
LEFT JOIN accounts p ON p.account = e.payee
LEFT JOIN accounts b ON b.account = e.created_by
LEFT JOIN accounts h ON h.account = e.host
LEFT JOIN accounting_categories c ON c.category = e.category;

CREATE VIEW v_expense_items AS
SELECT e.public_id AS expense, i.position, i.id,
       printf('%s%d.%02d', iif(i.amount < 0, '-', ''), abs(i.amount) / 100,
              abs(i.amount) % 100) AS amount,
       i.currency, i.fx_rate, i.description,
       strftime('%Y-%m-%dT%H:%M:%fZ', i.incurred_at / 1000.0, 'unixepoch') AS incurred_at, i.url
FROM expense_items i JOIN expenses e ON e.row = i.expense;

CREATE VIEW v_record_versions AS
SELECT v.record_type,
       CASE v.record_type
         WHEN 'account' THEN (SELECT public_id FROM accounts WHERE account = v.record)
         WHEN 'category' THEN
           (SELECT public_id FROM accounting_categories WHERE category = v.record)
         WHEN 'order' THEN (SELECT public_id FROM orders WHERE contribution = v.record)
         WHEN 'expense' THEN (SELECT public_id FROM expenses WHERE row = v.record)
       END AS public_id,
       v.version, v.document,
       strftime('%Y-%m-%dT%H:%M:%fZ', v.replaced_at / 1000.0, 'unixepoch') AS replaced_at,
       v.replaced_run
FROM record_versions v;

CREATE VIEW v_windows AS
SELECT s.name AS source, w.stream, nullif(w.member, '') AS member,
       strftime('%Y-%m-%dT%H:%M:%fZ', w.starts_at / 1000.0, 'unixepoch') AS starts_at,
       strftime('%Y-%m-%dT%H:%M:%fZ', w.ends_at / 1000.0, 'unixepoch') AS ends_at,
       w.rows, w.run,
       strftime('%Y-%m-%dT%H:%M:%fZ', w.proven_at / 1000.0, 'unixepoch') AS proven_at
FROM windows w JOIN sources s ON s.source = w.source;

CREATE VIEW v_quarantine AS
SELECT q.entry, s.name AS source, q.stream, nullif(q.member, '') AS member,
       strftime('%Y-%m-%dT%H:%M:%fZ', q.starts_at / 1000.0, 'unixepoch') AS starts_at,
       strftime('%Y-%m-%dT%H:%M:%fZ', q.ends_at / 1000.0, 'unixepoch') AS ends_at,
       q.node_index, q.reason, q.attempts,
       strftime('%Y-%m-%dT%H:%M:%fZ', q.first_seen_at / 1000.0, 'unixepoch') AS first_seen_at,
       strftime('%Y-%m-%dT%H:%M:%fZ', q.last_seen_at / 1000.0, 'unixepoch') AS last_seen_at
FROM quarantine q JOIN sources s ON s.source = q.source;

CREATE VIEW v_runs AS
SELECT r.run, r.command, r.version,
       strftime('%Y-%m-%dT%H:%M:%fZ', r.started_at / 1000.0, 'unixepoch') AS started_at,
       strftime('%Y-%m-%dT%H:%M:%fZ', r.ended_at / 1000.0, 'unixepoch') AS ended_at,
       r.exit_status, o.source, o.stream, o.requests, o.rows_read, o.inserted, o.changed,
       o.unreadable, o.error
FROM runs r LEFT JOIN run_outcomes o ON o.run = r.run;
