-- The archive of receipts: what is attached to expenses, and the files that were fetched of it.

-- Whether somebody who may see attachments has read the expense: no attachment then means that
-- there is none. What was read before this migration shows by what only such a reader sees.
ALTER TABLE expenses ADD COLUMN files_known INTEGER NOT NULL DEFAULT 0;
UPDATE expenses SET files_known = 1
WHERE reference IS NOT NULL OR invoice_info IS NOT NULL OR private_message IS NOT NULL
   OR EXISTS (SELECT 1 FROM expense_items i WHERE i.expense = expenses.row AND i.url IS NOT NULL)
   OR EXISTS (SELECT 1 FROM expense_files f WHERE f.expense = expenses.row);

-- One file that is or was attached to an expense. It is in the archive, or there is a reason why
-- not, or it has not been asked for yet.
CREATE TABLE receipts (
  receipt INTEGER PRIMARY KEY,
  expense INTEGER NOT NULL REFERENCES expenses,
  address TEXT NOT NULL,      -- the part of its address that stays: no query, no signature
  attachment TEXT,            -- id of the item or file that first named it
  attached INTEGER NOT NULL,  -- 0: the expense has it no more
  number INTEGER NOT NULL,    -- among those of the expense, in the order they were met
  total INTEGER NOT NULL,     -- how many there were when this one was met
  file TEXT,                  -- relative to the archive; NULL: not in it
  type TEXT,                  -- what its bytes are; of one of a type not wanted, too
  size INTEGER,               -- bytes; of one that was too large, the limit
  sha256 TEXT,
  fetched_at INTEGER,
  reason TEXT,                -- why it is not in the archive
  detail TEXT,
  tried_at INTEGER,
  retry_at INTEGER,           -- not to be asked for before; NULL: when a setting allows it
  UNIQUE (expense, address),
  CHECK (file IS NULL OR (sha256 IS NOT NULL AND reason IS NULL))
) STRICT;

CREATE VIEW v_receipts AS
SELECT e.public_id AS expense, e.legacy_id AS expense_number, r.number, r.total, r.attached,
       r.attachment, r.address, r.file, r.type, r.size, r.sha256,
       strftime('%Y-%m-%dT%H:%M:%fZ', r.fetched_at / 1000.0, 'unixepoch') AS fetched_at,
       r.reason, r.detail,
       strftime('%Y-%m-%dT%H:%M:%fZ', r.tried_at / 1000.0, 'unixepoch') AS tried_at,
       strftime('%Y-%m-%dT%H:%M:%fZ', r.retry_at / 1000.0, 'unixepoch') AS retry_at
FROM receipts r JOIN expenses e ON e.row = r.expense;
