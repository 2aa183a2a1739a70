-- A sign-in from the pushed request to the code: one row, because a busy server pays per row touched. The key is a
-- keyed hash of the request_uri's random part. code_hash is null until the authorization completed; taking the code
-- deletes the row. Expiry is decided on reading; kept_until only tells housekeeping.
CREATE TABLE oidc_sign_in (
  sign_in_hash     BYTEA  NOT NULL PRIMARY KEY,
  client_id        TEXT   NOT NULL,
  request          TEXT   NOT NULL,
  code_hash        BYTEA,
  account_id       TEXT,
  person_id        TEXT,
  authenticated_at BIGINT,
  level            BIGINT,
  methods          TEXT,
  expires_at       BIGINT NOT NULL,
  kept_until       BIGINT NOT NULL
) /*sqlite:WITHOUT ROWID*/;

-- One visit to the sign-in or consent pages for a pushed request, bound to one browser.
CREATE TABLE oidc_flow (
  flow_hash    BYTEA  NOT NULL PRIMARY KEY,
  sign_in_hash BYTEA  NOT NULL,
  browser_hash BYTEA  NOT NULL,
  started_at   BIGINT NOT NULL,
  expires_at   BIGINT NOT NULL
) /*sqlite:WITHOUT ROWID*/;

-- Access (kind 1) and refresh (kind 2) tokens. sign_in_hash comes first, so that a code used twice ends all of them
-- without a second index; it is the first part of the token's text.
CREATE TABLE oidc_token (
  sign_in_hash BYTEA  NOT NULL,
  token_hash   BYTEA  NOT NULL,
  kind         BIGINT NOT NULL,
  client_id    TEXT   NOT NULL,
  account_id   TEXT   NOT NULL,
  person_id    TEXT   NOT NULL,
  scope        TEXT   NOT NULL,
  confirmation TEXT   NOT NULL,
  expires_at   BIGINT NOT NULL,
  PRIMARY KEY (sign_in_hash, token_hash)
) /*sqlite:WITHOUT ROWID*/;

-- The issuer's signing keys, sealed; one row. version makes two nodes that rotate at once agree.
CREATE TABLE oidc_signing_keys (
  ring_id     BIGINT NOT NULL PRIMARY KEY,
  version     BIGINT NOT NULL,
  wrapped_key BYTEA  NOT NULL,
  sealed_ring BYTEA  NOT NULL,
  changed_at  BIGINT NOT NULL
);
