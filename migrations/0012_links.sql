-- Links: which agency's record belongs to which person, how that came about, and who may see it.

-- A scheme is one kind of record of one agency. Readers see the links of its generation and no others: replacing all of
-- them is moving one number.
CREATE TABLE link_schemes (
  issuer TEXT NOT NULL CHECK (issuer <> ''),
  type TEXT NOT NULL CHECK (type <> ''),
  sex_not_held BIGINT NOT NULL CHECK (sex_not_held IN (0, 1)),
  generation BIGINT NOT NULL CHECK (generation > 0),
  added_at BIGINT NOT NULL,
  PRIMARY KEY (issuer, type)
);

-- May this agency's records be linked without a person looking? All rates are in units of 1e-12.
CREATE TABLE link_agencies (
  issuer TEXT NOT NULL PRIMARY KEY,
  auto_link TEXT NOT NULL CHECK (auto_link IN ('on', 'suspended')),
  links BIGINT NOT NULL,                 -- made automatically
  predicted_e12 BIGINT NOT NULL,         -- sum of their chances to be wrong
  audited BIGINT NOT NULL,
  estimate_e12 BIGINT NOT NULL,          -- Horvitz-Thompson, of what was audited
  lower_e12 BIGINT NOT NULL,             -- the true rate is between these, 95 %, however often we look
  upper_e12 BIGINT NOT NULL,
  changed_at BIGINT NOT NULL,
  changed_by TEXT NOT NULL,
  reason TEXT NOT NULL,
  CHECK (auto_link = 'on' OR reason <> '')
);

-- Provenance stands in the row and the row cannot stand without it (REQ-LINK-5).
CREATE TABLE links (
  link_id TEXT NOT NULL PRIMARY KEY,
  issuer TEXT NOT NULL,
  type TEXT NOT NULL,
  generation BIGINT NOT NULL,
  batch_id TEXT NOT NULL,                -- '': made singly
  person_id TEXT NOT NULL CHECK (person_id <> ''),
  record_hash BYTEA NOT NULL,            -- keyed hash of issuer, type, id and version
  sealed_record BYTEA NOT NULL,          -- id and version
  sealed_stated BYTEA NOT NULL,          -- what the agency stated
  state TEXT NOT NULL CHECK (state IN ('pending', 'published', 'quarantined', 'disputed', 'retired')),
  follows TEXT NOT NULL,                 -- the disputed or quarantined link of an earlier load that this one repeats
  made_at BIGINT NOT NULL,
  published_at BIGINT,
  hidden_at BIGINT,
  retired_at BIGINT,
  end_reason TEXT NOT NULL,
  method TEXT NOT NULL CHECK (method IN ('chip', 'number', 'attributes', 'manual', 'migration')),
  attributes TEXT NOT NULL CHECK (attributes <> ''),
  outcomes TEXT NOT NULL CHECK (outcomes <> ''),
  comparator_version BIGINT NOT NULL CHECK (comparator_version > 0),
  model_version BIGINT NOT NULL CHECK (model_version > 0),
  wrong_chance_e12 BIGINT NOT NULL CHECK (wrong_chance_e12 BETWEEN 0 AND 1000000000000),
  operator TEXT NOT NULL CHECK (operator <> ''),
  terminal TEXT NOT NULL CHECK (terminal <> ''),
  second_approver TEXT NOT NULL,
  document_sha256 TEXT NOT NULL CHECK (LENGTH(document_sha256) = 64),
  row_digest TEXT NOT NULL,              -- of the imported row
  CHECK (method <> 'manual' OR (second_approver <> '' AND second_approver <> operator)),
  CHECK (batch_id = '' OR LENGTH(row_digest) = 64),
  CHECK ((state = 'retired') = (retired_at IS NOT NULL)),
  CHECK (state <> 'retired' OR end_reason <> '')
);
-- At most one live link per person per scheme and per scheme id (REQ-LINK-8).
CREATE UNIQUE INDEX links_one_a_person ON links (issuer, type, generation, person_id) WHERE retired_at IS NULL;
CREATE UNIQUE INDEX links_one_a_record ON links (issuer, type, generation, record_hash) WHERE retired_at IS NULL;
CREATE INDEX links_of_record ON links (record_hash);
CREATE INDEX links_of_person ON links (person_id);
CREATE INDEX links_by_method ON links (method, made_at);
CREATE INDEX links_of_batch ON links (batch_id, link_id) WHERE batch_id <> '';
CREATE INDEX links_pending ON links (link_id) WHERE state = 'pending';

-- A link made singly belongs to the generation in force. Whoever replaces a generation waits for those who are adding
-- to it, and they for him, or a link could be added to a generation that nobody sees any more.
/*postgres:
CREATE FUNCTION links_hold_generation() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.batch_id = '' THEN
    PERFORM 1 FROM link_schemes WHERE issuer = NEW.issuer AND type = NEW.type AND generation = NEW.generation FOR SHARE;
    IF NOT FOUND THEN
      RAISE EXCEPTION USING ERRCODE = 'IK001', MESSAGE = 'the generation was replaced meanwhile';
    END IF;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER links_generation BEFORE INSERT ON links FOR EACH ROW EXECUTE FUNCTION links_hold_generation();
*/

-- A file that is being loaded, was loaded, or was refused. Its links are visible when it is applied, not before.
CREATE TABLE link_batches (
  batch_id TEXT NOT NULL PRIMARY KEY,
  issuer TEXT NOT NULL,
  type TEXT NOT NULL,
  generation BIGINT NOT NULL,
  mode TEXT NOT NULL CHECK (mode IN ('add', 'replace')),
  file_sha256 TEXT NOT NULL CHECK (LENGTH(file_sha256) = 64),
  state TEXT NOT NULL CHECK (state IN ('staging', 'applied', 'aborting', 'aborted', 'retired')),
  byte_offset BIGINT NOT NULL,           -- what follows was not read yet
  counts TEXT NOT NULL,                  -- the report so far, JSON without personal data
  operator TEXT NOT NULL CHECK (operator <> ''),
  started_at BIGINT NOT NULL,
  ended_at BIGINT,
  reason TEXT NOT NULL
);
CREATE UNIQUE INDEX link_batches_one_at_a_time ON link_batches (issuer, type) WHERE state IN ('staging', 'aborting');

-- What a person must look at: an attempt that was not sure enough, a link that no longer agrees, a "this is not mine".
CREATE TABLE link_cases (
  case_id TEXT NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('attempt', 'sweep', 'not_mine')),
  issuer TEXT NOT NULL,
  type TEXT NOT NULL,
  link_id TEXT NOT NULL,                 -- '': there is no link
  batch_id TEXT NOT NULL,
  person_id TEXT NOT NULL,               -- whose link, or '' for an attempt
  reason TEXT NOT NULL,
  settles TEXT NOT NULL,                 -- the attribute that would settle it, or ''
  risk_e12 BIGINT NOT NULL,              -- highest first
  opened_at BIGINT NOT NULL,
  due_at BIGINT NOT NULL,                -- the statutory clock
  wrapped_key BYTEA NOT NULL,            -- key of this case, wrapped by the master key
  sealed BYTEA NOT NULL,                 -- what was stated
  closed_at BIGINT,
  verdict TEXT NOT NULL,
  closed_by TEXT NOT NULL,
  second_approver TEXT NOT NULL,
  CHECK ((closed_at IS NULL) = (verdict = '')),
  CHECK (closed_at IS NULL OR closed_by <> '')
);
CREATE INDEX link_cases_open ON link_cases (risk_e12, opened_at) WHERE closed_at IS NULL;
CREATE UNIQUE INDEX link_cases_one_a_link ON link_cases (link_id) WHERE closed_at IS NULL AND link_id <> '';
CREATE INDEX link_cases_of_batch ON link_cases (batch_id) WHERE batch_id <> '';

-- Counts of a day, for the drift of an agency over time.
CREATE TABLE link_days (
  issuer TEXT NOT NULL,
  day TEXT NOT NULL,
  linked BIGINT NOT NULL,
  quarantined BIGINT NOT NULL,
  refused BIGINT NOT NULL,
  predicted_e12 BIGINT NOT NULL,
  PRIMARY KEY (issuer, day)
);

-- Links drawn for an audit, riskier ones more often, and what the resident said.
CREATE TABLE link_audits (
  audit_id TEXT NOT NULL PRIMARY KEY,
  link_id TEXT NOT NULL,
  issuer TEXT NOT NULL,
  weight_e12 BIGINT NOT NULL CHECK (weight_e12 > 0),  -- 1 / (links * chance of this one to be drawn)
  drawn_at BIGINT NOT NULL,
  answered_at BIGINT,
  wrong BIGINT CHECK (wrong IN (0, 1)),
  CHECK ((answered_at IS NULL) = (wrong IS NULL))
);
CREATE INDEX link_audits_of_agency ON link_audits (issuer, drawn_at);
CREATE INDEX link_audits_of_link ON link_audits (link_id);

-- Runs over all links, so that one that was interrupted goes on.
CREATE TABLE link_sweeps (
  sweep_id TEXT NOT NULL PRIMARY KEY,
  reason TEXT NOT NULL CHECK (reason IN ('nightly', 'model', 'asked')),
  model_version BIGINT NOT NULL,
  position TEXT NOT NULL,                -- the last link looked at
  counts TEXT NOT NULL,
  started_at BIGINT NOT NULL,
  ended_at BIGINT
);
CREATE UNIQUE INDEX link_sweeps_one_at_a_time ON link_sweeps (reason) WHERE ended_at IS NULL;
