-- The tracker's archive and read model (design §4, §6). The archive holds every event for ever; all
-- other tables follow from it and can be built again.

CREATE TABLE prasan.event (
  topic         text        NOT NULL,
  subject       text        NOT NULL COLLATE "C",
  sequence      bigint      NOT NULL CHECK (sequence > 0),
  id            uuid        NOT NULL,
  source        text        NOT NULL,
  type          text        NOT NULL,
  time          timestamptz NOT NULL,
  recordedtime  timestamptz NOT NULL,
  dataschema    text        NOT NULL,
  chainhash     text        NOT NULL,
  traceparent   text,
  data          jsonb       NOT NULL,
  -- The data as they came, where jsonb cannot hold them (NUL, half a character) and is empty.
  exact_data    json,
  partition     integer     NOT NULL,
  kafka_offset  bigint      NOT NULL,
  -- Order of arrival here: what a live stream resumes from.
  position      bigint      GENERATED ALWAYS AS IDENTITY,
  PRIMARY KEY (topic, subject, sequence)
);
CREATE UNIQUE INDEX event_position ON prasan.event (position);
CREATE INDEX event_time ON prasan.event (topic, time);

CREATE FUNCTION prasan.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'prasan.event is append-only: % is refused', TG_OP USING ERRCODE = '42501';
END $$;
CREATE TRIGGER event_append_only BEFORE UPDATE OR DELETE ON prasan.event
  FOR EACH ROW EXECUTE FUNCTION prasan.refuse_change();
CREATE TRIGGER event_no_truncate BEFORE TRUNCATE ON prasan.event
  FOR EACH STATEMENT EXECUTE FUNCTION prasan.refuse_change();

-- How far each subject has come: what the next event must continue.
CREATE TABLE prasan.chain_end (
  topic     text   NOT NULL,
  subject   text   NOT NULL COLLATE "C",
  sequence  bigint NOT NULL,
  chainhash text   NOT NULL,
  PRIMARY KEY (topic, subject)
);

-- How far each partition has been read; written with the rows that the reading gave.
CREATE TABLE prasan.consumer_offset (
  topic       text    NOT NULL,
  partition   integer NOT NULL,
  next_offset bigint  NOT NULL,
  events      bigint  NOT NULL,
  newest      timestamptz,
  PRIMARY KEY (topic, partition)
);

-- The consumer group that reads for this database. A rebuild takes a new one and so starts at 0.
CREATE TABLE prasan.reader (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  group_id text NOT NULL DEFAULT 'prasan-tracker-' || gen_random_uuid()
);
INSERT INTO prasan.reader DEFAULT VALUES;

-- What could not be taken: a known sequence with another content, a hash that does not follow, a
-- record that cannot be read, an event in the archive that is not understood. Each is an alarm until
-- somebody settles it.
CREATE TABLE prasan.dead_letter (
  topic        text        NOT NULL,
  partition    integer     NOT NULL,
  kafka_offset bigint      NOT NULL,
  reason       text        NOT NULL
    CHECK (reason IN ('conflict', 'brokenChain', 'unreadable', 'notUnderstood')),
  detail       text        NOT NULL,
  subject      text        COLLATE "C",
  sequence     bigint,
  event        json,
  at           timestamptz NOT NULL DEFAULT now(),
  settled_at   timestamptz,
  PRIMARY KEY (topic, partition, kafka_offset)
);
CREATE INDEX dead_letter_event ON prasan.dead_letter (topic, subject, sequence);

-- Events that came before one that is missing: held back until it comes. One sequence may have
-- several: which of them is genuine shows only then.
CREATE TABLE prasan.held_event (
  topic        text        NOT NULL,
  subject      text        NOT NULL COLLATE "C",
  sequence     bigint      NOT NULL,
  partition    integer     NOT NULL,
  kafka_offset bigint      NOT NULL,
  event        json        NOT NULL,
  at           timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (topic, partition, kafka_offset)
);
CREATE INDEX held_event_subject ON prasan.held_event (topic, subject, sequence);

CREATE TABLE prasan.service (
  service_id      text        NOT NULL COLLATE "C" PRIMARY KEY,
  agency_id       text        NOT NULL COLLATE "C",
  ministry_id     text        COLLATE "C",
  sequence        bigint      NOT NULL,
  registered_at   timestamptz NOT NULL,
  updated_at      timestamptz NOT NULL,
  name_th         text        NOT NULL,
  name_en         text,
  state           text        NOT NULL,
  since           timestamptz NOT NULL,
  basis           text        NOT NULL,
  proposed        boolean     NOT NULL,
  verified        boolean     NOT NULL,
  mode            text,
  portal          text,
  fiscal_year     integer,
  due_on          date,
  overdue         boolean     NOT NULL,
  register_as_of  date,
  register_status text,
  status          jsonb       NOT NULL
);
CREATE INDEX service_agency ON prasan.service (agency_id);
CREATE INDEX service_state ON prasan.service (state);

CREATE TABLE prasan.agency (
  agency_id   text        NOT NULL COLLATE "C" PRIMARY KEY,
  ministry_id text        COLLATE "C",
  sequence    bigint      NOT NULL,
  updated_at  timestamptz NOT NULL,
  name_th     text        NOT NULL,
  name_en     text,
  ministry_th text,
  ministry_en text,
  digest      jsonb
);

-- Work that follows from a row, made with it. `dueSoon` shows only once its day is near.
CREATE TABLE prasan.work_item (
  kind       text   NOT NULL COLLATE "C",
  subject    text   NOT NULL COLLATE "C",
  of         text   NOT NULL DEFAULT '' COLLATE "C",
  service_id text   COLLATE "C",
  agency_id  text   NOT NULL COLLATE "C",
  due_on     date,
  awaiting   text[] NOT NULL,
  PRIMARY KEY (subject, kind, of)
);
CREATE INDEX work_item_due ON prasan.work_item (coalesce(due_on, 'infinity'), kind, subject, of);
CREATE INDEX work_item_agency ON prasan.work_item (agency_id);
