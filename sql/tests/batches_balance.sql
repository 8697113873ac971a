-- One row is a batch whose counts do not add up, or that lists more rejects than it counts.
SELECT organization_id, batch_id, read, inserted, updated, rejected, duplicate
FROM mutuality.batch
WHERE inserted + updated + rejected + duplicate <> read
    OR least(read, inserted, updated, rejected, duplicate) < 0
    OR rejected < (
        SELECT count(*) FROM mutuality.reject
        WHERE reject.organization_id = batch.organization_id AND reject.batch_id = batch.batch_id
    );
