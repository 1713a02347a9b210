-- What a backup says of the database it was made from (docs/decisions/0016).
comment on table app.migrations is 'Which files were run on this database. A backup names the last one: its rows are read back into exactly that state and then brought forward.';
