-- What was used once (assertion and proof ids, challenges, code steps), until it would be refused as expired anyway.
CREATE TABLE single_use (
  key_hash BYTEA NOT NULL,
  kind TEXT NOT NULL,
  expires_at BIGINT NOT NULL,
  PRIMARY KEY (key_hash, kind)
) /*sqlite:WITHOUT ROWID*/;
CREATE INDEX single_use_by_expiry ON single_use (expires_at);

-- Attempts at a secret, counted in buckets: scope says which of subject and source the bucket has (src/guard/lockout.cpp).
-- allowed is the verdict on the latest attempt, so that one statement can both decide and count.
CREATE TABLE guard_attempts (
  subject_hash BYTEA NOT NULL,
  source BYTEA NOT NULL,
  kind TEXT NOT NULL,
  scope TEXT NOT NULL,
  attempts BIGINT NOT NULL,
  delay BIGINT NOT NULL,
  allowed BIGINT NOT NULL,
  allowed_from BIGINT NOT NULL,
  window_ends_at BIGINT NOT NULL,
  PRIMARY KEY (subject_hash, source, kind, scope)
) /*sqlite:WITHOUT ROWID*/;
CREATE INDEX guard_attempts_by_end ON guard_attempts (window_ends_at);
