-- One row is a trigger, which distributed tables cannot have. Foreign keys' own do not count.
SELECT tgrelid::regclass AS table_name, tgname
FROM pg_trigger
JOIN pg_class ON pg_class.oid = tgrelid
WHERE relnamespace::regnamespace::text IN ('mutuality', 'mutuality_facts', 'kpi') AND NOT tgisinternal;
