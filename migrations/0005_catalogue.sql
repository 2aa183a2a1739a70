-- Registered services. The registration is kept as it was given; revision counts changes, so that every node notices.
CREATE TABLE client (
  client_id    TEXT   NOT NULL PRIMARY KEY,
  registration TEXT   NOT NULL,
  active       BIGINT NOT NULL,
  revision     BIGINT NOT NULL,
  changed_at   BIGINT NOT NULL
);
