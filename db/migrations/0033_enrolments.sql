-- Enrolment for sessions and series, waiting lists that promote, and who is to be called.
create table activities.waiting_rules (
  organisation_id uuid not null,
  rule_id uuid not null,
  valid_from date not null,
  confirm_hours integer not null check (confirm_hours between 1 and 336),
  source text not null,
  recorded_by uuid,
  recorded_at timestamptz not null default now(),
  primary key (organisation_id, rule_id)
);
comment on table activities.waiting_rules is '候补规则: how long a place that became free is kept; the youngest valid_from up to today is in force, of one day the one recorded last.';
select app.protect('activities.waiting_rules', 'select, insert');

create table activities.enrolments (
  organisation_id uuid not null,
  enrolment_id uuid not null,
  activity_id uuid,
  series_id uuid,
  station_id uuid not null,
  person_id uuid not null,
  way text not null check (way in ('desk', 'phone')),
  state text not null check (state in ('enrolled', 'waiting', 'offered', 'withdrawn', 'lapsed')),
  queue_key integer not null,
  offered_until timestamptz,
  recorded_by uuid not null,
  recorded_at timestamptz not null,
  changed_by uuid,
  changed_at timestamptz not null,
  primary key (organisation_id, enrolment_id),
  foreign key (organisation_id, activity_id) references activities.activities (organisation_id, activity_id),
  foreign key (organisation_id, series_id) references activities.series (organisation_id, series_id),
  check ((state = 'offered') = (offered_until is not null)),
  check (activity_id is null or series_id is null)
);
comment on table activities.enrolments is '报名: a person''s place, or place in the queue, at one session or at all sessions of a series.';
comment on column activities.enrolments.state is 'enrolled 已报名, waiting 候补, offered 待确认 (a place is kept until offered_until), withdrawn 已退出, lapsed 过期未确认.';
comment on column activities.enrolments.queue_key is 'Counts on within the session or series, drawn while it is held fast: the order in which places go out, whatever the clocks say.';
comment on column activities.enrolments.changed_by is 'Null: the time ran out by itself.';
create index enrolments_activity on activities.enrolments (organisation_id, activity_id);
create index enrolments_series on activities.enrolments (organisation_id, series_id);
create index enrolments_person on activities.enrolments (organisation_id, person_id);
create index enrolments_offered on activities.enrolments (organisation_id, offered_until) where state = 'offered';
select app.protect('activities.enrolments', 'select, insert, update (person_id, state, offered_until, changed_by, changed_at)', true);

create table activities.calls (
  organisation_id uuid not null,
  call_id uuid not null,
  enrolment_id uuid not null,
  activity_id uuid,
  series_id uuid,
  station_id uuid not null,
  person_id uuid not null,
  reason text not null check (reason in ('promoted', 'cancelled', 'rescheduled')),
  was_on date,
  was_at time,
  why text,
  due_at timestamptz,
  made_at timestamptz not null,
  outcome text check (outcome in ('reached', 'not_reached', 'coming', 'not_coming', 'lapsed')),
  note text,
  called_by uuid,
  called_at timestamptz,
  primary key (organisation_id, call_id),
  foreign key (organisation_id, enrolment_id) references activities.enrolments (organisation_id, enrolment_id)
);
comment on table activities.calls is '通知名单: who must be told that a place is free, or that a session is cancelled or put off; and whether they were.';
comment on column activities.calls.outcome is 'Null: nobody has tried yet. not_reached stays on the list.';
create index calls_open on activities.calls (organisation_id, station_id, made_at) where outcome is null or outcome = 'not_reached';
create index calls_person on activities.calls (organisation_id, person_id);
create index calls_enrolment on activities.calls (organisation_id, enrolment_id);
select app.protect('activities.calls', 'select, insert, update (person_id, outcome, note, called_by, called_at)', true);
