-- Keys of registered testers: who may sign test reports.
create table prasan.tester (
  tester_id text primary key,
  name text not null,
  jwk jsonb not null,
  registered_at timestamptz not null default now(),
  revoked_at timestamptz
);
