-- Makes `count` organizations of the one that there is, organization-1 and so on, with everything that belongs to it, and
-- one without records, nobody.
SET session_replication_role = replica; -- no look-ups of foreign keys: what is copied has them in order
SELECT set_config('bench.count', :'count', false) \g /dev/null

DO $$
DECLARE
    belonging text;
    copied text;
    first bigint := (SELECT organization_id FROM mutuality.organization);
BEGIN
    UPDATE mutuality.organization SET name = 'organization-1';
    INSERT INTO mutuality.organization (organization_id, name, created_at)
    SELECT first + n - 1, 'organization-' || n, created_at
    FROM mutuality.organization CROSS JOIN generate_series(2, current_setting('bench.count')::integer) AS n;
    FOR belonging, copied IN
        SELECT format('%I.%I', table_schema, table_name), string_agg(quote_ident(column_name), ', ')
        FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name)
        WHERE table_schema IN ('mutuality', 'mutuality_facts') AND table_type = 'BASE TABLE' AND table_name <> 'organization'
            AND column_name <> 'organization_id' AND is_generated = 'NEVER'
            AND table_name IN (
                SELECT table_name FROM information_schema.columns
                WHERE table_schema IN ('mutuality', 'mutuality_facts') AND column_name = 'organization_id'
            )
        GROUP BY table_schema, table_name
    LOOP
        EXECUTE format(
            'INSERT INTO %s (organization_id, %s) SELECT organization.organization_id, %s
             FROM %s AS original, mutuality.organization
             WHERE original.organization_id = %s AND organization.organization_id <> %s',
            belonging, copied, regexp_replace(copied, '([^, ]+)', 'original.\1', 'g'), belonging, first, first);
    END LOOP;
    PERFORM setval(
        pg_get_serial_sequence('mutuality.organization', 'organization_id'),
        (SELECT max(organization_id) FROM mutuality.organization));
    INSERT INTO mutuality.organization (name, created_at)
    SELECT 'nobody', created_at FROM mutuality.organization LIMIT 1;
END $$;
