-- What the audits of a source remember, and what a run found besides new rows.

-- A month's sums as they were when they were last found to agree, each a hash over all of them: the
-- platform's own, and those of the stored rows. Another one of the platform means that something in
-- that month changed.
CREATE TABLE agreed_sums (
  source INTEGER NOT NULL REFERENCES sources,
  starts_at INTEGER NOT NULL,
  platform INTEGER NOT NULL,
  stored INTEGER NOT NULL,
  agreed_at INTEGER NOT NULL,
  PRIMARY KEY (source, starts_at)
) STRICT, WITHOUT ROWID;

-- Figures of the platform that are not those of its own rows, all of which are stored.
CREATE TABLE late_figures (
  source INTEGER NOT NULL REFERENCES sources,
  subject TEXT NOT NULL,  -- 'balance acc_... EUR', 'sums 2021-03'
  state TEXT NOT NULL,    -- both figures; another state is another lateness
  since_at INTEGER NOT NULL,
  PRIMARY KEY (source, subject)
) STRICT, WITHOUT ROWID;

-- How many accounts the host of a source had in the last run: one less may be one that was merged
-- into another, which no count, sum or balance of the host shows.
CREATE TABLE hosted_accounts (
  source INTEGER PRIMARY KEY REFERENCES sources,
  number INTEGER NOT NULL
) STRICT;

-- Questions asked for evidence that the platform did not answer in the last run.
CREATE TABLE unanswered_questions (
  source INTEGER NOT NULL REFERENCES sources,
  question TEXT NOT NULL,  -- 'counts', 'monthly sums', 'balances'
  reason TEXT NOT NULL,
  runs INTEGER NOT NULL,  -- so many, one after the other
  since_at INTEGER NOT NULL,
  PRIMARY KEY (source, question)
) STRICT, WITHOUT ROWID;

-- What a run found besides new rows, in a sentence. Append-only.
CREATE TABLE run_findings (
  entry INTEGER PRIMARY KEY,
  run INTEGER NOT NULL REFERENCES runs,
  source TEXT,  -- its name; NULL where it is about all of them
  code TEXT NOT NULL,
  number INTEGER NOT NULL,
  sentence TEXT NOT NULL,
  alarm INTEGER NOT NULL
) STRICT;
CREATE INDEX run_findings_by_run ON run_findings (run);  -- `bursar status` shows them by run

-- What a run changed, as transaction_versions_by_run.
CREATE INDEX record_versions_by_run ON record_versions (replaced_run);

CREATE VIEW v_run_findings AS
SELECT f.run, strftime('%Y-%m-%dT%H:%M:%fZ', r.started_at / 1000.0, 'unixepoch') AS started_at,
       f.source, f.code, f.number, f.sentence, f.alarm
FROM run_findings f JOIN runs r ON r.run = f.run;
