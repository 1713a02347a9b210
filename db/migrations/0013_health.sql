create schema health;
grant usage on schema health to hengai_app;

create table health.checks (
  organisation_id uuid not null,
  check_id uuid not null,
  station_id uuid not null,
  contract_id uuid,
  person_id uuid not null,
  occurred_on date not null,
  part_of_day text not null,
  measured text[] not null default '{}',
  measured_by text,
  evidence text not null,
  recorded_by uuid not null,
  recorded_at timestamptz not null default now(),
  void_id uuid,
  primary key (organisation_id, check_id),
  foreign key (organisation_id, check_id) references records.records (organisation_id, record_id)
);
comment on table health.checks is '健康监测: one check of one person in one part of a day. The service record of the same id counts it; values stand in health.measurements.';
comment on column health.checks.part_of_day is '时段: morning, afternoon, evening, the word used, or empty.';
comment on column health.checks.measured is '监测项目: 血压, 血糖, 体温 …, the words used.';
create index checks_day on health.checks (organisation_id, occurred_on, station_id);
create index checks_person on health.checks (organisation_id, person_id);
select app.protect('health.checks', 'select, insert, update (void_id, person_id)', true, 'health');

create table health.measurements (
  organisation_id uuid not null,
  measurement_id uuid not null,
  station_id uuid not null,
  contract_id uuid,
  person_id uuid not null,
  occurred_on date not null,
  taken_at time,
  systolic numeric,
  diastolic numeric,
  pulse numeric,
  glucose numeric,
  glucose_state text,
  measured_by text,
  evidence text not null,
  recorded_by uuid not null,
  recorded_at timestamptz not null default now(),
  once_key uuid,
  void_id uuid,
  primary key (organisation_id, measurement_id),
  check ((systolic is null) = (diastolic is null) and diastolic < systolic)
);
comment on table health.measurements is '健康测量: blood pressure, pulse and glucose of one person at one moment. No service record (rule R18).';
comment on column health.measurements.systolic is '收缩压, mmHg.';
comment on column health.measurements.diastolic is '舒张压, mmHg.';
comment on column health.measurements.pulse is '脉搏, beats a minute.';
comment on column health.measurements.glucose is '血糖, mmol/L.';
comment on column health.measurements.glucose_state is '测量状态: fasting 空腹, after_meal 餐后, random 随机, or the word used.';
create unique index measurements_once on health.measurements (organisation_id, once_key) where void_id is null;
create index measurements_day on health.measurements (organisation_id, occurred_on, station_id);
create index measurements_person on health.measurements (organisation_id, person_id, occurred_on);
select app.protect('health.measurements', 'select, insert, update (void_id, person_id)', true, 'health');

create table health.thresholds (
  organisation_id uuid not null,
  kind text not null check (kind in ('plausible', 'class', 'critical')),
  measure text not null check (measure in ('systolic', 'diastolic', 'pulse', 'glucose')),
  band text not null,
  lowest numeric,
  highest numeric,
  valid_from date not null,
  valid_to date,
  source text not null,
  primary key (organisation_id, kind, measure, band, valid_from),
  check (lowest is not null or highest is not null)
);
comment on table health.thresholds is '阈值: limits of measurements as dated rows, seeded from features/health/thresholds.ts. All rows of a kind change on the same day: a new edition is a full set.';
comment on column health.thresholds.band is 'plausible: ''range''. class: high_normal, grade_1, grade_2, grade_3. critical: high, low.';
comment on column health.thresholds.lowest is 'A value at or above it is in the band (in the range, for plausible).';
comment on column health.thresholds.highest is 'A value at or below it is in the band (in the range, for plausible).';
comment on column health.thresholds.source is 'The document and clause it was taken from.';
select app.protect('health.thresholds', 'select, insert, update (valid_to)');

-- The caller's own rights and row-level security hold (security_invoker).
create view health.graded_measurements with (security_invoker = true) as
-- materialized: the few thresholds are read once, whatever the planner believes of the number of measurements
with bands as materialized (
  select organisation_id, valid_from, max(valid_to) as valid_to,
    max(lowest) filter (where measure = 'systolic' and band = 'grade_3') as systolic_3,
    max(lowest) filter (where measure = 'diastolic' and band = 'grade_3') as diastolic_3,
    max(lowest) filter (where measure = 'systolic' and band = 'grade_2') as systolic_2,
    max(lowest) filter (where measure = 'diastolic' and band = 'grade_2') as diastolic_2,
    max(lowest) filter (where measure = 'systolic' and band = 'grade_1') as systolic_1,
    max(lowest) filter (where measure = 'diastolic' and band = 'grade_1') as diastolic_1,
    max(lowest) filter (where measure = 'systolic' and band = 'high_normal') as systolic_high,
    max(lowest) filter (where measure = 'diastolic' and band = 'high_normal') as diastolic_high
  from health.thresholds where kind = 'class' group by organisation_id, valid_from
), limits as materialized (
  select organisation_id, valid_from, max(valid_to) as valid_to,
    max(lowest) filter (where measure = 'systolic') as systolic,
    max(lowest) filter (where measure = 'diastolic') as diastolic,
    max(lowest) filter (where measure = 'glucose') as glucose_high,
    max(highest) filter (where measure = 'glucose') as glucose_low
  from health.thresholds where kind = 'critical' group by organisation_id, valid_from
)
select m.organisation_id, m.measurement_id, m.station_id, m.contract_id, m.person_id, m.occurred_on, m.taken_at, m.systolic, m.diastolic,
  m.pulse, m.glucose, m.glucose_state, m.measured_by, m.evidence, m.recorded_by, m.recorded_at, m.void_id,
  case when m.systolic is null or b.valid_from is null then null
       when m.systolic >= b.systolic_3 or m.diastolic >= b.diastolic_3 then 'grade_3'
       when m.systolic >= b.systolic_2 or m.diastolic >= b.diastolic_2 then 'grade_2'
       when m.systolic >= b.systolic_1 or m.diastolic >= b.diastolic_1 then 'grade_1'
       when m.systolic >= b.systolic_high or m.diastolic >= b.diastolic_high then 'high_normal'
       else 'normal' end as bp_class,
  coalesce(m.systolic >= l.systolic or m.diastolic >= l.diastolic, false) as bp_critical,
  coalesce(m.glucose >= l.glucose_high or m.glucose <= l.glucose_low, false) as glucose_critical
from health.measurements m
left join bands b on b.organisation_id = m.organisation_id and m.occurred_on between b.valid_from and coalesce(b.valid_to, 'infinity')
left join limits l on l.organisation_id = m.organisation_id and m.occurred_on between l.valid_from and coalesce(l.valid_to, 'infinity');
comment on view health.graded_measurements is 'Measurements with their class and whether they are critical, by the thresholds of their day (rule R39; the higher class decides).';
grant select on health.graded_measurements to hengai_app;
