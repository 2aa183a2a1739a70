-- Why an application was refused is free text of an officer and may name people: it is sealed from here on, under a key of
-- its own, in wrapped_key and sealed of the closed case. Reasons of before are dropped and not sealed: a data key is made
-- and wrapped by the program, which no statement can do, and until then they would have gone on standing in the clear;
-- nothing has ever read them. That a case was refused, when and by whom stays in its row and in the journal.
-- (Emptied first: PostgreSQL keeps the bytes of a dropped column in its rows.)
UPDATE enrolment_cases SET reason = '' WHERE reason <> '';
ALTER TABLE enrolment_cases DROP COLUMN reason;
