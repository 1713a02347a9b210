create schema rehab;
grant usage on schema rehab to hengai_app;

create table rehab.trainees (
  organisation_id uuid not null,
  trainee_id uuid not null,
  station_id uuid not null,
  contract_id uuid,
  person_id uuid not null,
  roster_year smallint not null,
  standing text not null check (standing in ('formal', 'trial')),
  disability_category text,
  disability_grade smallint check (disability_grade between 1 and 4),
  guardian_sealed bytea,
  admitted_on date,
  left_on date,
  health_file_no text,
  health_file_on date,
  employment text,
  employed_on date,
  note text,
  not_counted text,
  evidence text not null,
  recorded_by uuid not null,
  recorded_at timestamptz not null default now(),
  once_key uuid,
  void_id uuid,
  primary key (organisation_id, trainee_id)
);
comment on table rehab.trainees is '康园学员: one row of a year''s roster. Who is on roll on a day is computed from the latest roster up to its year and from departures.';
comment on column rehab.trainees.standing is '类别: formal 正式, trial 试训.';
comment on column rehab.trainees.disability_category is '肢体 视力 听力 言语 智力 精神 多重, as the roster says it (GB/T 26341).';
comment on column rehab.trainees.guardian_sealed is 'Sealed JSON: name and telephone of the guardian.';
comment on column rehab.trainees.employment is 'open 公开就业, assisted 辅助性就业, none 未就业, or the words used.';
comment on column rehab.trainees.not_counted is 'Why the row added nothing when it was recorded: trainee_left, trainee_on_trial. Figures do not read it.';
create unique index trainees_once on rehab.trainees (organisation_id, once_key) where void_id is null;
create index trainees_person on rehab.trainees (organisation_id, person_id, roster_year);
select app.protect('rehab.trainees', 'select, insert, update (void_id, person_id)', true);

create table rehab.departures (
  organisation_id uuid not null,
  departure_id uuid not null,
  station_id uuid not null,
  trainee_id uuid not null,
  left_on date not null,
  reason text not null,
  recorded_by uuid not null,
  recorded_at timestamptz not null default now(),
  void_id uuid,
  primary key (organisation_id, departure_id),
  foreign key (organisation_id, trainee_id) references rehab.trainees (organisation_id, trainee_id)
);
comment on table rehab.departures is '离园: a trainee left after the roster was written.';
create unique index departures_once on rehab.departures (organisation_id, trainee_id) where void_id is null;
select app.protect('rehab.departures', 'select, insert, update (void_id)', true);

create table rehab.skills (
  organisation_id uuid not null,
  skill_id uuid not null,
  station_id uuid not null,
  contract_id uuid,
  person_id uuid not null,
  occurred_on date not null,
  skill text not null,
  training_hours numeric(7, 2) check (training_hours >= 0),
  result text not null,
  assessed_by text,
  evidence text not null,
  recorded_by uuid not null,
  recorded_at timestamptz not null default now(),
  once_key uuid,
  void_id uuid,
  primary key (organisation_id, skill_id)
);
comment on table rehab.skills is '职业技能评估: one assessment of one skill.';
comment on column rehab.skills.result is 'mastered 已掌握, basic 基本掌握, learning 学习中, or the words used.';
create unique index skills_once on rehab.skills (organisation_id, once_key) where void_id is null;
create index skills_person on rehab.skills (organisation_id, person_id, occurred_on desc);
create index skills_day on rehab.skills (organisation_id, occurred_on);
select app.protect('rehab.skills', 'select, insert, update (void_id, person_id)', true);

create table rehab.sales (
  organisation_id uuid not null,
  sale_id uuid not null,
  station_id uuid not null,
  contract_id uuid,
  person_id uuid not null,
  occurred_on date not null,
  bill_no text not null,
  kind text not null check (kind in ('sale', 'refund')),
  category text not null,
  product text,
  pieces numeric(10, 2) not null,
  unit_price_fen numeric(12, 2) not null check (unit_price_fen >= 0),
  amount_fen integer not null,
  buyer text,
  note text,
  evidence text not null,
  recorded_by uuid not null,
  recorded_at timestamptz not null default now(),
  once_key uuid,
  void_id uuid,
  primary key (organisation_id, sale_id),
  check (amount_fen = round(pieces * unit_price_fen)),
  check (kind = 'sale' or amount_fen <= 0)
);
comment on table rehab.sales is '辅助性就业产量与销售: what a trainee made and who bought it; a refund is a row with negative pieces and amount.';
comment on column rehab.sales.category is 'weaving 编织, or the words used.';
create unique index sales_once on rehab.sales (organisation_id, once_key) where void_id is null;
create index sales_day on rehab.sales (organisation_id, occurred_on);
create index sales_person on rehab.sales (organisation_id, person_id, occurred_on desc);
select app.protect('rehab.sales', 'select, insert, update (void_id, person_id)', true);

create table rehab.goals (
  organisation_id uuid not null,
  goal_id uuid not null,
  station_id uuid not null,
  contract_id uuid,
  person_id uuid not null,
  occurred_on date not null,
  goal text not null,
  baseline text,
  target text,
  result text not null,
  assessed_by text,
  evidence text not null,
  recorded_by uuid not null,
  recorded_at timestamptz not null default now(),
  once_key uuid,
  void_id uuid,
  primary key (organisation_id, goal_id)
);
comment on table rehab.goals is '康复目标达成: one assessment of one goal.';
comment on column rehab.goals.goal is '目标类型: go_out_alone 独自出行, or the words used.';
comment on column rehab.goals.result is 'reached 已达成, partly 部分达成, not_reached 未达成, or the words used.';
create unique index goals_once on rehab.goals (organisation_id, once_key) where void_id is null;
create index goals_person on rehab.goals (organisation_id, person_id, occurred_on desc);
create index goals_day on rehab.goals (organisation_id, occurred_on);
select app.protect('rehab.goals', 'select, insert, update (void_id, person_id)', true);

create table rehab.exercise_months (
  organisation_id uuid not null,
  exercise_id uuid not null,
  station_id uuid not null,
  contract_id uuid,
  person_id uuid not null,
  occurred_on date not null check (extract(day from occurred_on) = 1),
  planned integer not null check (planned >= 0),
  done integer not null check (done >= 0 and done <= planned),
  noted_by text,
  evidence text not null,
  recorded_by uuid not null,
  recorded_at timestamptz not null default now(),
  once_key uuid,
  void_id uuid,
  primary key (organisation_id, exercise_id)
);
comment on table rehab.exercise_months is '运动计划执行: how often a trainee exercised in a month, planned and done alone.';
comment on column rehab.exercise_months.occurred_on is 'The first day of the month.';
create unique index exercise_months_once on rehab.exercise_months (organisation_id, once_key) where void_id is null;
create index exercise_months_person on rehab.exercise_months (organisation_id, person_id, occurred_on desc);
create index exercise_months_day on rehab.exercise_months (organisation_id, occurred_on);
select app.protect('rehab.exercise_months', 'select, insert, update (void_id, person_id)', true);

create table rehab.knowledge_tests (
  organisation_id uuid not null,
  test_id uuid not null,
  station_id uuid not null,
  contract_id uuid,
  person_id uuid not null,
  occurred_on date not null,
  facts smallint not null check (facts between 0 and 10),
  tested_by text,
  evidence text not null,
  recorded_by uuid not null,
  recorded_at timestamptz not null default now(),
  once_key uuid,
  void_id uuid,
  primary key (organisation_id, test_id)
);
comment on table rehab.knowledge_tests is '健康知识测验: how many of ten health facts a trainee knew.';
comment on column rehab.knowledge_tests.once_key is 'Always null: tests may be repeated, the latest decides.';
create index knowledge_tests_person on rehab.knowledge_tests (organisation_id, person_id, occurred_on desc);
create index knowledge_tests_day on rehab.knowledge_tests (organisation_id, occurred_on);
select app.protect('rehab.knowledge_tests', 'select, insert, update (void_id, person_id)', true);

create table rehab.daily_checks (
  organisation_id uuid not null,
  check_id uuid not null,
  station_id uuid not null,
  contract_id uuid,
  person_id uuid not null,
  occurred_on date not null,
  temperature numeric(4, 1),
  systolic numeric(5, 1),
  diastolic numeric(5, 1),
  pulse numeric(5, 1),
  spo2 numeric(4, 1),
  medication text,
  mood text,
  measured_by text,
  evidence text not null,
  recorded_by uuid not null,
  recorded_at timestamptz not null default now(),
  once_key uuid,
  void_id uuid,
  primary key (organisation_id, check_id),
  check ((systolic is null) = (diastolic is null))
);
comment on table rehab.daily_checks is '每日健康: temperature (°C), blood pressure (mmHg), pulse (per minute) and oxygen (%) of a trainee on a day.';
comment on column rehab.daily_checks.medication is 'taken 已服, not_needed 无需, not_taken 未服, or the words used.';
comment on column rehab.daily_checks.mood is 'calm 平稳, happy 愉快, low 低落, or the words used.';
create unique index daily_checks_once on rehab.daily_checks (organisation_id, once_key) where void_id is null;
create index daily_checks_day on rehab.daily_checks (organisation_id, occurred_on);
create index daily_checks_person on rehab.daily_checks (organisation_id, person_id, occurred_on desc);
select app.protect('rehab.daily_checks', 'select, insert, update (void_id, person_id)', true, 'health');

create table rehab.limits (
  organisation_id uuid not null,
  measure text not null check (measure in ('temperature', 'systolic', 'diastolic', 'pulse', 'spo2')),
  valid_from date not null,
  valid_to date,
  at_least numeric(6, 1) not null,
  at_most numeric(6, 1) not null,
  source text not null,
  primary key (organisation_id, measure, valid_from)
);
comment on table rehab.limits is 'Plausible range of each measure of a daily check, as dated rows: a value outside was read or typed wrongly.';
select app.protect('rehab.limits', 'select, insert, update (valid_to)');
