-- What an organisation says of itself and lets in; which permissions a role was given by the program; which services are sensitive.
alter table orgs.organisations
  add column credit_code text check (credit_code ~ '^[0-9A-Z]{18}$'),
  add column leader text,
  add column phone text,
  add column address text,
  add column upload_limit_mb integer not null default 256 check (upload_limit_mb between 64 and 2048);
comment on column orgs.organisations.credit_code is '统一社会信用代码 (GB 32100-2015), 18 characters with their check character.';
comment on column orgs.organisations.leader is '负责人: whoever signs for the organisation.';
comment on column orgs.organisations.phone is 'The organisation''s own line, not a person''s.';
comment on column orgs.organisations.upload_limit_mb is 'Workbooks that may wait for their import at once, all together, in MB: they wait in the memory of the server, which all its organisations share. 256 is four workbooks of the largest size.';
grant update (credit_code, leader, phone, address, upload_limit_mb) on orgs.organisations to hengai_app;

-- Until now nothing could change a role, so what stands is what the program gave. The owner of the tables is behind their wall too,
-- unless it is a superuser.
alter table staff.roles add column seeded text[] not null default '{}';
comment on column staff.roles.seeded is 'Permissions as the program last gave them. While they are the role''s permissions, nobody changed it by hand and it follows the program.';
alter table staff.roles no force row level security;
alter table staff.role_permissions no force row level security;
update staff.roles r set seeded = coalesce((select array_agg(p.permission order by p.permission) from staff.role_permissions p
  where p.organisation_id = r.organisation_id and p.role = r.role), '{}');
alter table staff.roles force row level security;
alter table staff.role_permissions force row level security;
grant update (seeded) on staff.roles to hengai_app;

alter table orgs.service_types add column sensitive boolean not null default false;
comment on column orgs.service_types.sensitive is 'That somebody received it tells of their health (个人信息保护法 art. 28; GB/T 35273-2020 annex B).';
alter table records.records add column sensitive boolean not null default false;
comment on column records.records.sensitive is 'Of a sensitive service type when it was recorded: seen only by who may see such services.';
alter table orgs.service_types no force row level security;
alter table records.records no force row level security;
update orgs.service_types set sensitive = true where service_type in
  ('health_check', 'memory_care', 'counselling', 'health_management', 'hypertension_group', 'rehab_nursing', 'rehab_training');
update records.records r set sensitive = true where exists (select from orgs.service_types t
  where t.organisation_id = r.organisation_id and t.service_type = r.service_type and t.sensitive);
alter table orgs.service_types force row level security;
alter table records.records force row level security;
create policy sensitive_services on records.records as restrictive
  using (not sensitive or position('service' in current_setting('app.sensitive', true)) > 0)
  with check (not sensitive or position('service' in current_setting('app.sensitive', true)) > 0);
