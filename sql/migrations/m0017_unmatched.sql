-- Ids that don't meet, as each release found them.
CREATE TABLE mutuality.unmatched (
    organization_id bigint NOT NULL REFERENCES mutuality.organization,
    release bigint NOT NULL,
    dataset text COLLATE "C" NOT NULL,
    named bigint NOT NULL CHECK (named > 0 AND named % 5 = 0),
    not_known bigint NOT NULL CHECK (not_known BETWEEN 0 AND named AND not_known % 5 = 0),
    PRIMARY KEY (organization_id, release, dataset)
);
SELECT mutuality.distribute('mutuality.unmatched');
COMMENT ON TABLE mutuality.unmatched IS
    'One row is a dataset, and how many of those whom it named when a release was made were not in people';
COMMENT ON COLUMN mutuality.unmatched.organization_id IS 'the organization';
COMMENT ON COLUMN mutuality.unmatched.release IS 'the release';
COMMENT ON COLUMN mutuality.unmatched.dataset IS 'the dataset''s name';
COMMENT ON COLUMN mutuality.unmatched.named IS
    'people whom the records name that were read for the release, rounded up to fives';
COMMENT ON COLUMN mutuality.unmatched.not_known IS 'those of them who were not in people, rounded up to fives';
