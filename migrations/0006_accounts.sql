-- Accounts: who may sign in, how they prove it, and where they are signed in. Secrets stand here as keyed hashes or
-- sealed under the account's own key; closing the account forgets that key.

CREATE TABLE accounts (
  account_id TEXT PRIMARY KEY,
  person_id TEXT NOT NULL,
  living_person_id TEXT UNIQUE,          -- person_id until the account is closed: one living account a person
  status TEXT NOT NULL,                  -- active, suspended, closed
  user_handle BYTEA UNIQUE,              -- WebAuthn user handle, random
  wrapped_key BYTEA,                     -- data key of this account, wrapped by the master key
  sealed_email BYTEA,
  sealed_mobile BYTEA,
  opened_at BIGINT NOT NULL,
  closed_at BIGINT
);
CREATE INDEX accounts_of_person ON accounts (person_id);

CREATE TABLE account_logins (
  login_hash BYTEA PRIMARY KEY,
  account_id TEXT NOT NULL UNIQUE,
  sealed_login BYTEA NOT NULL,
  password_hash TEXT NOT NULL,
  changed_at BIGINT NOT NULL
);

CREATE TABLE totp_secrets (
  account_id TEXT PRIMARY KEY,
  sealed_secret BYTEA NOT NULL,
  last_step BIGINT NOT NULL,             -- the newest step used; each step counts once (RFC 6238 section 5.2)
  added_at BIGINT NOT NULL
);

CREATE TABLE totp_offers (
  session_hash BYTEA PRIMARY KEY,
  sealed_secret BYTEA NOT NULL,
  expires_at BIGINT NOT NULL
);

CREATE TABLE recovery_codes (
  account_id TEXT NOT NULL,
  code_hash BYTEA NOT NULL,
  PRIMARY KEY (account_id, code_hash)
);

CREATE TABLE passkeys (
  credential_id BYTEA PRIMARY KEY,
  account_id TEXT NOT NULL,
  public_key BYTEA NOT NULL,             -- COSE_Key as received
  sign_count BIGINT NOT NULL,
  backup_eligible BIGINT NOT NULL,
  backed_up BIGINT NOT NULL,
  transports TEXT NOT NULL,              -- separated by spaces
  sealed_name BYTEA NOT NULL,
  added_at BIGINT NOT NULL,
  used_at BIGINT
);
CREATE INDEX passkeys_of_account ON passkeys (account_id);

CREATE TABLE passkey_challenges (
  challenge_hash BYTEA PRIMARY KEY,
  kind TEXT NOT NULL,                    -- register, sign-in
  bound_to BYTEA NOT NULL,               -- hash of the session (register) or of browser and flow (sign-in)
  expires_at BIGINT NOT NULL
);
CREATE INDEX passkey_challenges_by_expiry ON passkey_challenges (expires_at);

CREATE TABLE activations (
  person_id TEXT PRIMARY KEY,            -- a new letter replaces the old one
  code_hash BYTEA NOT NULL,
  expires_at BIGINT NOT NULL
);

CREATE TABLE sign_ups (
  sign_up_hash BYTEA PRIMARY KEY,
  browser_hash BYTEA NOT NULL,
  person_id TEXT NOT NULL,
  code_hash BYTEA NOT NULL,
  expires_at BIGINT NOT NULL
);

CREATE TABLE account_sessions (
  session_hash BYTEA PRIMARY KEY,
  account_id TEXT NOT NULL,
  person_id TEXT NOT NULL,
  level BIGINT NOT NULL,
  methods TEXT NOT NULL,                 -- amr values separated by spaces
  authenticated_at BIGINT NOT NULL,
  started_at BIGINT NOT NULL,
  last_seen BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  may_enrol_until BIGINT NOT NULL        -- a proof by letter: the first second factor may be added until then
);
CREATE INDEX account_sessions_of_account ON account_sessions (account_id);
CREATE INDEX account_sessions_by_expiry ON account_sessions (expires_at);

CREATE TABLE known_devices (
  device_hash BYTEA NOT NULL,
  account_id TEXT NOT NULL,
  expires_at BIGINT NOT NULL,
  PRIMARY KEY (device_hash, account_id)
);
CREATE INDEX known_devices_of_account ON known_devices (account_id);

CREATE TABLE sign_in_requests (
  flow_hash BYTEA PRIMARY KEY,
  browser_hash BYTEA NOT NULL,
  level_needed BIGINT NOT NULL,
  fresh BIGINT NOT NULL,
  client_id TEXT NOT NULL,
  client_names TEXT NOT NULL,
  context_type TEXT NOT NULL,
  context_message TEXT NOT NULL,
  return_to TEXT NOT NULL,
  leads_to TEXT NOT NULL,
  asked_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  account_id TEXT,                       -- whose password was right (or whose session steps up)
  person_id TEXT,
  password_at BIGINT,
  methods TEXT
);
CREATE INDEX sign_in_requests_by_expiry ON sign_in_requests (expires_at);
