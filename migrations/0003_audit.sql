-- The journal. Rows are added and never changed, except that the sequencer fills tree_index once.
-- leaf_hash is RFC 6962's hash of the row (src/audit/event_row.h says of which bytes).
CREATE TABLE audit_events (
  event_id TEXT NOT NULL PRIMARY KEY,
  at BIGINT NOT NULL,
  kind TEXT NOT NULL,
  person_id TEXT NOT NULL,
  actor_kind TEXT NOT NULL,
  actor_id TEXT NOT NULL,
  client_id TEXT NOT NULL,
  sealed BYTEA NOT NULL,
  leaf_hash BYTEA NOT NULL,
  tree_index BIGINT
);
CREATE INDEX audit_events_of_person ON audit_events (person_id, at);
CREATE INDEX audit_events_waiting ON audit_events (event_id) WHERE tree_index IS NULL;
CREATE UNIQUE INDEX audit_events_in_tree ON audit_events (tree_index) WHERE tree_index IS NOT NULL;

-- The tree as it stands: one row. frontier holds the hashes of the complete subtrees, largest first, in base64url.
CREATE TABLE audit_tree (
  name TEXT NOT NULL PRIMARY KEY,
  size BIGINT NOT NULL,
  frontier TEXT NOT NULL
);
INSERT INTO audit_tree (name, size, frontier) VALUES ('journal', 0, '');

-- Hashes of complete subtrees of 256, 65536, … leaves, so that a proof reads hundreds of rows and not the journal.
CREATE TABLE audit_nodes (
  level BIGINT NOT NULL,
  position BIGINT NOT NULL,
  hash BYTEA NOT NULL,
  PRIMARY KEY (level, position)
);

CREATE TABLE audit_checkpoints (
  size BIGINT NOT NULL PRIMARY KEY,
  at BIGINT NOT NULL,
  signed_text TEXT NOT NULL
);
