-- Several servers on one database: who does what must be done once, and imports that any of them can go on with.
create table app.leases (
  name text primary key,
  holder uuid not null,
  held_until timestamptz not null,
  done_at timestamptz
);
comment on table app.leases is 'Work that only one server does at a time. Taken by an update where held_until is past: locks that are not rows are per node on a distributed database.';
comment on column app.leases.holder is 'The process; it renews while it works, and who dies lets go by itself.';
comment on column app.leases.done_at is 'When the work was last finished, by whichever server.';

create table imports.uploads (
  organisation_id uuid not null,
  upload_id uuid not null,
  account_id uuid not null,
  files bytea not null,
  bytes bigint not null,
  expires_at timestamptz not null,
  primary key (organisation_id, upload_id)
);
comment on table imports.uploads is 'Workbooks between their arrival and the import, for who sent them only. Removed after an hour, and with their parts when another takes their place.';
comment on column imports.uploads.files is 'Sealed JSON, in the order of arrival: [{name, bytes, sha256}].';
create index uploads_expire on imports.uploads (organisation_id, expires_at);
select app.protect('imports.uploads', 'select, insert, delete');

create table imports.upload_parts (
  organisation_id uuid not null,
  upload_id uuid not null,
  file_number smallint not null,
  part_number integer not null,
  content bytea not null,
  primary key (organisation_id, upload_id, file_number, part_number),
  foreign key (organisation_id, upload_id) references imports.uploads (organisation_id, upload_id) on delete cascade
);
comment on column imports.upload_parts.content is 'A sealed piece of the file. It does not live long enough to be sealed anew when the key changes.';
select app.protect('imports.upload_parts', 'select, insert');

create table imports.runs (
  organisation_id uuid not null,
  run_id uuid not null,
  account_id uuid not null,
  watch_hash bytea not null,
  dry_run boolean not null,
  state text not null check (state in ('running', 'done', 'failed', 'cancelled')),
  done integer not null default 0,
  total integer not null,
  sheet text not null default '',
  import_id uuid,
  outcome bytea,
  cancel_asked_at timestamptz,
  started_at timestamptz not null,
  alive_until timestamptz not null,
  primary key (organisation_id, run_id)
);
comment on table imports.runs is 'Imports under way and lately ended, as every server tells them. Removed after a day.';
comment on column imports.runs.watch_hash is 'SHA-256 of the key that lets its holder watch and cancel without a session.';
comment on column imports.runs.outcome is 'Sealed JSON: {report, problem}.';
comment on column imports.runs.alive_until is 'The process that runs it says so again and again; when it is past, the run has ended with its process and nothing of it stands.';
create index runs_started on imports.runs (organisation_id, started_at);
select app.protect('imports.runs', 'select, insert, update (state, done, sheet, import_id, outcome, cancel_asked_at, alive_until), delete');
