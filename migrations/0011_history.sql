-- What happened to a person, by two times: the day from which it holds and the moment the register learnt of it. Rows
-- are added and never changed, except that entry 1 takes the first record when a second entry comes: until then that
-- record stands in persons alone.
ALTER TABLE persons ADD COLUMN revision BIGINT NOT NULL DEFAULT 1;

CREATE TABLE person_history (
  person_id TEXT NOT NULL,
  entry BIGINT NOT NULL,                   -- 1, 2, … in the order of recording
  kind TEXT NOT NULL,
  valid_from TEXT NOT NULL,                -- YYYY-MM-DD
  recorded_at BIGINT NOT NULL,
  actor_kind TEXT NOT NULL,
  actor_id TEXT NOT NULL,
  second_officer TEXT NOT NULL,
  source_document_sha256 TEXT NOT NULL,
  undoes BIGINT,
  sealed BYTEA NOT NULL,                   -- what the event changes, under the person's key; entry 1: the first record
  PRIMARY KEY (person_id, entry)
) /*sqlite:WITHOUT ROWID*/;
