-- One row is a fact without the batch that wrote it, or whose batch is of another source or dataset.
WITH fact AS (
    SELECT organization_id, source_id, batch_id, 'teams' AS dataset FROM mutuality.team
    UNION ALL
    SELECT organization_id, source_id, batch_id, 'people' FROM mutuality.person_spell
    UNION ALL
    SELECT organization_id, source_id, batch_id, 'help_requests' FROM mutuality.help_request
)
SELECT *
FROM fact
WHERE NOT EXISTS (
    SELECT FROM mutuality.batch
    WHERE batch.organization_id = fact.organization_id AND batch.batch_id = fact.batch_id
        AND batch.source_id = fact.source_id AND batch.dataset = fact.dataset
);
