-- One row is an entry of freshness that says less than the one before, speaks of the future, or expects the past; or
-- names a file of another dataset.
WITH entry AS (
    SELECT
        *,
        lag(last_data) OVER of_dataset AS former_data,
        lag(last_success) OVER of_dataset AS former_success
    FROM mutuality.freshness
    WINDOW of_dataset AS (PARTITION BY organization_id, dataset ORDER BY freshness_id)
)
SELECT organization_id, freshness_id, dataset
FROM entry
WHERE former_data > coalesce(last_data, '-infinity')
    OR former_success > last_success
    OR last_data > last_success AT TIME ZONE 'UTC'
    OR expected_by < last_success
    OR batch_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM mutuality.batch
        WHERE batch.organization_id = entry.organization_id AND batch.batch_id = entry.batch_id
            AND batch.dataset = entry.dataset
    );
