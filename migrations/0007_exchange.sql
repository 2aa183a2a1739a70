-- What a resident allowed a service. At most one row of an account and client is active.
CREATE TABLE consents (
  account_id TEXT NOT NULL,
  consent_id TEXT NOT NULL,
  client_id TEXT NOT NULL,
  scopes TEXT NOT NULL,
  given_at BIGINT NOT NULL,
  withdrawn_at BIGINT,
  PRIMARY KEY (account_id, consent_id)
);
CREATE UNIQUE INDEX consents_active ON consents (account_id, client_id) WHERE withdrawn_at IS NULL;

-- Questions that the consent page asks, and their one answer.
CREATE TABLE consent_questions (
  flow_hash BYTEA NOT NULL PRIMARY KEY,
  browser_hash BYTEA NOT NULL,
  account_id TEXT NOT NULL,
  person_id TEXT NOT NULL,
  client_id TEXT NOT NULL,
  scopes TEXT NOT NULL,
  context_message TEXT NOT NULL,
  return_to TEXT NOT NULL,
  expires_at BIGINT NOT NULL,
  decision TEXT NOT NULL
);
CREATE INDEX consent_questions_expiring ON consent_questions (expires_at);
