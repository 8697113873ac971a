-- Teams that are named and not in `teams`, beside people who are not in `people`. Some datasets name teams alone.
ALTER TABLE mutuality.unmatched
    ADD COLUMN teams_named bigint CHECK (teams_named > 0),
    ADD COLUMN teams_not_known bigint CHECK (teams_not_known BETWEEN 0 AND teams_named),
    ADD CONSTRAINT unmatched_teams_check CHECK ((teams_named IS NULL) = (teams_not_known IS NULL)),
    DROP CONSTRAINT unmatched_named_check,
    ADD CONSTRAINT unmatched_named_check CHECK (named >= 0 AND named % 5 = 0),
    ADD CONSTRAINT unmatched_anything_check CHECK (named > 0 OR teams_named IS NOT NULL);
COMMENT ON TABLE mutuality.unmatched IS
    'One row is a dataset, and how many people and teams it named when a release was made, in people and teams or not';
COMMENT ON COLUMN mutuality.unmatched.teams_named IS
    'teams that those records name; NULL where they were not counted';
COMMENT ON COLUMN mutuality.unmatched.teams_not_known IS
    'those of them that were not in teams; NULL where they were not counted';
