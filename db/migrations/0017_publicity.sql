create schema publicity;
grant usage on schema publicity to hengai_app;

create table publicity.media (
  organisation_id uuid not null,
  media_id uuid not null,
  contract_id uuid,
  occurred_on date not null,
  title text not null,
  outlet text,
  level text not null,
  link text,
  note text,
  not_counted text check (not_counted in ('reprint', 'self_published')),
  evidence text not null,
  recorded_by uuid not null,
  recorded_at timestamptz not null default now(),
  once_key uuid,
  void_id uuid,
  primary key (organisation_id, media_id)
);
comment on table publicity.media is '媒体报道: one report about the organisation. One link counts once; reprints and the own account are kept and add nothing (rule R27).';
comment on column publicity.media.level is 'national 国家级, provincial 省级, city 市级, district 区级, own_account 机构公众号, or the word used.';
comment on column publicity.media.contract_id is 'The contract it is about, if one is named; its period is not looked at (rule R10).';
create unique index media_once on publicity.media (organisation_id, once_key) where void_id is null;
create index media_day on publicity.media (organisation_id, occurred_on);
select app.protect('publicity.media', 'select, insert, update (void_id)');

create table publicity.receptions (
  organisation_id uuid not null,
  reception_id uuid not null,
  occurred_on date not null,
  visitor text not null,
  visitor_count integer check (visitor_count > 0),
  purpose text,
  place text,
  received_by text,
  not_counted text check (not_counted in ('not_held')),
  evidence text not null,
  recorded_by uuid not null,
  recorded_at timestamptz not null default now(),
  once_key uuid,
  void_id uuid,
  primary key (organisation_id, reception_id)
);
comment on table publicity.receptions is '参观接待: one group of visitors on one day; one that did not come is kept and adds nothing (rule R28).';
create unique index receptions_once on publicity.receptions (organisation_id, once_key) where void_id is null;
create index receptions_day on publicity.receptions (organisation_id, occurred_on);
select app.protect('publicity.receptions', 'select, insert, update (void_id)');

create table publicity.honours (
  organisation_id uuid not null,
  honour_id uuid not null,
  occurred_on date not null,
  winner_kind text not null,
  winner text not null,
  title text not null,
  awarded_by text,
  level text not null,
  note text,
  evidence text not null,
  recorded_by uuid not null,
  recorded_at timestamptz not null default now(),
  once_key uuid,
  void_id uuid,
  primary key (organisation_id, honour_id)
);
comment on table publicity.honours is '荣誉: one award; the same day, winner and title count once (rule R28).';
comment on column publicity.honours.winner_kind is '对象类型: staff 员工, volunteer 志愿者, organisation 机构, trainee 学员, or the word used.';
comment on column publicity.honours.level is 'national 国家级, provincial 省级, city 市级, district 区级, or the word used.';
create unique index honours_once on publicity.honours (organisation_id, once_key) where void_id is null;
create index honours_day on publicity.honours (organisation_id, occurred_on);
select app.protect('publicity.honours', 'select, insert, update (void_id)');
