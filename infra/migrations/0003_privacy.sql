-- Keys of cases (ADR 13): what a person has told a case is sealed with its key alone. A destroyed key
-- leaves its row, so that it can never be made again and it stays known who did it, when and why.
CREATE TABLE prasan.case_key (
  request_id         text        NOT NULL COLLATE "C" PRIMARY KEY,
  wrapped_key        bytea,
  master_key_id      text        NOT NULL,
  created_at         timestamptz NOT NULL DEFAULT now(),
  restricted_at      timestamptz,
  restricted_by      text,
  restriction_reason text,
  destroyed_at       timestamptz,
  destroyed_by       text,
  reason             text,
  CHECK ((wrapped_key IS NULL) = (destroyed_at IS NOT NULL)),
  CHECK ((restricted_at IS NULL) = (restricted_by IS NULL)
    AND (restricted_at IS NULL) = (restriction_reason IS NULL)),
  CHECK ((destroyed_at IS NULL) = (destroyed_by IS NULL)
    AND (destroyed_at IS NULL) = (reason IS NULL))
);
-- What is left to wrap anew when the master key changes.
CREATE INDEX case_key_master ON prasan.case_key (master_key_id, request_id)
  WHERE wrapped_key IS NOT NULL;

CREATE FUNCTION prasan.keep_case_key() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.destroyed_at IS NULL AND NEW.request_id = OLD.request_id THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'prasan.case_key keeps its rows, and destroyed ones as they are: % is refused', TG_OP
    USING ERRCODE = '42501';
END $$;
CREATE TRIGGER case_key_stays BEFORE UPDATE OR DELETE ON prasan.case_key
  FOR EACH ROW EXECUTE FUNCTION prasan.keep_case_key();
CREATE TRIGGER case_key_no_truncate BEFORE TRUNCATE ON prasan.case_key
  FOR EACH STATEMENT EXECUTE FUNCTION prasan.keep_case_key();

-- Who has applied for what, as a keyed hash: one open request of a person in a service.
CREATE TABLE prasan.open_application (
  request_id  text        NOT NULL COLLATE "C" PRIMARY KEY,
  service_id  text        NOT NULL COLLATE "C",
  person_hash text        NOT NULL COLLATE "C",
  opened_at   timestamptz NOT NULL DEFAULT now(),
  closed_at   timestamptz
);
CREATE UNIQUE INDEX open_application_person ON prasan.open_application (service_id, person_hash)
  WHERE closed_at IS NULL;
