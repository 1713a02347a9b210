create schema contracts;
grant usage on schema contracts to hengai_app;

create table contracts.contracts (
  organisation_id uuid not null,
  contract_id uuid not null,
  code text not null,
  name text not null,
  purchaser text,
  town text,
  domain text,
  amount_fen bigint,
  starts_on date not null,
  ends_on date not null,
  is_new boolean not null default false,
  state text not null check (state in ('running', 'ended', 'not_signed')),
  note text,
  evidence text not null,
  recorded_by uuid not null,
  recorded_at timestamptz not null default now(),
  void_id uuid,
  primary key (organisation_id, contract_id),
  check (starts_on <= ends_on)
);
comment on table contracts.contracts is '政府购买服务合同.';
comment on column contracts.contracts.is_new is '是否新增: a contract the organisation did not have the year before.';
create unique index contracts_code on contracts.contracts (organisation_id, code) where void_id is null;
select app.protect('contracts.contracts', 'select, insert, update');

create table contracts.takes (
  organisation_id uuid not null,
  station_id uuid not null,
  contract_code text not null,
  recorded_by uuid not null,
  recorded_at timestamptz not null default now(),
  primary key (organisation_id, station_id, contract_code)
);
comment on table contracts.takes is '归属规则: the contract that takes a station''s records on the days of its period, unless a record names another.';
select app.protect('contracts.takes', 'select, insert, delete');

create table contracts.indicators (
  organisation_id uuid not null,
  indicator_id uuid not null,
  contract_code text not null,
  number smallint not null,
  wording text not null,
  unit text,
  target numeric not null,
  metric text not null,
  note text,
  evidence text not null,
  recorded_by uuid not null,
  recorded_at timestamptz not null default now(),
  void_id uuid,
  primary key (organisation_id, indicator_id)
);
comment on table contracts.indicators is '协议指标: what a contract asks for. The actual value is a figure, never a stored number.';
comment on column contracts.indicators.metric is '统计口径: which figure is the actual value.';
create unique index indicators_number on contracts.indicators (organisation_id, contract_code, number) where void_id is null;
select app.protect('contracts.indicators', 'select, insert, update');
