-- The manifest that lies beside the files of a batch is covered by the database, as the files are.

CREATE TABLE batch_manifests (
  batch INTEGER PRIMARY KEY REFERENCES batches,
  bytes INTEGER NOT NULL,
  sha256 TEXT NOT NULL
) STRICT;
