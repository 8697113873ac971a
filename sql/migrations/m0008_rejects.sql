-- When a row that was set aside would have counted: whoever looks at a period can see what is missing from it.
SET LOCAL citus.multi_shard_modify_mode = 'sequential';
ALTER TABLE mutuality.reject ADD COLUMN counts_from timestamptz;
COMMENT ON COLUMN mutuality.reject.counts_from IS
    'from when on the row would have counted, a date as its midnight in UTC; NULL where that cannot be read';
