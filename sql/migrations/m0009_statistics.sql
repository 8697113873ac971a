-- What the planner knows of an organization that has just come is what the server's own analysis found before it came:
-- nothing, and it would look through all of one table for each row of another.
CREATE FUNCTION mutuality.refresh_statistics(target regclass, tenant bigint, arrived bigint)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    plan json;
BEGIN
    EXECUTE format('EXPLAIN (FORMAT JSON) SELECT FROM %s WHERE organization_id = %L', target, tenant) INTO plan;
    IF (plan -> 0 -> 'Plan' ->> 'Plan Rows')::numeric < arrived THEN
        EXECUTE format('ANALYZE %s', target);
    END IF;
END $$;
COMMENT ON FUNCTION mutuality.refresh_statistics(regclass, bigint, bigint) IS
    'Analyzes a table of which the planner expects fewer rows of an organization than have just arrived';
