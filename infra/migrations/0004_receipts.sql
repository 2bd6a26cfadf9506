-- Receipt numbers of offices (เลขที่รับ): without gap or double for each office and year (B.E.). The
-- counter's row is locked while a number is given, and a number that is not kept is not counted.
create table prasan.receipt_counter (
  agency_id text    not null collate "C",
  office    text    not null collate "C",
  year      integer not null,
  last      integer not null check (last > 0),
  primary key (agency_id, office, year)
);

create table prasan.receipt (
  request_id uuid        primary key,
  agency_id  text        not null collate "C",
  office     text        not null collate "C",
  year       integer     not null,
  number     integer     not null,
  given_at   timestamptz not null default now(),
  unique (agency_id, office, year, number)
);
