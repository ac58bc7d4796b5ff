-- Proving anew what was read long ago, and what a run found besides new rows.

-- When the platform's counts of a month were last found to agree with what is stored, or the month
-- was read again. The months that have waited longest are the next to be counted.
CREATE TABLE counted_months (
  source INTEGER NOT NULL REFERENCES sources,
  part TEXT NOT NULL,  -- as windows.member: '' for the first 200 accounts of a source
  starts_at INTEGER NOT NULL,
  counted_at INTEGER NOT NULL,
  PRIMARY KEY (source, part, starts_at)
) STRICT, WITHOUT ROWID;

-- The platform's own sums over a month, as they were when what is stored was last compared with
-- them: a hash over all of them. Another hash means that something in that month changed.
CREATE TABLE month_totals (
  source INTEGER NOT NULL REFERENCES sources,
  starts_at INTEGER NOT NULL,
  fingerprint INTEGER NOT NULL,
  seen_at INTEGER NOT NULL,
  PRIMARY KEY (source, starts_at)
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
