-- Ids that don't meet, as each release found them.
CREATE TABLE mutuality.unmatched (
    organization_id bigint NOT NULL REFERENCES mutuality.organization,
    release bigint NOT NULL,
    dataset text COLLATE "C" NOT NULL,
    records bigint NOT NULL CHECK (records > 0 AND records % 5 = 0),
    unknown_people bigint CHECK (unknown_people BETWEEN 0 AND records AND unknown_people % 5 = 0),
    unknown_teams bigint CHECK (unknown_teams BETWEEN 0 AND records AND unknown_teams % 5 = 0),
    PRIMARY KEY (organization_id, release, dataset)
);
SELECT mutuality.distribute('mutuality.unmatched');
COMMENT ON TABLE mutuality.unmatched IS
    'One row is a dataset, and how many of its records named somebody unknown when a release was made';
COMMENT ON COLUMN mutuality.unmatched.organization_id IS 'the organization';
COMMENT ON COLUMN mutuality.unmatched.release IS 'the release';
COMMENT ON COLUMN mutuality.unmatched.dataset IS 'the dataset''s name';
COMMENT ON COLUMN mutuality.unmatched.records IS 'records that name a person or a team, rounded up to fives';
COMMENT ON COLUMN mutuality.unmatched.unknown_people IS
    'those that name a person who is not in people, rounded up to fives; NULL where that cannot be';
COMMENT ON COLUMN mutuality.unmatched.unknown_teams IS
    'those that name a team that is not in teams, rounded up to fives; NULL where that cannot be';
