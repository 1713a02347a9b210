-- Doubts about a person who was merged are asked of the one who is kept; when the merge is undone, what was asked anew goes again.
grant delete on people.duplicates to hengai_app;
comment on column people.merges.moved is '{tables: {table: ids}, voided: {table: ids}, void_id, filled, kept_station_ids, carried}: ids of the rows that were moved, of those that became a repeat, what the kept person gained, and doubts asked of the kept person anew.';
