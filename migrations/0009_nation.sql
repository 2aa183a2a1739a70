-- How far the loader of the simulated nation got, so that it goes on there.
CREATE TABLE nation_progress (
  seed BIGINT NOT NULL PRIMARY KEY,
  people BIGINT NOT NULL,
  household BIGINT NOT NULL,
  members BIGINT NOT NULL
);
