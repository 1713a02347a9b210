-- Planning of activities: holidays, kinds, rooms, series with their plan, and what happened to a planned session.
create table orgs.holidays (
  organisation_id uuid not null,
  day date not null,
  kind text not null check (kind in ('off', 'work')),
  name text not null,
  source text not null,
  recorded_by uuid,
  recorded_at timestamptz not null default now(),
  primary key (organisation_id, day)
);
comment on table orgs.holidays is '节假日: days off and days worked instead (调休), day by day, as announced each year.';
comment on column orgs.holidays.source is 'The notice the day stands in, e.g. 国办发明电〔2025〕7号.';
comment on column orgs.holidays.recorded_by is 'Null: brought by the program.';
select app.protect('orgs.holidays', 'select, insert, update (kind, name, source, recorded_by, recorded_at), delete');

create table activities.kinds (
  organisation_id uuid not null,
  kind text not null,
  kind_code text not null check (kind_code in ('group', 'course', 'health_lecture', 'fraud_lecture', 'lecture', 'council', 'other')),
  position integer not null,
  ended_on date,
  recorded_by uuid,
  recorded_at timestamptz not null default now(),
  primary key (organisation_id, kind)
);
comment on table activities.kinds is '活动类型: what can be chosen when an activity is planned, in the organisation''s own words.';
comment on column activities.kinds.ended_on is 'From this day on it is not offered any more; sessions of it stay.';
select app.protect('activities.kinds', 'select, insert, update (kind_code, position, ended_on, recorded_by, recorded_at)');

create table activities.rooms (
  organisation_id uuid not null,
  room_id uuid not null,
  station_id uuid not null,
  name text not null,
  capacity integer check (capacity between 1 and 5000),
  ended_on date,
  recorded_by uuid not null,
  recorded_at timestamptz not null default now(),
  primary key (organisation_id, room_id)
);
comment on table activities.rooms is '活动室: a room of a station that can hold one session at a time.';
create unique index rooms_name on activities.rooms (organisation_id, station_id, name);
select app.protect('activities.rooms', 'select, insert, update (name, capacity, ended_on, recorded_by, recorded_at)', true);

create table activities.series (
  organisation_id uuid not null,
  series_id uuid not null,
  station_id uuid not null,
  code text not null,
  title text not null,
  kind text not null,
  kind_code text not null check (kind_code in ('group', 'course')),
  capacity integer check (capacity between 1 and 5000),
  planned_sessions integer check (planned_sessions between 1 and 200),
  workers text[] not null default '{}',
  closed_on date,
  recorded_by uuid not null,
  recorded_at timestamptz not null default now(),
  primary key (organisation_id, series_id)
);
comment on table activities.series is '系列: a course (课程) or a group (小组) of several sessions, with one plan and one roll of those enrolled.';
comment on column activities.series.code is '系列编号: sessions carry it, and figures count it once.';
comment on column activities.series.closed_on is '结束日期: the last day, once the summary is written.';
create unique index series_code on activities.series (organisation_id, code);
select app.protect('activities.series', 'select, insert, update (title, capacity, planned_sessions, workers, closed_on)', true);

alter table activities.activities
  add column series_id uuid,
  add column room_id uuid,
  add column workers text[] not null default '{}',
  add column capacity integer check (capacity between 1 and 5000),
  add column stage text,
  add foreign key (organisation_id, series_id) references activities.series (organisation_id, series_id),
  add foreign key (organisation_id, room_id) references activities.rooms (organisation_id, room_id);
comment on column activities.activities.workers is 'Who holds it, name by name; of imported sessions what stands in leader, parted.';
comment on column activities.activities.capacity is '名额: how many may enrol; null = no limit.';
comment on column activities.activities.stage is '小组阶段 (MZ/T 095-2017): preparing, forming, turning, mature, ending.';
alter table activities.activities no force row level security;
update activities.activities set workers = array_remove(regexp_split_to_array(leader, '[[:space:]、,，;；/]+'), '') where leader is not null;
alter table activities.activities force row level security;
-- A planned session is an arrangement and may change until it is held; a held one is a fact and is only taken back.
grant update (contract_id, title, title_key, kind, kind_code, mode, occurred_on, started_at, minutes, place, leader, planned, note, state,
  not_counted, evidence, room_id, workers, capacity, stage) on activities.activities to hengai_app;

create table activities.changes (
  organisation_id uuid not null,
  change_id uuid not null,
  activity_id uuid not null,
  station_id uuid not null,
  what text not null check (what in ('held', 'cancelled', 'rescheduled')),
  was_on date not null,
  was_at time,
  was_place text,
  reason text,
  changed_by uuid not null,
  changed_at timestamptz not null,
  primary key (organisation_id, change_id),
  foreign key (organisation_id, activity_id) references activities.activities (organisation_id, activity_id)
);
comment on table activities.changes is '变更: what happened to a planned session, when, by whom and why.';
create index changes_activity on activities.changes (organisation_id, activity_id);
select app.protect('activities.changes', 'select, insert', true);

create table activities.writings (
  organisation_id uuid not null,
  of_id uuid not null,
  part text not null,
  station_id uuid not null,
  body text not null,
  written_by uuid not null,
  written_at timestamptz not null,
  primary key (organisation_id, of_id, part)
);
comment on table activities.writings is '计划书与总结: what stands in each part of the plan and the summary of a session or a series.';
comment on column activities.writings.of_id is 'activity_id or series_id.';
select app.protect('activities.writings', 'select, insert, update (body, written_by, written_at), delete', true);

-- The owner of the tables is bound by their policies too, except for these two statements over every organisation.
alter table orgs.holidays no force row level security;
alter table activities.kinds no force row level security;
insert into orgs.holidays (organisation_id, day, kind, name, source)
  select t.organisation_id, d.day::date, h.kind, h.name, '国办发明电〔2025〕7号'
    from staff.tenants t cross join (values
      ('2026-01-01', '2026-01-03', 'off', '元旦'), ('2026-01-04', '2026-01-04', 'work', '元旦'),
      ('2026-02-15', '2026-02-23', 'off', '春节'), ('2026-02-14', '2026-02-14', 'work', '春节'), ('2026-02-28', '2026-02-28', 'work', '春节'),
      ('2026-04-04', '2026-04-06', 'off', '清明节'),
      ('2026-05-01', '2026-05-05', 'off', '劳动节'), ('2026-05-09', '2026-05-09', 'work', '劳动节'),
      ('2026-06-19', '2026-06-21', 'off', '端午节'),
      ('2026-09-25', '2026-09-27', 'off', '中秋节'),
      ('2026-10-01', '2026-10-07', 'off', '国庆节'), ('2026-09-20', '2026-09-20', 'work', '国庆节'), ('2026-10-10', '2026-10-10', 'work', '国庆节')
    ) h(from_day, to_day, kind, name) cross join generate_series(h.from_day::date, h.to_day::date, interval '1 day') d(day);

insert into activities.kinds (organisation_id, kind, kind_code, position)
  select t.organisation_id, k.kind, k.kind_code, k.position
    from staff.tenants t cross join (values
      ('社区活动', 'other', 1), ('节日活动', 'other', 2), ('文体活动', 'other', 3), ('健康讲座', 'health_lecture', 4), ('防诈骗讲座', 'fraud_lecture', 5),
      ('讲座', 'lecture', 6), ('银龄学堂课程', 'course', 7), ('健康管理学堂课程', 'course', 8), ('智慧助老课程', 'course', 9), ('防诈课程', 'course', 10),
      ('小组', 'group', 11), ('长者议事会', 'council', 12), ('义诊', 'other', 13)
    ) k(kind, kind_code, position);
alter table orgs.holidays force row level security;
alter table activities.kinds force row level security;
