-- The life of a number after its issue. A superseded number stays here for ever, sealed under its person's key: its
-- row is what keeps it from being issued again.
ALTER TABLE person_numbers ADD COLUMN sealed_number BYTEA;
ALTER TABLE person_numbers ADD COLUMN superseded_at BIGINT;
ALTER TABLE person_numbers ADD COLUMN reason TEXT;
ALTER TABLE person_numbers ADD COLUMN officer TEXT;
ALTER TABLE person_numbers ADD COLUMN second_officer TEXT;
CREATE INDEX person_numbers_of_person ON person_numbers (person_id, issued_at);
-- A person has one current number.
CREATE UNIQUE INDEX person_numbers_current ON person_numbers (person_id) WHERE state = 'current';

-- Which law lets whom do what with a personal number. Rows are added and ended by two officers, never changed.
CREATE TABLE legal_bases (
  basis_id TEXT NOT NULL PRIMARY KEY,
  number_use TEXT NOT NULL CHECK (number_use IN ('look_up', 'display', 'export')),
  citation TEXT NOT NULL CHECK (citation <> ''),
  valid_from TEXT NOT NULL,
  valid_until TEXT NOT NULL,               -- the first day it no longer holds; empty: no end known
  first_officer TEXT NOT NULL CHECK (first_officer <> ''),
  second_officer TEXT NOT NULL CHECK (second_officer <> '' AND second_officer <> first_officer),
  ended_by TEXT NOT NULL DEFAULT '',       -- the two officers who ended it
  added_at BIGINT NOT NULL
);
