-- A password is remembered by VALUES: INSERT … SELECT is not open to a role under row-level security on a distributed database (docs/decisions/0020).
create or replace function staff.set_password(p_account_id uuid, p_password_hash text, p_must_change boolean, p_now timestamptz)
returns boolean language plpgsql security definer set search_path = pg_catalog, staff as $$
declare
  l staff.logins;
begin
  select * into l from staff.logins t
   where t.organisation_id = staff.entered_organisation() and t.account_id = p_account_id and t.closed_at is null;
  if not found then return false; end if;
  if not l.must_change_password then
    insert into staff.old_passwords (organisation_id, account_id, replaced_at, password_hash)
      values (l.organisation_id, l.account_id, p_now, l.password_hash) on conflict do nothing;
  end if;
  update staff.logins set password_hash = p_password_hash, must_change_password = p_must_change, password_changed_at = p_now,
    failed_count = 0, locked_until = null
   where organisation_id = l.organisation_id and account_id = p_account_id and closed_at is null;
  return found;
end $$;
