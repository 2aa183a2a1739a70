-- One row a person. What the register says of them is sealed under the person's own key, which the master key wraps.
CREATE TABLE persons (
  person_id TEXT NOT NULL PRIMARY KEY,
  status TEXT NOT NULL,
  wrapped_key BYTEA NOT NULL,
  sealed_number BYTEA NOT NULL,
  sealed_facts BYTEA NOT NULL,
  last_updated TEXT NOT NULL,
  registered_at BIGINT NOT NULL
);

-- Every number ever issued, by keyed hash. Superseded ones stay, so that no number is issued twice.
CREATE TABLE person_numbers (
  number_hash BYTEA NOT NULL PRIMARY KEY,
  person_id TEXT NOT NULL,
  state TEXT NOT NULL,
  issued_at BIGINT NOT NULL
)/*sqlite: WITHOUT ROWID*/;
