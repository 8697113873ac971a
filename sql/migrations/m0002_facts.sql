-- The facts of three datasets. Rows are checked before they come and stored with the batch that names them in one
-- transaction; foreign keys would cost each bulk load a lookup a row, so sql/tests hold the two together instead.
CREATE TABLE mutuality.team (
    organization_id bigint NOT NULL,
    source_id smallint NOT NULL,
    team_id text COLLATE "C" NOT NULL,
    department_id text COLLATE "C",
    name text,
    calendar_id text COLLATE "C",
    time_zone text COLLATE "C",
    valid_from date NOT NULL,
    valid_to date,
    updated_at timestamptz,
    batch_id bigint NOT NULL,
    PRIMARY KEY (organization_id, source_id, team_id, valid_from)
);
SELECT mutuality.distribute('mutuality.team');
COMMENT ON TABLE mutuality.team IS 'One row is a team, or one stretch of its history';
COMMENT ON COLUMN mutuality.team.organization_id IS 'the organization';
COMMENT ON COLUMN mutuality.team.source_id IS 'the source';
COMMENT ON COLUMN mutuality.team.team_id IS 'the team''s id in the source';
COMMENT ON COLUMN mutuality.team.department_id IS 'the department it belongs to';
COMMENT ON COLUMN mutuality.team.name IS 'what people call it';
COMMENT ON COLUMN mutuality.team.calendar_id IS 'its working calendar';
COMMENT ON COLUMN mutuality.team.time_zone IS 'IANA name';
COMMENT ON COLUMN mutuality.team.valid_from IS 'first day of this stretch';
COMMENT ON COLUMN mutuality.team.valid_to IS 'first day after this stretch';
COMMENT ON COLUMN mutuality.team.updated_at IS 'when the source last changed the row';
COMMENT ON COLUMN mutuality.team.batch_id IS 'the batch that wrote this row';

CREATE TABLE mutuality.person_spell (
    organization_id bigint NOT NULL,
    source_id smallint NOT NULL,
    person_id bigint NOT NULL,
    team_id text COLLATE "C",
    department_id text COLLATE "C",
    manager_id bigint,
    level text COLLATE "C",
    location text COLLATE "C",
    time_zone text COLLATE "C",
    calendar_id text COLLATE "C",
    joined_on date NOT NULL,
    left_on date,
    valid_from date NOT NULL,
    valid_to date,
    updated_at timestamptz,
    batch_id bigint NOT NULL,
    PRIMARY KEY (organization_id, source_id, person_id, joined_on, valid_from)
);
SELECT mutuality.distribute('mutuality.person_spell');
COMMENT ON TABLE mutuality.person_spell IS 'One row is a spell of employment in one team';
COMMENT ON COLUMN mutuality.person_spell.organization_id IS 'the organization';
COMMENT ON COLUMN mutuality.person_spell.source_id IS 'the source';
COMMENT ON COLUMN mutuality.person_spell.person_id IS 'pseudonym';
COMMENT ON COLUMN mutuality.person_spell.team_id IS 'the team of this spell';
COMMENT ON COLUMN mutuality.person_spell.department_id IS 'used where the team has no department';
COMMENT ON COLUMN mutuality.person_spell.manager_id IS 'pseudonym of the manager';
COMMENT ON COLUMN mutuality.person_spell.level IS 'level or grade';
COMMENT ON COLUMN mutuality.person_spell.location IS 'place of work';
COMMENT ON COLUMN mutuality.person_spell.time_zone IS 'IANA name';
COMMENT ON COLUMN mutuality.person_spell.calendar_id IS 'the person''s own calendar';
COMMENT ON COLUMN mutuality.person_spell.joined_on IS 'first day of the employment';
COMMENT ON COLUMN mutuality.person_spell.left_on IS 'first day gone';
COMMENT ON COLUMN mutuality.person_spell.valid_from IS 'first day of this spell';
COMMENT ON COLUMN mutuality.person_spell.valid_to IS 'first day after this spell';
COMMENT ON COLUMN mutuality.person_spell.updated_at IS 'when the source last changed the row';
COMMENT ON COLUMN mutuality.person_spell.batch_id IS 'the batch that wrote this row';

CREATE TABLE mutuality.help_request (
    organization_id bigint NOT NULL,
    source_id smallint NOT NULL,
    request_id text COLLATE "C" NOT NULL,
    requester_id bigint,
    helper_id bigint,
    team_id text COLLATE "C",
    kind text COLLATE "C",
    channel text COLLATE "C",
    urgency text COLLATE "C",
    opened_at timestamptz NOT NULL,
    first_response_at timestamptz,
    resolved_at timestamptz,
    reopened_at timestamptz,
    final_closed_at timestamptz,
    withdrawn_at timestamptz,
    effort_minutes double precision,
    anonymous boolean,
    updated_at timestamptz,
    batch_id bigint NOT NULL,
    ended_at timestamptz NOT NULL GENERATED ALWAYS AS (
        CASE
            WHEN reopened_at IS NOT NULL AND final_closed_at IS NULL
                AND (withdrawn_at IS NULL OR withdrawn_at < reopened_at) THEN 'infinity'
            WHEN resolved_at IS NULL AND withdrawn_at IS NULL THEN 'infinity'
            ELSE greatest(opened_at, first_response_at, resolved_at, final_closed_at, withdrawn_at)
        END
    ) STORED,
    PRIMARY KEY (organization_id, source_id, request_id)
);
SELECT mutuality.distribute('mutuality.help_request');
CREATE INDEX help_request_ended ON mutuality.help_request (organization_id, ended_at);
COMMENT ON TABLE mutuality.help_request IS 'One row is a request for help';
COMMENT ON COLUMN mutuality.help_request.organization_id IS 'the organization';
COMMENT ON COLUMN mutuality.help_request.source_id IS 'the source';
COMMENT ON COLUMN mutuality.help_request.request_id IS 'the request''s id in the source';
COMMENT ON COLUMN mutuality.help_request.requester_id IS 'pseudonym of who asked';
COMMENT ON COLUMN mutuality.help_request.helper_id IS 'pseudonym of who helped';
COMMENT ON COLUMN mutuality.help_request.team_id IS 'the team that is to respond';
COMMENT ON COLUMN mutuality.help_request.kind IS 'emotional, informational, instrumental or appraisal';
COMMENT ON COLUMN mutuality.help_request.channel IS 'where it was asked';
COMMENT ON COLUMN mutuality.help_request.urgency IS 'how urgent it was said to be';
COMMENT ON COLUMN mutuality.help_request.opened_at IS 'when it was asked';
COMMENT ON COLUMN mutuality.help_request.first_response_at IS 'the first answer';
COMMENT ON COLUMN mutuality.help_request.resolved_at IS 'first close';
COMMENT ON COLUMN mutuality.help_request.reopened_at IS 'reopened after the first close';
COMMENT ON COLUMN mutuality.help_request.final_closed_at IS 'last close, once reopened';
COMMENT ON COLUMN mutuality.help_request.withdrawn_at IS 'taken back by the asker';
COMMENT ON COLUMN mutuality.help_request.effort_minutes IS 'minutes of the helper''s time';
COMMENT ON COLUMN mutuality.help_request.anonymous IS 'asked without a name';
COMMENT ON COLUMN mutuality.help_request.updated_at IS 'when the source last changed the row';
COMMENT ON COLUMN mutuality.help_request.batch_id IS 'the batch that wrote this row';
COMMENT ON COLUMN mutuality.help_request.ended_at IS 'last instant at which any figure can still count it; infinity while it is open';
