-- Accounts: second factor, recovery codes, password history, rules with their day, separate administrators, confirmation by a second person.
create table staff.account_rules (
  organisation_id uuid not null,
  rule_id uuid not null,
  valid_from date not null,
  second_factor boolean not null,
  grace_days integer not null check (grace_days between 0 and 90),
  remembered_passwords integer not null check (remembered_passwords between 1 and 24),
  source text not null,
  recorded_by uuid,
  recorded_at timestamptz not null,
  primary key (organisation_id, rule_id)
);
comment on table staff.account_rules is '账户安全规定: the youngest valid_from up to today is in force; of one day the one recorded last.';
comment on column staff.account_rules.second_factor is 'Administrators, and whoever may reveal personal data, sign in with a second factor.';
comment on column staff.account_rules.grace_days is 'Accounts made before valid_from have so many days from it on to set their second factor up.';
comment on column staff.account_rules.remembered_passwords is 'So many passwords back are not taken again.';
create index account_rules_valid on staff.account_rules (organisation_id, valid_from);
select app.protect('staff.account_rules', 'select, insert');

-- The first key of the key file, told apart from others: data never meets a key that is not theirs.
alter table staff.tenants add column key_fingerprint bytea;
comment on column staff.tenants.key_fingerprint is 'Of the first key; null until the program has been opened once with it.';

create table staff.second_factors (
  organisation_id uuid not null,
  account_id uuid not null,
  secret_sealed bytea not null,
  confirmed_at timestamptz,
  last_step bigint not null default 0,
  created_at timestamptz not null,
  primary key (organisation_id, account_id),
  foreign key (organisation_id, account_id) references staff.accounts (organisation_id, account_id)
);
comment on table staff.second_factors is '第二因素 (动态口令, RFC 6238): one per account.';
comment on column staff.second_factors.secret_sealed is 'Sealed 160-bit secret, hexadecimal.';
comment on column staff.second_factors.confirmed_at is 'null = shown, but not yet confirmed by a code: does not count.';
comment on column staff.second_factors.last_step is 'Time step of the last code taken: no code is taken twice.';
select app.protect('staff.second_factors', 'select, insert, update (secret_sealed, confirmed_at, last_step, created_at), delete');

create table staff.recovery_codes (
  organisation_id uuid not null,
  account_id uuid not null,
  code_hash bytea not null,
  made_at timestamptz not null,
  used_at timestamptz,
  primary key (organisation_id, account_id, code_hash),
  foreign key (organisation_id, account_id) references staff.accounts (organisation_id, account_id)
);
comment on table staff.recovery_codes is '恢复码: each replaces the second factor once.';
comment on column staff.recovery_codes.code_hash is 'HMAC-SHA-256 under the key file; the code itself is kept nowhere.';
select app.protect('staff.recovery_codes', 'select, insert, update (used_at), delete');

create table staff.old_passwords (
  organisation_id uuid not null,
  account_id uuid not null,
  replaced_at timestamptz not null,
  password_hash text not null,
  primary key (organisation_id, account_id, replaced_at),
  foreign key (organisation_id, account_id) references staff.accounts (organisation_id, account_id)
);
comment on table staff.old_passwords is '历史密码: Argon2id hashes of passwords a person chose earlier.';
select app.protect('staff.old_passwords', 'select, insert, delete');

create table staff.grant_requests (
  organisation_id uuid not null,
  request_id uuid not null,
  account_id uuid not null,
  role text not null,
  station_id uuid,
  requested_by uuid not null,
  requested_at timestamptz not null,
  decided_by uuid,
  decided_at timestamptz,
  decision text check (decision in ('confirmed', 'refused')),
  primary key (organisation_id, request_id),
  foreign key (organisation_id, account_id) references staff.accounts (organisation_id, account_id),
  foreign key (organisation_id, role) references staff.roles (organisation_id, role),
  foreign key (organisation_id, station_id) references orgs.stations (organisation_id, station_id),
  check ((decided_by is null) = (decided_at is null) and (decided_at is null) = (decision is null)),
  check (decided_by is null or decided_by <> requested_by or decision = 'refused')
);
comment on table staff.grant_requests is '待确认的授权: a role that administers or may see personal data is granted by one person and confirmed by another.';
create unique index grant_requests_open on staff.grant_requests (organisation_id, account_id, role, station_id) nulls not distinct where decided_at is null;
select app.protect('staff.grant_requests', 'select, insert, update (decided_by, decided_at, decision)');

-- What a session still asks of its holder; null: nothing.
alter table staff.sessions add column asks text check (asks in ('second_factor', 'enrolment'));
comment on column staff.sessions.asks is 'second_factor: a code is due before anything else; enrolment: a second factor must be set up first.';

drop function staff.find_session(bytea, timestamptz, interval, interval);
create function staff.find_session(p_token_hash bytea, p_now timestamptz, p_idle interval, p_absolute interval)
returns table (session_id uuid, organisation_id uuid, organisation_name text, time_zone text, account_id uuid, login text, name text,
  language text, must_change_password boolean, asks text, grants jsonb)
language plpgsql as $$
declare
  s staff.sessions;
begin
  select * into s from staff.sessions t where t.token_hash = p_token_hash and t.ended_at is null
    and t.last_seen_at > p_now - p_idle and t.created_at > p_now - p_absolute;
  if not found then return; end if;
  execute format('set local app.organisation_id = %L', s.organisation_id);
  -- Once a minute is enough to measure half an hour, and spares every request a write.
  if s.last_seen_at < p_now - interval '1 minute' then
    update staff.sessions t set last_seen_at = p_now where t.token_hash = p_token_hash;
  end if;
  return query
    select s.session_id, s.organisation_id, o.name, o.time_zone, a.account_id, l.login, a.name, a.language, l.must_change_password, s.asks,
      (select coalesce(jsonb_agg(distinct jsonb_build_object('permission', p.permission, 'station_id', g.station_id)), '[]'::jsonb)
         from staff.grants g
         join staff.role_permissions p on p.organisation_id = g.organisation_id and p.role = g.role
        where g.organisation_id = s.organisation_id and g.account_id = s.account_id and g.ended_at is null)
      from staff.accounts a
      join orgs.organisations o on o.organisation_id = a.organisation_id
      join staff.logins l on l.organisation_id = a.organisation_id and l.account_id = a.account_id
     where a.organisation_id = s.organisation_id and a.account_id = s.account_id and a.closed_at is null and l.closed_at is null;
end $$;
revoke all on function staff.find_session(bytea, timestamptz, interval, interval) from public;

-- A password somebody chose is remembered when it is replaced; one given for one use is not.
create or replace function staff.set_password(p_account_id uuid, p_password_hash text, p_must_change boolean, p_now timestamptz)
returns boolean language plpgsql security definer set search_path = pg_catalog, staff as $$
begin
  insert into staff.old_passwords (organisation_id, account_id, replaced_at, password_hash)
    select l.organisation_id, l.account_id, p_now, l.password_hash from staff.logins l
     where l.organisation_id = staff.entered_organisation() and l.account_id = p_account_id and l.closed_at is null
       and not l.must_change_password
    on conflict do nothing;
  update staff.logins set password_hash = p_password_hash, must_change_password = p_must_change, password_changed_at = p_now,
    failed_count = 0, locked_until = null
   where organisation_id = staff.entered_organisation() and account_id = p_account_id and closed_at is null;
  return found;
end $$;

create function staff.unlock_login(p_account_id uuid) returns boolean
language plpgsql security definer set search_path = pg_catalog, staff as $$
begin
  update staff.logins set failed_count = 0, locked_until = null
   where organisation_id = staff.entered_organisation() and account_id = p_account_id and closed_at is null;
  return found;
end $$;

-- Sessions of one account that still live, never their tokens.
create function staff.list_sessions(p_account_id uuid, p_now timestamptz, p_idle interval, p_absolute interval)
returns table (session_id uuid, created_at timestamptz, last_seen_at timestamptz, address text, agent text)
language sql stable security definer set search_path = pg_catalog, staff as $$
  select s.session_id, s.created_at, s.last_seen_at, s.address, s.agent
    from staff.sessions s
   where s.organisation_id = staff.entered_organisation() and s.account_id = p_account_id and s.ended_at is null
     and s.last_seen_at > p_now - p_idle and s.created_at > p_now - p_absolute
   order by s.last_seen_at desc, s.session_id
$$;

-- One session of an account (p_except false), or all but this one (p_except true).
create function staff.end_sessions_of(p_account_id uuid, p_session_id uuid, p_except boolean, p_now timestamptz)
returns integer language plpgsql security definer set search_path = pg_catalog, staff as $$
declare
  ended integer;
begin
  update staff.sessions s set ended_at = p_now
   where s.organisation_id = staff.entered_organisation() and s.account_id = p_account_id and s.ended_at is null
     and (s.session_id = p_session_id) <> p_except;
  get diagnostics ended = row_count;
  return ended;
end $$;

-- What a session, or (null) every session of the account, asks from now on.
create function staff.ask_session(p_account_id uuid, p_session_id uuid, p_asks text)
returns integer language plpgsql security definer set search_path = pg_catalog, staff as $$
declare
  changed integer;
begin
  update staff.sessions s set asks = p_asks
   where s.organisation_id = staff.entered_organisation() and s.account_id = p_account_id and s.ended_at is null
     and (p_session_id is null or s.session_id = p_session_id);
  get diagnostics changed = row_count;
  return changed;
end $$;

revoke all on function staff.unlock_login(uuid) from public;
revoke all on function staff.list_sessions(uuid, timestamptz, interval, interval) from public;
revoke all on function staff.end_sessions_of(uuid, uuid, boolean, timestamptz) from public;
revoke all on function staff.ask_session(uuid, uuid, text) from public;
grant execute on function staff.unlock_login(uuid) to hengai_app;
grant execute on function staff.list_sessions(uuid, timestamptz, interval, interval) to hengai_app;
grant execute on function staff.end_sessions_of(uuid, uuid, boolean, timestamptz) to hengai_app;
grant execute on function staff.ask_session(uuid, uuid, text) to hengai_app;

-- One administrator becomes two roles (三员分立). Whoever was one keeps both powers until another is appointed; the page of account
-- security names them. Accounts of today get a fortnight for their second factor.
alter table staff.roles no force row level security;
alter table staff.role_permissions no force row level security;
alter table staff.grants no force row level security;
alter table staff.account_rules no force row level security;
update staff.roles set name_zh = '系统管理员（不含个人信息）', name_en = 'System administrator (no personal data)' where role = 'administrator';
insert into staff.roles (organisation_id, role, name_zh, name_en, position, seeded)
  select organisation_id, 'security_administrator', '安全管理员（不含个人信息）', 'Security administrator (no personal data)', position,
    '{orgs.read,staff.confirm,staff.manage}' from staff.roles where role = 'administrator';
insert into staff.role_permissions (organisation_id, role, permission)
  select r.organisation_id, 'security_administrator', p.permission from staff.roles r cross join unnest(r.seeded) p(permission)
   where r.role = 'security_administrator';
insert into staff.grants (organisation_id, grant_id, account_id, role, station_id, granted_by, granted_at)
  select organisation_id, gen_random_uuid(), account_id, 'security_administrator', station_id, granted_by, now()
    from staff.grants where role = 'administrator' and ended_at is null;
insert into staff.account_rules (organisation_id, rule_id, valid_from, second_factor, grace_days, remembered_passwords, source, recorded_at)
  select organisation_id, gen_random_uuid(), current_date, true, 14, 5, '随程序更新设定 · set by the update of the program', now() from staff.tenants;
alter table staff.roles force row level security;
alter table staff.role_permissions force row level security;
alter table staff.grants force row level security;
alter table staff.account_rules force row level security;
