-- One row is a schema, table, view, column or function without a comment.
SELECT 'schema' AS kind, nspname::text AS name
FROM pg_namespace
WHERE nspname IN ('mutuality', 'mutuality_facts', 'kpi') AND obj_description(oid, 'pg_namespace') IS NULL
UNION ALL
SELECT 'relation', oid::regclass::text
FROM pg_class
WHERE relnamespace::regnamespace::text IN ('mutuality', 'mutuality_facts', 'kpi') AND relkind IN ('r', 'p', 'v', 'm')
    AND obj_description(oid, 'pg_class') IS NULL
UNION ALL
SELECT 'column', attrelid::regclass || '.' || attname
FROM pg_attribute
JOIN pg_class ON pg_class.oid = attrelid
WHERE relnamespace::regnamespace::text IN ('mutuality', 'mutuality_facts', 'kpi') AND relkind IN ('r', 'p', 'v', 'm')
    AND attnum > 0 AND NOT attisdropped AND col_description(attrelid, attnum) IS NULL
UNION ALL
SELECT 'function', oid::regprocedure::text
FROM pg_proc
WHERE pronamespace::regnamespace::text IN ('mutuality', 'mutuality_facts', 'kpi') AND obj_description(oid, 'pg_proc') IS NULL;
