-- The first year comes in by one transaction, into tables of which the planner has no statistics. Between two indexes that then look equally
-- good PostgreSQL before 17 takes the youngest: every sign-in that came in read all activities of the organisation to find its own. The primary key
-- is therefore made last (docs/decisions/0019).
alter table activities.attendances drop constraint attendances_organisation_id_activity_id_fkey;
alter table activities.activities drop constraint activities_pkey;
alter table activities.activities add primary key (organisation_id, activity_id);
alter table activities.attendances add foreign key (organisation_id, activity_id) references activities.activities (organisation_id, activity_id);
