-- Who is alike: keyed hashes of a folded name with a date of birth, a household, a day of enrolment or an import. One row
-- a key and nothing else: it says that there is somebody, never who. Two counters that enrol the same at once meet here.
CREATE TABLE enrolment_keys (
  key_hash BYTEA NOT NULL PRIMARY KEY,
  fold_version BIGINT NOT NULL
)/*sqlite: WITHOUT ROWID*/;

-- Applications that a second officer has to decide. The application is sealed under a key of its own, and both are
-- emptied when the case is closed.
CREATE TABLE enrolment_cases (
  case_id TEXT NOT NULL PRIMARY KEY,
  state TEXT NOT NULL,                     -- open, approved, refused
  officer TEXT NOT NULL,
  collisions TEXT NOT NULL,
  opened_at BIGINT NOT NULL,
  wrapped_key BYTEA NOT NULL,
  sealed BYTEA NOT NULL,
  closed_by TEXT NOT NULL,
  closed_at BIGINT,
  reason TEXT NOT NULL,
  CHECK (closed_by <> officer)
);
