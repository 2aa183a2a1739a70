-- Who holds which key of the duplicate check, so that what somebody no longer is goes with the event that changed it while
-- their namesake keeps the key. A holder is a keyed hash of the person's id: whoever reads the table learns that somebody
-- holds two keys, never who.
CREATE TABLE enrolment_key_holders (
  holder BYTEA NOT NULL,
  key_hash BYTEA NOT NULL,
  PRIMARY KEY (holder, key_hash)
)/*sqlite: WITHOUT ROWID*/;
CREATE INDEX enrolment_key_holders_of_key ON enrolment_key_holders (key_hash);

-- Keys of before have no holder. They find whom they found, and no event drops them, until all are made anew: as if an
-- older folding had made them.
UPDATE enrolment_keys SET fold_version = 0;
DELETE FROM enrolment_key_runs;
