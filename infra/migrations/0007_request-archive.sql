-- Closed requests, each whole, as its last run left it (ADR 24): Temporal forgets a closed case, and
-- one that is opened again begins from here. What a person has told is sealed with the case's key, and
-- the row goes with that key. It follows from no event: rebuilding the read model leaves it alone.
create table prasan.request_archive (
  request_id text        not null collate "C" primary key,
  sequence   bigint      not null,
  closed_at  timestamptz not null default now(),
  carried    jsonb       not null
);
