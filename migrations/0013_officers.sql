-- Officers: who may serve, how they prove it, whom they may look at and why, what they propose. Codes and cookies stand
-- here as keyed hashes; what a proposal holds is sealed under the key of the person whom it concerns.

CREATE TABLE officers (
  officer_id TEXT PRIMARY KEY,
  role TEXT NOT NULL,                    -- registrar, reviewer, auditor, supervisor
  jurisdiction TEXT NOT NULL,            -- all, or the code of an area
  status TEXT NOT NULL,                  -- invited, active, removed
  user_handle BYTEA NOT NULL UNIQUE,     -- WebAuthn user handle, random
  wrapped_key BYTEA NOT NULL,
  sealed_name BYTEA NOT NULL,
  added_at BIGINT NOT NULL,
  acted_at BIGINT NOT NULL,
  removed_at BIGINT
);

CREATE TABLE officer_enrolments (
  officer_id TEXT PRIMARY KEY,           -- a new invitation replaces the old one
  code_hash BYTEA NOT NULL UNIQUE,
  expires_at BIGINT NOT NULL
);

CREATE TABLE officer_passkeys (
  credential_id BYTEA PRIMARY KEY,
  officer_id TEXT NOT NULL,
  public_key BYTEA NOT NULL,             -- COSE_Key as received
  sign_count BIGINT NOT NULL,
  backup_eligible BIGINT NOT NULL,
  added_at BIGINT NOT NULL,
  used_at BIGINT
);
CREATE INDEX officer_passkeys_of_officer ON officer_passkeys (officer_id);

CREATE TABLE officer_challenges (
  challenge_hash BYTEA PRIMARY KEY,
  bound_to BYTEA NOT NULL,               -- hash of what the proof is for: browser, invitation, or session and act
  expires_at BIGINT NOT NULL
);
CREATE INDEX officer_challenges_by_expiry ON officer_challenges (expires_at);

CREATE TABLE officer_sessions (
  session_hash BYTEA PRIMARY KEY,
  officer_id TEXT NOT NULL,
  started_at BIGINT NOT NULL,
  last_seen BIGINT NOT NULL,
  expires_at BIGINT NOT NULL
);
CREATE INDEX officer_sessions_of_officer ON officer_sessions (officer_id);
CREATE INDEX officer_sessions_by_expiry ON officer_sessions (expires_at);

-- How often an officer did something in one window of time; one statement counts and decides.
CREATE TABLE officer_usage (
  officer_id TEXT NOT NULL,
  kind TEXT NOT NULL,                    -- read_hour, read_day, failed_hour
  window_at BIGINT NOT NULL,
  used BIGINT NOT NULL,
  PRIMARY KEY (officer_id, kind, window_at)
);

-- A resident is here: the code is theirs to give, works once, and opens their record to one officer for minutes.
CREATE TABLE presences (
  presence_id TEXT PRIMARY KEY,
  code_hash BYTEA UNIQUE,                -- forgotten when the code is taken
  person_id TEXT NOT NULL,
  expires_at BIGINT NOT NULL,            -- of the code, then of what it opened
  officer_id TEXT,
  taken_at BIGINT
);
CREATE INDEX presences_of_person ON presences (person_id);
CREATE INDEX presences_of_officer ON presences (officer_id);

-- Honey records by keyed hash: nobody who reads this table learns whom it names.
CREATE TABLE honey_records (
  mark BYTEA PRIMARY KEY,
  added_at BIGINT NOT NULL
);

CREATE TABLE officer_alarms (
  alarm_id TEXT PRIMARY KEY,
  at BIGINT NOT NULL,
  kind TEXT NOT NULL,                    -- honey_read, limit_reached, foreign_proof
  officer_id TEXT NOT NULL,
  jurisdiction TEXT NOT NULL,
  event_id TEXT NOT NULL,                -- its line in the journal
  settled_by TEXT,
  settled_at BIGINT
);
CREATE INDEX officer_alarms_by_time ON officer_alarms (at);

-- Whatever an officer changes is proposed by one and approved by another.
CREATE TABLE officer_proposals (
  proposal_id TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  person_id TEXT NOT NULL,
  jurisdiction TEXT NOT NULL,
  basis TEXT NOT NULL,                   -- presence or case, and its id
  version TEXT NOT NULL,                 -- what the record was when this was entered
  sealed BYTEA NOT NULL,
  status TEXT NOT NULL,                  -- draft, open, approved, rejected, stale
  proposed_by TEXT NOT NULL,
  entered_at BIGINT NOT NULL,
  proposed_at BIGINT,
  decided_by TEXT,
  decided_at BIGINT,
  CHECK (decided_by IS NULL OR decided_by <> proposed_by)
);
CREATE INDEX officer_proposals_open ON officer_proposals (status, proposed_at);
CREATE INDEX officer_proposals_of_person ON officer_proposals (person_id);
CREATE INDEX officer_proposals_of_officer ON officer_proposals (proposed_by, entered_at);

-- What an officer did, for the officer and those who look after them.
CREATE INDEX audit_events_of_officer ON audit_events (actor_id, at) WHERE actor_kind = 'officer';
