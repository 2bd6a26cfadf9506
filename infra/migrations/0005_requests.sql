-- Citizens' requests and OPDC's copies of their letters, as the events tell of them (design §2.2, §6).
-- Nothing of a person is here.

CREATE TABLE prasan.request (
  request_id           text        NOT NULL COLLATE "C" PRIMARY KEY,
  service_id           text        NOT NULL COLLATE "C",
  agency_id            text        NOT NULL COLLATE "C",
  portal               text        NOT NULL,
  office               text        NOT NULL COLLATE "C",
  state                text        NOT NULL,
  since                timestamptz NOT NULL,
  sequence             bigint      NOT NULL,
  registered_at        timestamptz NOT NULL,
  updated_at           timestamptz NOT NULL,
  filed_at             timestamptz NOT NULL,
  received_at          timestamptz,
  receipt_number       text,
  -- The day in Bangkok, for order and work; `due_at` is what the calendar said: a day or an instant.
  due_on               date,
  due_at               text,
  overdue              boolean     NOT NULL,
  was_overdue          boolean     NOT NULL,
  delay_notices        integer     NOT NULL,
  delay_notices_missed integer     NOT NULL,
  -- Day of the last delay notice, and the last day on which the next one is in time.
  letter_sent_on       date,
  letter_due_on        date,
  whose_turn           text        NOT NULL,
  decision_kind        text,
  decided_on           date,
  notified_on          date,
  refunds_due          integer     NOT NULL,
  status               jsonb       NOT NULL
);
CREATE INDEX request_agency ON prasan.request (agency_id, office);
CREATE INDEX request_due ON prasan.request (coalesce(due_on, 'infinity'), request_id);
CREATE INDEX request_overdue ON prasan.request (coalesce(due_on, 'infinity'), request_id)
  WHERE overdue;

-- The copies to OPDC (LFA s.10), each by its own counter.
CREATE TABLE prasan.request_notice (
  request_id      text        NOT NULL COLLATE "C",
  sequence        bigint      NOT NULL,
  kind            text        NOT NULL,
  number          integer,
  on_day          date        NOT NULL,
  reason_code     text,
  service_id      text        NOT NULL COLLATE "C",
  agency_id       text        NOT NULL COLLATE "C",
  office          text        NOT NULL COLLATE "C",
  regime          text        NOT NULL,
  due_at          text,
  status_sequence bigint      NOT NULL,
  at              timestamptz NOT NULL,
  PRIMARY KEY (request_id, sequence)
);

-- Work may be a request's: whose office it is says who of the agency sees it.
ALTER TABLE prasan.work_item
  ADD COLUMN request_id text COLLATE "C",
  ADD COLUMN office     text COLLATE "C";
