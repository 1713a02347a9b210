create schema points;
grant usage on schema points to hengai_app;

create table points.accounts (
  organisation_id uuid not null,
  member_no text not null,
  person_id uuid not null,
  station_id uuid not null,
  recorded_by uuid not null,
  recorded_at timestamptz not null default now(),
  primary key (organisation_id, member_no)
);
comment on table points.accounts is '金币账户: one per member number. Holds no balance: the balance is the sum of the entries that stand. Whoever writes entries locks this row first, so that two spends at once cannot both see the same coins.';
comment on column points.accounts.station_id is 'The station whose register holds the member number.';
create index accounts_person on points.accounts (organisation_id, person_id);
select app.protect('points.accounts', 'select, insert, update (person_id)', true);

create table points.entries (
  organisation_id uuid not null,
  entry_id uuid not null,
  member_no text not null,
  person_id uuid not null,
  account_station_id uuid not null,
  station_id uuid not null,
  contract_id uuid,
  occurred_on date not null,
  kind text not null check (kind in ('opening', 'earned', 'spent', 'adjusted')),
  amount integer not null,
  serial text,
  reason text,
  handled_by text,
  evidence text not null,
  recorded_by uuid not null,
  recorded_at timestamptz not null default now(),
  once_key uuid,
  void_id uuid,
  primary key (organisation_id, entry_id),
  foreign key (organisation_id, member_no) references points.accounts (organisation_id, member_no),
  check (case kind when 'opening' then amount >= 0 when 'earned' then amount > 0 when 'spent' then amount < 0 else amount <> 0 end)
);
comment on table points.entries is '金币流水: the ledger. Never edited; a mistake is put right by an entry of kind adjusted (冲正). Its order is recorded_at, then entry_id: the order in which balances were looked at.';
comment on column points.entries.amount is 'Coins (枚), signed: what the entry adds to the balance.';
comment on column points.entries.serial is '流水号 of a workbook; counts once in a year.';
comment on column points.entries.station_id is 'Where it happened.';
comment on column points.entries.account_station_id is 'The station of the account. Its staff see every entry of the account, wherever it happened, or the balance would be wrong for them.';
create unique index entries_once on points.entries (organisation_id, once_key) where void_id is null;
create index entries_account on points.entries (organisation_id, member_no, recorded_at, entry_id);
create index entries_day on points.entries (organisation_id, occurred_on, station_id);
create index entries_person on points.entries (organisation_id, person_id);
select app.protect('points.entries', 'select, insert, update (void_id, person_id)', true);
alter policy wall on points.entries using (
  organisation_id = nullif(current_setting('app.organisation_id', true), '')::uuid
  and (station_id = any (string_to_array(nullif(current_setting('app.station_ids', true), ''), ',')::uuid[])
    or account_station_id = any (string_to_array(nullif(current_setting('app.station_ids', true), ''), ',')::uuid[])))
with check (
  organisation_id = nullif(current_setting('app.organisation_id', true), '')::uuid
  and (station_id = any (string_to_array(nullif(current_setting('app.station_ids', true), ''), ',')::uuid[])
    or account_station_id = any (string_to_array(nullif(current_setting('app.station_ids', true), ''), ',')::uuid[])));
