-- What came of sessions and groups: outcomes asked for at a session, and tests before and after a group.
create table activities.outcomes (
  organisation_id uuid not null,
  outcome_id uuid not null,
  activity_id uuid not null,
  station_id uuid not null,
  measure text not null,
  asked integer not null check (asked between 1 and 5000),
  reached integer not null check (reached >= 0),
  note text,
  recorded_by uuid not null,
  recorded_at timestamptz not null,
  void_id uuid,
  primary key (organisation_id, outcome_id),
  foreign key (organisation_id, activity_id) references activities.activities (organisation_id, activity_id),
  check (reached <= asked)
);
comment on table activities.outcomes is '成效: of those asked at a session, how many reached what it was for.';
comment on column activities.outcomes.measure is 'In the words of the plan, e.g. 能说出 3 条以上防跌倒知识.';
create unique index outcomes_once on activities.outcomes (organisation_id, activity_id, measure) where void_id is null;
select app.protect('activities.outcomes', 'select, insert, update (void_id)', true);

create table activities.group_tests (
  organisation_id uuid not null,
  group_test_id uuid not null,
  series_id uuid not null,
  station_id uuid not null,
  person_id uuid not null,
  scale text not null,
  better text not null check (better in ('higher', 'lower')),
  phase text not null check (phase in ('before', 'after')),
  occurred_on date not null,
  score numeric(7, 2) not null check (score >= 0),
  recorded_by uuid not null,
  recorded_at timestamptz not null,
  void_id uuid,
  once_key uuid generated always as (md5(series_id::text || phase || scale)::uuid) stored,
  primary key (organisation_id, group_test_id),
  foreign key (organisation_id, series_id) references activities.series (organisation_id, series_id)
);
comment on table activities.group_tests is '前测·后测: the score of one member on one scale, before or after a group or course. A corrected score takes the earlier one back.';
comment on column activities.group_tests.better is 'Which way is better on this scale: more knowledge (higher), less loneliness (lower).';
create unique index group_tests_once on activities.group_tests (organisation_id, once_key, person_id) where void_id is null;
create index group_tests_person on activities.group_tests (organisation_id, person_id);
create index group_tests_series on activities.group_tests (organisation_id, series_id);
select app.protect('activities.group_tests', 'select, insert, update (void_id, person_id)', true);
