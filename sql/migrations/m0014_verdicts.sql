-- What a figure is held against, and what is said of it.
ALTER TABLE mutuality.release ADD COLUMN reference double precision;
ALTER TABLE mutuality.release ADD COLUMN verdict text COLLATE "C";
ALTER TABLE mutuality.release ADD CONSTRAINT release_hidden_is_not_judged
    CHECK (state = 'released' OR num_nonnulls(reference, verdict) = 0);
COMMENT ON COLUMN mutuality.release.reference IS 'the mean of the same figure''s earlier values';
COMMENT ON COLUMN mutuality.release.verdict IS
    'what is said of the value against its past; NULL where it is not held against it';
