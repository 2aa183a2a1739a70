-- Entry 1 of a history is written when somebody is registered: how the record began, by whom and on which document.
-- Records of before get theirs from the register and the journal, where their document stands sealed.
INSERT INTO person_history (person_id, entry, kind, valid_from, recorded_at, actor_kind, actor_id, second_officer,
  source_document_sha256, undoes, sealed)
SELECT p.person_id, 1, 'registration',
  /*sqlite:strftime('%Y-%m-%d', p.registered_at / 1000000, 'unixepoch'),*//*postgres:to_char(to_timestamp(p.registered_at / 1000000) AT TIME ZONE 'UTC', 'YYYY-MM-DD'),*/
  p.registered_at, COALESCE(a.actor_kind, 'system'), COALESCE(a.actor_id, ''), '', '', NULL,
  /*sqlite:x''*//*postgres:''::bytea*/
FROM persons p LEFT JOIN audit_events a ON a.person_id = p.person_id AND a.kind = 'person_registered'
WHERE NOT EXISTS (SELECT 1 FROM person_history h WHERE h.person_id = p.person_id AND h.entry = 1);

-- How far the keys of the duplicate check are made for the whole register, by one version of the folding of names.
CREATE TABLE enrolment_key_runs (
  fold_version BIGINT NOT NULL PRIMARY KEY,
  after_person TEXT NOT NULL,              -- everybody up to here has keys
  outbox_position BIGINT NOT NULL,         -- of "person.changed": what came after is not in the keys yet
  finished BIGINT NOT NULL                 -- 1: everybody was read once
);

-- Files of people. A file is known by the hash of its content; rows and how far they are read change in one transaction.
CREATE TABLE people_imports (
  import_id TEXT NOT NULL PRIMARY KEY,
  state TEXT NOT NULL,                     -- running, finished
  officer TEXT NOT NULL,
  source_document_sha256 TEXT NOT NULL,
  lines_done BIGINT NOT NULL,
  bytes_done BIGINT NOT NULL,
  registered BIGINT NOT NULL,
  held BIGINT NOT NULL,
  rejected BIGINT NOT NULL,
  started_at BIGINT NOT NULL,
  finished_at BIGINT
);

-- The lines that registered nobody: held for a second officer, or rejected. `text` holds words of the program, nothing
-- of the line.
CREATE TABLE people_import_lines (
  import_id TEXT NOT NULL,
  line BIGINT NOT NULL,
  outcome TEXT NOT NULL,                   -- held, rejected
  text TEXT NOT NULL,
  case_id TEXT NOT NULL,
  PRIMARY KEY (import_id, line)
) /*sqlite:WITHOUT ROWID*/;
