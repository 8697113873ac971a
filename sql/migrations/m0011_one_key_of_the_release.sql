-- Two indexes said of the release that a cell has one standing row, and one from each release. They cost more than all else
-- that a first release writes, and one can say both.
ALTER TABLE mutuality.release DROP CONSTRAINT release_pkey;
DROP INDEX mutuality.release_current;
ALTER TABLE mutuality.release ADD CONSTRAINT release_one_row_a_cell UNIQUE NULLS NOT DISTINCT (
    organization_id, kpi, period, period_from, measure, scope, scope_id, breakdown, breakdown_value, statistic,
    last_release
);
-- Whoever replicates the table needs to name rows, and a key with NULLs can't.
ALTER TABLE mutuality.release REPLICA IDENTITY FULL;
-- Row by row the number was looked up that the same transaction had just written.
ALTER TABLE mutuality.release DROP CONSTRAINT release_organization_id_first_release_fkey;
