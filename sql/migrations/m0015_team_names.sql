-- What teams are called, of those alone of which the release shows something: of others a name would be the first word.
CREATE TABLE mutuality.team_name (
    organization_id bigint NOT NULL REFERENCES mutuality.organization,
    team_id text COLLATE "C" NOT NULL,
    first_release bigint NOT NULL,
    last_release bigint,
    name text COLLATE "C" CHECK (name <> ''),
    PRIMARY KEY (organization_id, team_id, first_release),
    CONSTRAINT team_name_in_order CHECK (last_release >= first_release)
);
SELECT mutuality.distribute('mutuality.team_name');
COMMENT ON TABLE mutuality.team_name IS
    'One row is what a team that the release shows was called from one release to another; rows are added and closed';
COMMENT ON COLUMN mutuality.team_name.organization_id IS 'the organization';
COMMENT ON COLUMN mutuality.team_name.team_id IS 'the team, as scope_id of the release';
COMMENT ON COLUMN mutuality.team_name.first_release IS 'the release that first called it so';
COMMENT ON COLUMN mutuality.team_name.last_release IS 'the last release that called it so; NULL while it stands';
COMMENT ON COLUMN mutuality.team_name.name IS 'what it was called, as it may stand anywhere; NULL where nothing said';

-- So that no release has to look for them where nothing else is due. The next one names them.
INSERT INTO mutuality.team_name (organization_id, team_id, first_release)
SELECT organization_id, scope_id, max(first_release)
FROM mutuality.release
WHERE last_release IS NULL AND scope = 'team' AND state IN ('released', 'coded_low', 'coded_high')
GROUP BY organization_id, scope_id;
