create schema staff;
grant usage on schema staff to hengai_app;

-- Names to sign in by are unique over all organisations, so logins and sessions are reference tables: no organisation leads their
-- key and hengai_app has no privilege on them (nor on tenants). They are read by the connection's own role before a request has entered its
-- organisation; a request inside one reaches them only through the functions below, which name the organisation themselves.
create table staff.tenants (
  organisation_id uuid not null,
  created_at timestamptz not null,
  primary key (organisation_id)
);
comment on table staff.tenants is 'Reference table: which organisations there are, for the program''s own start before it has entered one.';

create table staff.logins (
  login text not null,
  organisation_id uuid not null,
  account_id uuid not null,
  password_hash text not null,
  failed_count integer not null default 0,
  locked_until timestamptz,
  must_change_password boolean not null default false,
  password_changed_at timestamptz not null default now(),
  closed_at timestamptz,
  primary key (login)
);
comment on table staff.logins is '登录名: reference table, one row per account that can sign in.';
comment on column staff.logins.login is 'NFKC, lower case; unique over all organisations.';
comment on column staff.logins.password_hash is 'Argon2id, PHC string (19 MiB, 2 passes).';
create unique index logins_account on staff.logins (organisation_id, account_id);

create table staff.sessions (
  token_hash bytea not null,
  session_id uuid not null,
  organisation_id uuid not null,
  account_id uuid not null,
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  ended_at timestamptz,
  address text,
  agent text,
  primary key (token_hash)
);
comment on table staff.sessions is '登录会话: reference table. The token itself is only in the browser''s cookie.';
comment on column staff.sessions.token_hash is 'SHA-256 of the 256-bit token.';
create index sessions_account on staff.sessions (organisation_id, account_id) where ended_at is null;

create table staff.accounts (
  organisation_id uuid not null,
  account_id uuid not null,
  name text not null,
  language text not null default 'zh' check (language in ('zh', 'en')),
  employee_id uuid,
  is_system boolean not null default false,
  created_by uuid,
  created_at timestamptz not null,
  closed_at timestamptz,
  closed_by uuid,
  primary key (organisation_id, account_id)
);
comment on table staff.accounts is '账户: who acts. Every recorded_by points here, so accounts are closed, never removed.';
comment on column staff.accounts.is_system is 'Acts for the command line (import, demo); has no login.';
select app.protect('staff.accounts', 'select, insert, update (name, language, employee_id, closed_at, closed_by)');

create table staff.roles (
  organisation_id uuid not null,
  role text not null,
  name_zh text not null,
  name_en text not null,
  position smallint not null,
  for_system boolean not null default false,
  primary key (organisation_id, role)
);
comment on table staff.roles is '角色: data of the organisation, seeded from features/staff/roles.ts.';
comment on column staff.roles.for_system is 'Not granted to people.';
select app.protect('staff.roles', 'select, insert, update (name_zh, name_en, position)');

create table staff.role_permissions (
  organisation_id uuid not null,
  role text not null,
  permission text not null,
  primary key (organisation_id, role, permission),
  foreign key (organisation_id, role) references staff.roles (organisation_id, role)
);
comment on column staff.role_permissions.permission is 'slice.verb, as endpoints name it.';
select app.protect('staff.role_permissions', 'select, insert, delete');

create table staff.grants (
  organisation_id uuid not null,
  grant_id uuid not null,
  account_id uuid not null,
  role text not null,
  station_id uuid,
  granted_by uuid,
  granted_at timestamptz not null,
  ended_at timestamptz,
  ended_by uuid,
  primary key (organisation_id, grant_id),
  foreign key (organisation_id, account_id) references staff.accounts (organisation_id, account_id),
  foreign key (organisation_id, role) references staff.roles (organisation_id, role),
  foreign key (organisation_id, station_id) references orgs.stations (organisation_id, station_id)
);
comment on table staff.grants is '授权: an account holds a role at a station, or at all of them.';
comment on column staff.grants.station_id is 'null = the whole organisation.';
create unique index grants_once on staff.grants (organisation_id, account_id, role, station_id) nulls not distinct where ended_at is null;
select app.protect('staff.grants', 'select, insert, update (ended_at, ended_by)');

create table staff.employees (
  organisation_id uuid not null,
  employee_id uuid not null,
  employee_no text,
  name text not null,
  name_key text not null,
  sex text check (sex in ('male', 'female')),
  id_sealed bytea,
  id_blind bytea,
  phone_sealed bytea,
  education text,
  post text,
  contract_code text,
  hired_on date,
  left_on date,
  employment_kind text not null check (employment_kind in ('full_time', 'part_time', 'intern', 'rehired', 'dispatched', 'other')),
  note text,
  evidence text not null,
  recorded_by uuid not null,
  recorded_at timestamptz not null,
  void_id uuid,
  primary key (organisation_id, employee_id),
  check (left_on is null or hired_on is null or hired_on <= left_on)
);
comment on table staff.employees is '员工: the roll of the organisation. ID number and telephone are sealed.';
comment on column staff.employees.name_key is 'Name after NFKC, without spaces, simplified characters: for comparing.';
comment on column staff.employees.contract_code is '所属项目: the contract the post is paid from.';
comment on column staff.employees.id_blind is 'Blind index of the 18-digit ID number; one row per person (rule R25).';
-- Somebody who left, or was an intern before, may come again.
create unique index employees_id on staff.employees (organisation_id, id_blind)
  where id_blind is not null and left_on is null and employment_kind <> 'intern' and void_id is null;
create index employees_id_all on staff.employees (organisation_id, id_blind);
create index employees_number on staff.employees (organisation_id, employee_no);
select app.protect('staff.employees', 'select, insert, update');

create table staff.certificates (
  organisation_id uuid not null,
  certificate_id uuid not null,
  employee_id uuid not null,
  name text not null,
  number text,
  issued_on date,
  level text not null check (level in ('assistant', 'middle', 'senior', 'other')),
  recorded_by uuid not null,
  recorded_at timestamptz not null,
  void_id uuid,
  primary key (organisation_id, certificate_id),
  foreign key (organisation_id, employee_id) references staff.employees (organisation_id, employee_id)
);
comment on table staff.certificates is '资格证书.';
comment on column staff.certificates.level is 'assistant, middle, senior: a social work certificate with a number (rule R25); other: anything else.';
create index certificates_employee on staff.certificates (organisation_id, employee_id);
select app.protect('staff.certificates', 'select, insert, update');

-- Everything a request needs to know about its session, in one statement. Runs with the caller's rights: it enters the session's
-- organisation for the statement, so that row-level security holds here too.
create function staff.find_session(p_token_hash bytea, p_now timestamptz, p_idle interval, p_absolute interval)
returns table (session_id uuid, organisation_id uuid, organisation_name text, time_zone text, account_id uuid, login text, name text,
  language text, must_change_password boolean, grants jsonb)
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
    select s.session_id, s.organisation_id, o.name, o.time_zone, a.account_id, l.login, a.name, a.language, l.must_change_password,
      (select coalesce(jsonb_agg(distinct jsonb_build_object('permission', p.permission, 'station_id', g.station_id)), '[]'::jsonb)
         from staff.grants g
         join staff.role_permissions p on p.organisation_id = g.organisation_id and p.role = g.role
        where g.organisation_id = s.organisation_id and g.account_id = s.account_id and g.ended_at is null)
      from staff.accounts a
      join orgs.organisations o on o.organisation_id = a.organisation_id
      join staff.logins l on l.organisation_id = a.organisation_id and l.account_id = a.account_id
     where a.organisation_id = s.organisation_id and a.account_id = s.account_id and a.closed_at is null and l.closed_at is null;
end $$;

-- What a request inside an organisation may do with logins and sessions: exactly this, with the owner's rights, and only to accounts
-- of the organisation the transaction has entered.
create function staff.entered_organisation() returns uuid language sql stable as $$
  select nullif(current_setting('app.organisation_id', true), '')::uuid
$$;

create function staff.add_login(p_login text, p_account_id uuid, p_password_hash text, p_must_change boolean, p_now timestamptz)
returns boolean language plpgsql security definer set search_path = pg_catalog, staff as $$
begin
  if staff.entered_organisation() is null then raise exception 'no organisation entered'; end if;
  insert into staff.logins (login, organisation_id, account_id, password_hash, must_change_password, password_changed_at)
    values (p_login, staff.entered_organisation(), p_account_id, p_password_hash, p_must_change, p_now)
    on conflict (login) do nothing;
  return found;
end $$;

create function staff.set_password(p_account_id uuid, p_password_hash text, p_must_change boolean, p_now timestamptz)
returns boolean language plpgsql security definer set search_path = pg_catalog, staff as $$
begin
  update staff.logins set password_hash = p_password_hash, must_change_password = p_must_change, password_changed_at = p_now,
    failed_count = 0, locked_until = null
   where organisation_id = staff.entered_organisation() and account_id = p_account_id and closed_at is null;
  return found;
end $$;

create function staff.close_login(p_account_id uuid, p_now timestamptz)
returns boolean language plpgsql security definer set search_path = pg_catalog, staff as $$
begin
  update staff.logins set closed_at = p_now
   where organisation_id = staff.entered_organisation() and account_id = p_account_id and closed_at is null;
  return found;
end $$;

create function staff.end_sessions(p_account_id uuid, p_now timestamptz)
returns integer language plpgsql security definer set search_path = pg_catalog, staff as $$
declare
  ended integer;
begin
  update staff.sessions set ended_at = p_now
   where organisation_id = staff.entered_organisation() and account_id = p_account_id and ended_at is null;
  get diagnostics ended = row_count;
  return ended;
end $$;

-- Names and states, never a hash.
create function staff.list_logins() returns table (account_id uuid, login text, locked_until timestamptz, must_change_password boolean)
language sql stable security definer set search_path = pg_catalog, staff as $$
  select l.account_id, l.login, l.locked_until, l.must_change_password
    from staff.logins l where l.organisation_id = staff.entered_organisation()
$$;

revoke all on function staff.find_session(bytea, timestamptz, interval, interval) from public;
revoke all on function staff.add_login(text, uuid, text, boolean, timestamptz) from public;
revoke all on function staff.set_password(uuid, text, boolean, timestamptz) from public;
revoke all on function staff.close_login(uuid, timestamptz) from public;
revoke all on function staff.end_sessions(uuid, timestamptz) from public;
revoke all on function staff.list_logins() from public;
grant execute on function staff.add_login(text, uuid, text, boolean, timestamptz) to hengai_app;
grant execute on function staff.set_password(uuid, text, boolean, timestamptz) to hengai_app;
grant execute on function staff.close_login(uuid, timestamptz) to hengai_app;
grant execute on function staff.end_sessions(uuid, timestamptz) to hengai_app;
grant execute on function staff.list_logins() to hengai_app;
