create schema activities;
grant usage on schema activities to hengai_app;

create table activities.activities (
  organisation_id uuid not null,
  activity_id uuid not null,
  station_id uuid not null,
  contract_id uuid,
  number text,
  title text not null,
  title_key text not null,
  kind text not null,
  kind_code text not null check (kind_code in ('group', 'course', 'health_lecture', 'fraud_lecture', 'lecture', 'council', 'other')),
  series_code text,
  session_no integer,
  mode text not null check (mode in ('on_site', 'online', 'outreach')),
  occurred_on date not null,
  started_at time,
  minutes numeric(6, 2) check (minutes > 0 and minutes <= 720),
  place text,
  leader text,
  planned integer,
  reported_attendance integer,
  note text,
  state text not null check (state in ('held', 'cancelled', 'postponed', 'planned')),
  not_counted text,
  evidence text not null check (evidence in ('scanned', 'witnessed', 'self_entered', 'back_filled', 'imported')),
  recorded_by uuid not null,
  recorded_at timestamptz not null default now(),
  void_id uuid,
  primary key (organisation_id, activity_id),
  check ((state = 'held') = (not_counted is null))
);
comment on table activities.activities is '活动: one session (场), at one time and place. A meeting of a group or course is a session of its own.';
comment on column activities.activities.number is '活动编号; counts once among sessions that were held.';
comment on column activities.activities.title_key is 'The title for comparing: NFKC, no spaces.';
comment on column activities.activities.kind is '活动类型 in the organisation''s own words.';
comment on column activities.activities.kind_code is 'What the word in kind means for counting.';
comment on column activities.activities.series_code is '系列编号: the group or course this session belongs to.';
comment on column activities.activities.minutes is 'Planned length; two decimals, because 时长 is kept in decimal hours.';
comment on column activities.activities.reported_attendance is '实到人数(填报): kept as written and never counted; attendances are.';
comment on column activities.activities.not_counted is 'Why the session adds nothing (not_held); null for sessions that were held.';
create unique index activities_number on activities.activities (organisation_id, number) where void_id is null and state = 'held';
create index activities_numbers on activities.activities (organisation_id, number);
create index activities_day on activities.activities (organisation_id, occurred_on, station_id);
select app.protect('activities.activities', 'select, insert, update (void_id)', true);

create table activities.held_numbers (
  organisation_id uuid not null,
  held_id uuid not null,
  number text not null,
  code text not null,
  recorded_at timestamptz not null default now(),
  void_id uuid,
  primary key (organisation_id, held_id)
);
comment on table activities.held_numbers is 'Activity numbers whose row was refused: sign-ins under them wait until the row is mended.';
comment on column activities.held_numbers.code is 'The refusal of the activity''s row, e.g. out_of_year.';
create unique index held_numbers_number on activities.held_numbers (organisation_id, number) where void_id is null;
select app.protect('activities.held_numbers', 'select, insert, update (code, void_id)');

create table activities.attendances (
  organisation_id uuid not null,
  attendance_id uuid not null,
  activity_id uuid not null,
  kind text not null,
  station_id uuid not null,
  contract_id uuid,
  who text not null check (who in ('person', 'walk_in', 'headcount', 'worker')),
  person_id uuid,
  name text,
  person_times integer not null check (person_times between 0 and 500),
  occurred_on date not null,
  signed_by_proxy boolean,
  note text,
  not_counted text,
  evidence text not null check (evidence in ('scanned', 'witnessed', 'self_entered', 'back_filled', 'imported')),
  recorded_by uuid not null,
  recorded_at timestamptz not null default now(),
  void_id uuid,
  primary key (organisation_id, attendance_id),
  foreign key (organisation_id, activity_id) references activities.activities (organisation_id, activity_id),
  check ((who = 'person') = (person_id is not null)),
  check ((not_counted is null) = (person_times > 0))
);
comment on table activities.attendances is '签到: who came to a session. The service record of the same id counts it; staff and volunteers have none.';
comment on column activities.attendances.kind is 'Of the session, which is never edited: person-times are split by it without a join.';
comment on column activities.attendances.name is 'As written, of people who are not in the register and of staff; null for registered persons.';
comment on column activities.attendances.occurred_on is 'The day of the session, whatever the sign-in sheet says.';
comment on column activities.attendances.not_counted is 'Why the row adds nothing (staff_or_volunteer).';
create index attendances_activity on activities.attendances (organisation_id, activity_id);
create index attendances_person on activities.attendances (organisation_id, person_id);
create index attendances_day on activities.attendances (organisation_id, occurred_on, station_id);
select app.protect('activities.attendances', 'select, insert, update (void_id, person_id)', true);

create table activities.recreations (
  organisation_id uuid not null,
  recreation_id uuid not null,
  station_id uuid not null,
  contract_id uuid,
  person_id uuid not null,
  occurred_on date not null,
  period text not null,
  pastime text not null,
  evidence text not null check (evidence in ('scanned', 'witnessed', 'self_entered', 'back_filled', 'imported')),
  recorded_by uuid not null,
  recorded_at timestamptz not null default now(),
  void_id uuid,
  primary key (organisation_id, recreation_id),
  foreign key (organisation_id, recreation_id) references records.records (organisation_id, record_id)
);
comment on table activities.recreations is '康娱: one person at one pastime in one part of a day. The service record of the same id counts it.';
comment on column activities.recreations.period is 'morning, afternoon, evening, or the word used.';
comment on column activities.recreations.pastime is '康娱项目 in the organisation''s own words.';
create index recreations_day on activities.recreations (organisation_id, occurred_on, station_id);
create index recreations_person on activities.recreations (organisation_id, person_id);
select app.protect('activities.recreations', 'select, insert, update (void_id, person_id)', true);
