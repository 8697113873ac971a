-- One row is a key of a distributed table that organization_id does not lead (foreign keys: on both ends).
-- Apart: organization (foreign keys to it have one column), migration (local to the coordinator).
SELECT conrelid::regclass AS table_name, conname, pg_get_constraintdef(oid) AS definition
FROM pg_constraint
WHERE connamespace IN ('mutuality'::regnamespace, 'mutuality_facts'::regnamespace)
    AND conrelid NOT IN ('mutuality.organization'::regclass, 'mutuality.migration'::regclass)
    AND contype IN ('p', 'u', 'f')
    AND (
        (SELECT attname FROM pg_attribute WHERE attrelid = conrelid AND attnum = conkey[1]) <> 'organization_id'
        OR contype = 'f'
        AND (SELECT attname FROM pg_attribute WHERE attrelid = confrelid AND attnum = confkey[1]) <> 'organization_id'
    )
UNION ALL
-- Unique indexes that are no constraint.
SELECT indrelid::regclass, indexrelid::regclass::text, pg_get_indexdef(indexrelid)
FROM pg_index
JOIN pg_class ON pg_class.oid = indexrelid
WHERE relnamespace IN ('mutuality'::regnamespace, 'mutuality_facts'::regnamespace) AND indisunique
    AND indrelid NOT IN ('mutuality.organization'::regclass, 'mutuality.migration'::regclass)
    AND (SELECT attname FROM pg_attribute WHERE attrelid = indrelid AND attnum = indkey[0]) <> 'organization_id'
UNION ALL
-- Tables without any key.
SELECT pg_class.oid::regclass, NULL, 'no key'
FROM pg_class
WHERE relnamespace IN ('mutuality'::regnamespace, 'mutuality_facts'::regnamespace) AND relkind IN ('r', 'p')
    AND NOT EXISTS (SELECT FROM pg_constraint WHERE conrelid = pg_class.oid AND contype IN ('p', 'u'));
