-- Who reads which organization. Shared by all organizations: whoever reads is asked for by login, not by organization.
CREATE TABLE mutuality.reader (
    organization_id bigint NOT NULL REFERENCES mutuality.organization,
    login text COLLATE "C" NOT NULL CHECK (login <> ''),
    granted_at timestamptz NOT NULL,
    PRIMARY KEY (organization_id, login)
);
SELECT mutuality.replicate('mutuality.reader');
COMMENT ON TABLE mutuality.reader IS
    'One row lets a login of the group mutuality_reader see what an organization has released';
COMMENT ON COLUMN mutuality.reader.organization_id IS 'the organization';
COMMENT ON COLUMN mutuality.reader.login IS 'name of the login, as session_user gives it';
COMMENT ON COLUMN mutuality.reader.granted_at IS 'since when';
