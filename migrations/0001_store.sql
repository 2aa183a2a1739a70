-- The outbox: news that folders above pick up, written in the transaction that made it news.
CREATE TABLE outbox (
  position /*sqlite:INTEGER PRIMARY KEY AUTOINCREMENT*//*postgres:BIGINT NOT NULL PRIMARY KEY*/,
  topic TEXT NOT NULL,
  subject TEXT NOT NULL,
  made_at BIGINT NOT NULL
);
CREATE INDEX outbox_by_topic ON outbox (topic, position);

CREATE TABLE outbox_consumers (
  consumer TEXT NOT NULL,
  topic TEXT NOT NULL,
  position BIGINT NOT NULL,
  PRIMARY KEY (consumer, topic)
) /*sqlite:WITHOUT ROWID*/;

-- Expect.kOne and kNone are enforced inside the server, so that a batch is one round trip: a wrong number of rows
-- raises IK001, which undoes the whole implicit transaction.
/*postgres:
CREATE FUNCTION inkan_expect(actual BIGINT, wanted BIGINT) RETURNS BOOLEAN LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  IF actual <> wanted THEN
    RAISE EXCEPTION USING ERRCODE = 'IK001', MESSAGE = 'expected rows: ' || wanted || ', touched: ' || actual;
  END IF;
  RETURN TRUE;
END $$;

-- Positions must become visible in their order, or a reader would pass over one that commits late. So writers of the
-- outbox wait for each other from here to their commit; news is rare.
CREATE SEQUENCE outbox_positions;
CREATE FUNCTION outbox_take_position() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(1229867849, TG_RELID::INTEGER);
  NEW.position := nextval('outbox_positions');
  RETURN NEW;
END $$;
CREATE TRIGGER outbox_in_order BEFORE INSERT ON outbox FOR EACH ROW EXECUTE FUNCTION outbox_take_position();
*/
