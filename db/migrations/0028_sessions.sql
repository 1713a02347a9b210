-- A session is looked up in full once a minute and remembered by the program. In between, the statement by which a request enters its
-- organisation proves what was remembered (docs/decisions/0021): the session stands, and nothing it tells of has changed.

alter table staff.tenants add column remembered_version bigint not null default 0;
comment on column staff.tenants.remembered_version is 'Goes up with every change of what servers remember: accounts, grants, roles, settings, stations, contracts, catalogue.';

create function staff.remembered_changed() returns void
language sql security definer set search_path = pg_catalog, staff as $$
  update staff.tenants set remembered_version = remembered_version + 1 where organisation_id = staff.entered_organisation()
$$;
revoke all on function staff.remembered_changed() from public;
grant execute on function staff.remembered_changed() to hengai_app;

drop function staff.find_session(bytea, timestamptz, interval, interval);
create function staff.find_session(p_token_hash bytea, p_now timestamptz, p_idle interval, p_absolute interval)
returns table (session_id uuid, organisation_id uuid, organisation_name text, time_zone text, account_id uuid, login text, name text,
  language text, must_change_password boolean, asks text, remembered_version bigint, grants jsonb)
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
    select s.session_id, s.organisation_id, o.name, o.time_zone, a.account_id, l.login, a.name, a.language, l.must_change_password, s.asks, t.remembered_version,
      (select coalesce(jsonb_agg(distinct jsonb_build_object('permission', p.permission, 'station_id', g.station_id)), '[]'::jsonb)
         from staff.grants g
         join staff.role_permissions p on p.organisation_id = g.organisation_id and p.role = g.role
        where g.organisation_id = s.organisation_id and g.account_id = s.account_id and g.ended_at is null)
      from staff.accounts a
      join staff.tenants t on t.organisation_id = a.organisation_id
      join orgs.organisations o on o.organisation_id = a.organisation_id
      join staff.logins l on l.organisation_id = a.organisation_id and l.account_id = a.account_id
     where a.organisation_id = s.organisation_id and a.account_id = s.account_id and a.closed_at is null and l.closed_at is null;
end $$;
revoke all on function staff.find_session(bytea, timestamptz, interval, interval) from public;

-- SQLSTATE HE001: what was remembered no longer holds, or is a minute old. Nothing after it in the transaction is done then.
create function staff.enter_session(p_token_hash bytea, p_remembered_version bigint, p_now timestamptz, p_absolute interval,
  p_organisation_id text, p_stations text, p_sensitive text)
returns void language plpgsql as $$
begin
  perform from staff.sessions s
    join staff.tenants t on t.organisation_id = s.organisation_id
   where s.token_hash = p_token_hash and s.organisation_id = p_organisation_id::uuid and s.ended_at is null and s.asks is null
     and s.last_seen_at >= p_now - interval '1 minute' and s.created_at > p_now - p_absolute and t.remembered_version = p_remembered_version;
  if not found then raise exception 'session changed' using errcode = 'HE001'; end if;
  perform app.enter(p_organisation_id, p_stations, p_sensitive);
end $$;
revoke all on function staff.enter_session(bytea, bigint, timestamptz, interval, text, text, text) from public;
