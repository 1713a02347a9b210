-- The whole register is searched for persons who stand in it twice; what a reason counts is set by dated rows, and told with each pair.
create table people.duplicate_scans (
  organisation_id uuid not null,
  scan_id uuid not null,
  state text not null check (state in ('running', 'done', 'cancelled')),
  done integer not null default 0 check (done >= 0),
  parts integer not null check (parts > 0),
  persons integer not null,
  found integer not null default 0,
  started_by uuid not null,
  started_at timestamptz not null,
  ended_at timestamptz,
  primary key (organisation_id, scan_id)
);
comment on table people.duplicate_scans is '查找重复: a search of the register by one person, within the stations that person sees; part after part.';
comment on column people.duplicate_scans.done is 'Parts searched.';
comment on column people.duplicate_scans.found is 'Doubtful pairs that were not known before.';
create index duplicate_scans_by on people.duplicate_scans (organisation_id, started_by, started_at);
select app.protect('people.duplicate_scans', 'select, insert, update (state, done, found, ended_at)');

create table people.duplicate_weights (
  organisation_id uuid not null,
  weights_id uuid not null,
  valid_from date not null,
  shown_from smallint not null check (shown_from between 1 and 100),
  points jsonb not null,
  source text not null,
  recorded_by uuid not null,
  recorded_at timestamptz not null,
  primary key (organisation_id, weights_id)
);
comment on table people.duplicate_weights is '判断依据: the youngest valid_from up to the day is in force; of one day the one recorded last; of none what the program brings (src/features/people/rules.ts). Never edited.';
comment on column people.duplicate_weights.points is 'Reason → points, negative ones speak against two persons being one.';
comment on column people.duplicate_weights.shown_from is 'From so many points on a pair is shown to a person.';
select app.protect('people.duplicate_weights', 'select, insert');

alter table people.duplicates no force row level security;
update people.duplicates d set reasons = coalesce((
  select jsonb_agg(jsonb_build_object('reason', r.reason, 'points', case r.reason when 'same_name' then 40 when 'same_pinyin' then 25 when 'same_birth' then 30
    when 'same_phone' then 25 when 'one_without_id' then 5 when 'other_sex' then -25 when 'other_id' then -45 else 0 end) order by r.place)
  from jsonb_array_elements_text(d.reasons) with ordinality r(reason, place)), '[]')
  where jsonb_typeof(d.reasons) = 'array';
alter table people.duplicates force row level security;
comment on column people.duplicates.reasons is '[{reason, points}]: why, and what each counted on that day.';
