-- One row is a table of facts with rows whose batch is not there, is of another source, or is of another dataset than the
-- table's other rows or the same as another table's.
WITH written AS (
    SELECT tables.table_name, row.dataset, row.unknown
    FROM information_schema.tables
    CROSS JOIN XMLTABLE(
        '/table/row' PASSING query_to_xml(
            format(
                'SELECT dataset, count(*) FILTER (WHERE batch.batch_id IS NULL) AS unknown
                FROM mutuality_facts.%I AS fact
                LEFT JOIN mutuality.batch USING (organization_id, source_id, batch_id) GROUP BY dataset',
                table_name), false, false, '')
        COLUMNS dataset text, unknown bigint
    ) AS row
    WHERE table_schema = 'mutuality_facts'
)
SELECT table_name, dataset, unknown
FROM written
WHERE unknown > 0
    OR EXISTS (
        SELECT FROM written AS other
        WHERE (other.table_name = written.table_name) <> (other.dataset = written.dataset)
    );
