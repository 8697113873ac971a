-- One row is a trigger, which distributed tables cannot have. Foreign keys' own do not count.
SELECT tgrelid::regclass AS table_name, tgname
FROM pg_trigger
JOIN pg_class ON pg_class.oid = tgrelid
WHERE relnamespace IN ('mutuality'::regnamespace, 'kpi'::regnamespace) AND NOT tgisinternal;
