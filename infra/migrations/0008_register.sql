-- Editions of DGA's register as they were taken in (design §2.1, §6): what each row told, what it came to, and
-- what was odd. It does not follow from events and no rebuild empties it: the cases' own events say what was
-- written to them.

-- Whether a person has acted on a service here: the register does not overrule him.
ALTER TABLE prasan.service ADD COLUMN touched boolean NOT NULL DEFAULT false;
UPDATE prasan.service s SET touched = true WHERE EXISTS (
  SELECT FROM prasan.event e WHERE e.topic = 'service.status.v1'
    AND e.subject = 'service/' || s.service_id AND e.data -> 'actor' <> 'null');

CREATE TABLE prasan.register_import (
  import_id  text        NOT NULL COLLATE "C" PRIMARY KEY,
  -- An undoing is a run of its own, over the rows that the import wrote.
  undoes     text        COLLATE "C" REFERENCES prasan.register_import,
  file       text        NOT NULL,
  sha256     text        NOT NULL,
  source     text        NOT NULL,
  as_of      date        NOT NULL,
  sheet      text        NOT NULL,
  status     text        NOT NULL CHECK (status IN ('running', 'paused', 'done', 'cancelled')),
  -- What was planned: counts, totals, missing services, merges that offer themselves.
  plan       jsonb       NOT NULL,
  -- Up to which event the services were known when it was planned: next offsets by partition.
  known_at   jsonb       NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  ended_at   timestamptz,
  -- The undoing that has ended.
  undone_by  text        COLLATE "C"
);
-- One at a time.
CREATE UNIQUE INDEX register_import_open ON prasan.register_import ((true)) WHERE ended_at IS NULL;
CREATE INDEX register_import_edition ON prasan.register_import (sha256);

CREATE TABLE prasan.register_row (
  import_id  text        NOT NULL COLLATE "C" REFERENCES prasan.register_import,
  row        integer     NOT NULL,
  service_id text        NOT NULL COLLATE "C",
  -- What the row tells, field by field, and the cells' own texts where they were put right.
  told       jsonb       NOT NULL,
  original   jsonb       NOT NULL,
  planned    text        NOT NULL,
  changes    jsonb       NOT NULL,
  -- What is to be done for it; null: nothing but to keep what it tells.
  work       jsonb,
  -- What it came to: `null` until it is settled.
  outcome    text        CHECK (outcome IN ('created', 'changed', 'unchanged', 'refused', 'kept')),
  settled_at timestamptz,
  PRIMARY KEY (import_id, row)
);
CREATE INDEX register_row_service ON prasan.register_row (service_id, import_id);
CREATE INDEX register_row_open ON prasan.register_row (import_id, row) WHERE outcome IS NULL;

CREATE TABLE prasan.register_finding (
  import_id text    NOT NULL COLLATE "C" REFERENCES prasan.register_import,
  number    integer NOT NULL,
  sheet     text    NOT NULL,
  cell      text    NOT NULL,
  code      text    NOT NULL COLLATE "C",
  severity  text    NOT NULL COLLATE "C",
  found     text    NOT NULL,
  did       text    NOT NULL,
  did_th    text    NOT NULL,
  -- Whose row it is, where the finding is of one.
  service_id text   COLLATE "C",
  agency_id  text   COLLATE "C",
  PRIMARY KEY (import_id, number)
);
CREATE INDEX register_finding_agency ON prasan.register_finding (import_id, agency_id);

-- What it told agencies of themselves, and what they knew before.
CREATE TABLE prasan.register_agency (
  import_id text  NOT NULL COLLATE "C" REFERENCES prasan.register_import,
  agency_id text  NOT NULL COLLATE "C",
  record    jsonb NOT NULL,
  former    jsonb,
  -- What it came to: `null` until it is settled.
  outcome   text CHECK (outcome IN ('told', 'known', 'kept')),
  PRIMARY KEY (import_id, agency_id)
);
