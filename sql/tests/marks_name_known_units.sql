-- One row is a mark for a unit that is not there, without a month, or of a batch that is not there.
SELECT *
FROM mutuality.mark
WHERE NOT EXISTS (
        SELECT FROM mutuality.unit WHERE unit.organization_id = mark.organization_id AND unit.year = mark.year
    )
    OR NOT months BETWEEN 1 AND 67108863
    OR batch_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM mutuality.batch
        WHERE batch.organization_id = mark.organization_id AND batch.batch_id = mark.batch_id
    );
