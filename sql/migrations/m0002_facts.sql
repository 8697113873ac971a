-- The facts of all datasets, and the keys of surveys. Rows are checked before they come and stored with the batch that
-- names them in one transaction; foreign keys would cost each bulk load a lookup a row, so sql/tests hold the two
-- together instead.
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
    rehired boolean,
    valid_from date NOT NULL,
    valid_to date,
    updated_at timestamptz,
    batch_id bigint NOT NULL,
    PRIMARY KEY (organization_id, source_id, person_id, joined_on, valid_from)
);
SELECT mutuality.distribute('mutuality.person_spell');
-- A separation asks when people leave, whichever source says so.
CREATE INDEX person_spell_person ON mutuality.person_spell (organization_id, person_id);
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
COMMENT ON COLUMN mutuality.person_spell.rehired IS
    'whether it begins a new employment though it follows the former one without a working day between; NULL: no';
COMMENT ON COLUMN mutuality.person_spell.valid_from IS 'first day of this spell';
COMMENT ON COLUMN mutuality.person_spell.valid_to IS 'first day after this spell';
COMMENT ON COLUMN mutuality.person_spell.updated_at IS 'when the source last changed the row';
COMMENT ON COLUMN mutuality.person_spell.batch_id IS 'the batch that wrote this row';

CREATE TABLE mutuality.separation (
    organization_id bigint NOT NULL,
    source_id smallint NOT NULL,
    person_id bigint NOT NULL,
    left_on date NOT NULL,
    separation_type text COLLATE "C",
    reason boolean,
    regretted boolean,
    updated_at timestamptz,
    batch_id bigint NOT NULL,
    told_line bigint NOT NULL,
    PRIMARY KEY (organization_id, source_id, person_id, left_on)
);
SELECT mutuality.distribute('mutuality.separation');
COMMENT ON TABLE mutuality.separation IS 'One row is somebody leaving the organization';
COMMENT ON COLUMN mutuality.separation.organization_id IS 'the organization';
COMMENT ON COLUMN mutuality.separation.source_id IS 'the source';
COMMENT ON COLUMN mutuality.separation.person_id IS 'pseudonym of who left';
COMMENT ON COLUMN mutuality.separation.left_on IS 'first day gone; stands over person_spell';
COMMENT ON COLUMN mutuality.separation.separation_type IS
    'voluntary, involuntary, retirement, end_of_contract or other; NULL is unlabelled';
COMMENT ON COLUMN mutuality.separation.reason IS 'whether a reason was written; the words are not kept';
COMMENT ON COLUMN mutuality.separation.regretted IS 'whether the organization would have kept the person';
COMMENT ON COLUMN mutuality.separation.updated_at IS 'when the source last changed the row';
COMMENT ON COLUMN mutuality.separation.batch_id IS 'the batch that wrote this row';
COMMENT ON COLUMN mutuality.separation.told_line IS
    'line of the file on which it was last told: of two about one stretch in one file the later counts';

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
            -- A final close at the instant of the reopening precedes it.
            WHEN reopened_at IS NOT NULL AND (final_closed_at IS NULL OR final_closed_at <= reopened_at)
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
COMMENT ON COLUMN mutuality.help_request.helper_id IS
    'pseudonym of who helped; the asker where they closed it themselves';
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
COMMENT ON COLUMN mutuality.help_request.ended_at IS
    'last instant at which any figure can still count it; infinity while it is open';

-- People, their separations and each other: a separation ends one of the stretches that there are.
CREATE INDEX separation_person ON mutuality.separation (organization_id, person_id);

CREATE TABLE mutuality.request_wait (
    organization_id bigint NOT NULL,
    source_id smallint NOT NULL,
    request_id text COLLATE "C" NOT NULL,
    wait_from timestamptz NOT NULL,
    wait_to timestamptz NOT NULL,
    updated_at timestamptz,
    batch_id bigint NOT NULL,
    PRIMARY KEY (organization_id, source_id, request_id, wait_from)
);
SELECT mutuality.distribute('mutuality.request_wait');
COMMENT ON TABLE mutuality.request_wait IS 'One row is a time for which a request waited for its asker';
COMMENT ON COLUMN mutuality.request_wait.organization_id IS 'the organization';
COMMENT ON COLUMN mutuality.request_wait.source_id IS 'the source';
COMMENT ON COLUMN mutuality.request_wait.request_id IS 'the request''s id in the source';
COMMENT ON COLUMN mutuality.request_wait.wait_from IS 'when the helper began to wait';
COMMENT ON COLUMN mutuality.request_wait.wait_to IS 'when the asker answered; infinity while it waits';
COMMENT ON COLUMN mutuality.request_wait.updated_at IS 'when the source last changed the row';
COMMENT ON COLUMN mutuality.request_wait.batch_id IS 'the batch that wrote this row';

CREATE TABLE mutuality.help_contribution (
    organization_id bigint NOT NULL,
    source_id smallint NOT NULL,
    contribution_id text COLLATE "C" NOT NULL,
    request_id text COLLATE "C",
    helper_id bigint NOT NULL,
    recipient_id bigint,
    started_at timestamptz NOT NULL,
    minutes double precision,
    kind text COLLATE "C",
    rating double precision,
    updated_at timestamptz,
    batch_id bigint NOT NULL,
    PRIMARY KEY (organization_id, source_id, contribution_id)
);
SELECT mutuality.distribute('mutuality.help_contribution');
CREATE INDEX help_contribution_started ON mutuality.help_contribution (organization_id, started_at);
CREATE INDEX help_contribution_request
    ON mutuality.help_contribution (organization_id, source_id, request_id, started_at);
COMMENT ON TABLE mutuality.help_contribution IS 'One row is a piece of help that somebody gave';
COMMENT ON COLUMN mutuality.help_contribution.organization_id IS 'the organization';
COMMENT ON COLUMN mutuality.help_contribution.source_id IS 'the source';
COMMENT ON COLUMN mutuality.help_contribution.contribution_id IS 'the piece''s id in the source';
COMMENT ON COLUMN mutuality.help_contribution.request_id IS 'the request that it answers, in the same source';
COMMENT ON COLUMN mutuality.help_contribution.helper_id IS 'pseudonym of who helped';
COMMENT ON COLUMN mutuality.help_contribution.recipient_id IS 'pseudonym of who was helped; NULL: the request''s asker';
COMMENT ON COLUMN mutuality.help_contribution.started_at IS 'when it began';
COMMENT ON COLUMN mutuality.help_contribution.minutes IS 'how long it took the helper';
COMMENT ON COLUMN mutuality.help_contribution.kind IS
    'emotional, informational, instrumental or appraisal; NULL: the request''s';
COMMENT ON COLUMN mutuality.help_contribution.rating IS 'what the person helped thought of it';
COMMENT ON COLUMN mutuality.help_contribution.updated_at IS 'when the source last changed the row';
COMMENT ON COLUMN mutuality.help_contribution.batch_id IS 'the batch that wrote this row';

CREATE TABLE mutuality.survey_answer (
    organization_id bigint NOT NULL,
    source_id smallint NOT NULL,
    survey_id text COLLATE "C" NOT NULL,
    response_token bigint NOT NULL,
    instrument text COLLATE "C" NOT NULL,
    item text COLLATE "C" NOT NULL,
    score double precision NOT NULL,
    scale_min double precision NOT NULL,
    scale_max double precision NOT NULL,
    submitted_at timestamptz NOT NULL,
    team_id text COLLATE "C",
    department_id text COLLATE "C",
    level text COLLATE "C",
    location text COLLATE "C",
    comment boolean,
    updated_at timestamptz,
    batch_id bigint NOT NULL,
    PRIMARY KEY (organization_id, source_id, survey_id, response_token, instrument, item, submitted_at)
);
SELECT mutuality.distribute('mutuality.survey_answer');
CREATE INDEX survey_answer_submitted ON mutuality.survey_answer (organization_id, submitted_at);
COMMENT ON TABLE mutuality.survey_answer IS 'One row is one answer to one item of a survey';
COMMENT ON COLUMN mutuality.survey_answer.organization_id IS 'the organization';
COMMENT ON COLUMN mutuality.survey_answer.source_id IS 'the source';
COMMENT ON COLUMN mutuality.survey_answer.survey_id IS 'one round of a survey';
COMMENT ON COLUMN mutuality.survey_answer.response_token IS
    'names a sheet of answers within its survey: a hash, keyed by survey_key';
COMMENT ON COLUMN mutuality.survey_answer.instrument IS 'the questionnaire';
COMMENT ON COLUMN mutuality.survey_answer.item IS 'the question';
COMMENT ON COLUMN mutuality.survey_answer.score IS 'the answer';
COMMENT ON COLUMN mutuality.survey_answer.scale_min IS 'lowest answer that can be given';
COMMENT ON COLUMN mutuality.survey_answer.scale_max IS 'highest answer that can be given';
COMMENT ON COLUMN mutuality.survey_answer.submitted_at IS 'when it was given; the last one dates the survey';
COMMENT ON COLUMN mutuality.survey_answer.team_id IS 'the team that the answer names';
COMMENT ON COLUMN mutuality.survey_answer.department_id IS 'used where the team has no department';
COMMENT ON COLUMN mutuality.survey_answer.level IS 'level or grade';
COMMENT ON COLUMN mutuality.survey_answer.location IS 'place of work';
COMMENT ON COLUMN mutuality.survey_answer.comment IS 'whether something was written beside it; the words are not kept';
COMMENT ON COLUMN mutuality.survey_answer.updated_at IS 'when the source last changed the row';
COMMENT ON COLUMN mutuality.survey_answer.batch_id IS 'the batch that wrote this row';

CREATE TABLE mutuality.survey_invitation (
    organization_id bigint NOT NULL,
    source_id smallint NOT NULL,
    survey_id text COLLATE "C" NOT NULL,
    team_id text COLLATE "C" NOT NULL,
    department_id text COLLATE "C" NOT NULL,
    invited integer NOT NULL,
    updated_at timestamptz,
    batch_id bigint NOT NULL,
    PRIMARY KEY (organization_id, source_id, survey_id, team_id, department_id)
);
SELECT mutuality.distribute('mutuality.survey_invitation');
COMMENT ON TABLE mutuality.survey_invitation IS 'One row says how many of a group were invited to a survey';
COMMENT ON COLUMN mutuality.survey_invitation.organization_id IS 'the organization';
COMMENT ON COLUMN mutuality.survey_invitation.source_id IS 'the source';
COMMENT ON COLUMN mutuality.survey_invitation.survey_id IS 'the survey';
COMMENT ON COLUMN mutuality.survey_invitation.team_id IS 'the team that was invited; empty for none';
COMMENT ON COLUMN mutuality.survey_invitation.department_id IS 'the department that was invited; empty for none';
COMMENT ON COLUMN mutuality.survey_invitation.invited IS 'people who could have answered';
COMMENT ON COLUMN mutuality.survey_invitation.updated_at IS 'when the source last changed the row';
COMMENT ON COLUMN mutuality.survey_invitation.batch_id IS 'the batch that wrote this row';

CREATE TABLE mutuality.agreement (
    organization_id bigint NOT NULL,
    source_id smallint NOT NULL,
    agreement_id text COLLATE "C" NOT NULL,
    person_id bigint NOT NULL,
    hours_per_week double precision NOT NULL,
    kinds text COLLATE "C",
    valid_from date NOT NULL,
    valid_to date,
    reviewed_on date,
    updated_at timestamptz,
    batch_id bigint NOT NULL,
    PRIMARY KEY (organization_id, source_id, agreement_id, valid_from)
);
SELECT mutuality.distribute('mutuality.agreement');
COMMENT ON TABLE mutuality.agreement IS
    'One row says how many hours a week somebody agreed to give to others, from a day on';
COMMENT ON COLUMN mutuality.agreement.organization_id IS 'the organization';
COMMENT ON COLUMN mutuality.agreement.source_id IS 'the source';
COMMENT ON COLUMN mutuality.agreement.agreement_id IS 'the agreement''s id in the source';
COMMENT ON COLUMN mutuality.agreement.person_id IS 'pseudonym of who agreed';
COMMENT ON COLUMN mutuality.agreement.hours_per_week IS 'hours of help a week';
COMMENT ON COLUMN mutuality.agreement.kinds IS 'kinds of support, separated by |; NULL: any';
COMMENT ON COLUMN mutuality.agreement.valid_from IS 'first day';
COMMENT ON COLUMN mutuality.agreement.valid_to IS 'first day after it; NULL while it lasts';
COMMENT ON COLUMN mutuality.agreement.reviewed_on IS 'when it was last talked over';
COMMENT ON COLUMN mutuality.agreement.updated_at IS 'when the source last changed the row';
COMMENT ON COLUMN mutuality.agreement.batch_id IS 'the batch that wrote this row';

CREATE TABLE mutuality.agreement_boundary (
    organization_id bigint NOT NULL,
    source_id smallint NOT NULL,
    agreement_id text COLLATE "C" NOT NULL,
    weekday integer NOT NULL,
    starts time NOT NULL,
    ends time NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    updated_at timestamptz,
    batch_id bigint NOT NULL,
    PRIMARY KEY (organization_id, source_id, agreement_id, weekday, starts, valid_from)
);
SELECT mutuality.distribute('mutuality.agreement_boundary');
COMMENT ON TABLE mutuality.agreement_boundary IS 'One row is a window in which somebody gives no help';
COMMENT ON COLUMN mutuality.agreement_boundary.organization_id IS 'the organization';
COMMENT ON COLUMN mutuality.agreement_boundary.source_id IS 'the source';
COMMENT ON COLUMN mutuality.agreement_boundary.agreement_id IS 'the agreement that it belongs to, in the same source';
COMMENT ON COLUMN mutuality.agreement_boundary.weekday IS
    '1 is Monday, 7 Sunday: the day on which it starts; 0 every day';
COMMENT ON COLUMN mutuality.agreement_boundary.starts IS 'first minute';
COMMENT ON COLUMN mutuality.agreement_boundary.ends IS
    'first minute after it, on the next day unless later than starts';
COMMENT ON COLUMN mutuality.agreement_boundary.valid_from IS 'first day; -infinity: as long as the agreement';
COMMENT ON COLUMN mutuality.agreement_boundary.valid_to IS 'first day after it; NULL: as long as the agreement';
COMMENT ON COLUMN mutuality.agreement_boundary.updated_at IS 'when the source last changed the row';
COMMENT ON COLUMN mutuality.agreement_boundary.batch_id IS 'the batch that wrote this row';

CREATE TABLE mutuality.calendar_shift (
    organization_id bigint NOT NULL,
    source_id smallint NOT NULL,
    calendar_id text COLLATE "C" NOT NULL,
    time_zone text COLLATE "C",
    weekday integer NOT NULL,
    starts time NOT NULL,
    ends time NOT NULL,
    updated_at timestamptz,
    batch_id bigint NOT NULL,
    PRIMARY KEY (organization_id, source_id, calendar_id, weekday, starts)
);
SELECT mutuality.distribute('mutuality.calendar_shift');
COMMENT ON TABLE mutuality.calendar_shift IS 'One row is a stretch of working time that comes every week';
COMMENT ON COLUMN mutuality.calendar_shift.organization_id IS 'the organization';
COMMENT ON COLUMN mutuality.calendar_shift.source_id IS 'the source';
COMMENT ON COLUMN mutuality.calendar_shift.calendar_id IS 'the calendar, as in team and person_spell';
COMMENT ON COLUMN mutuality.calendar_shift.time_zone IS 'IANA name; NULL: that of whoever uses the calendar';
COMMENT ON COLUMN mutuality.calendar_shift.weekday IS '1 is Monday, 7 Sunday: the day on which it starts';
COMMENT ON COLUMN mutuality.calendar_shift.starts IS 'first minute of work';
COMMENT ON COLUMN mutuality.calendar_shift.ends IS 'first minute after it, on the next day unless later than starts';
COMMENT ON COLUMN mutuality.calendar_shift.updated_at IS 'when the source last changed the row';
COMMENT ON COLUMN mutuality.calendar_shift.batch_id IS 'the batch that wrote this row';

CREATE TABLE mutuality.calendar_holiday (
    organization_id bigint NOT NULL,
    source_id smallint NOT NULL,
    calendar_id text COLLATE "C" NOT NULL,
    holiday date NOT NULL,
    updated_at timestamptz,
    batch_id bigint NOT NULL,
    PRIMARY KEY (organization_id, source_id, calendar_id, holiday)
);
SELECT mutuality.distribute('mutuality.calendar_holiday');
COMMENT ON TABLE mutuality.calendar_holiday IS 'One row is a day on which a calendar''s work does not start';
COMMENT ON COLUMN mutuality.calendar_holiday.organization_id IS 'the organization';
COMMENT ON COLUMN mutuality.calendar_holiday.source_id IS 'the source';
COMMENT ON COLUMN mutuality.calendar_holiday.calendar_id IS 'the calendar';
COMMENT ON COLUMN mutuality.calendar_holiday.holiday IS 'the day';
COMMENT ON COLUMN mutuality.calendar_holiday.updated_at IS 'when the source last changed the row';
COMMENT ON COLUMN mutuality.calendar_holiday.batch_id IS 'the batch that wrote this row';

CREATE TABLE mutuality.leave_spell (
    organization_id bigint NOT NULL,
    source_id smallint NOT NULL,
    person_id bigint NOT NULL,
    valid_from date NOT NULL,
    valid_to date NOT NULL,
    kind boolean,
    updated_at timestamptz,
    batch_id bigint NOT NULL,
    PRIMARY KEY (organization_id, source_id, person_id, valid_from, valid_to)
);
SELECT mutuality.distribute('mutuality.leave_spell');
COMMENT ON TABLE mutuality.leave_spell IS 'One row is an absence';
COMMENT ON COLUMN mutuality.leave_spell.organization_id IS 'the organization';
COMMENT ON COLUMN mutuality.leave_spell.source_id IS 'the source';
COMMENT ON COLUMN mutuality.leave_spell.person_id IS 'pseudonym of who is away';
COMMENT ON COLUMN mutuality.leave_spell.valid_from IS 'first day away';
COMMENT ON COLUMN mutuality.leave_spell.valid_to IS 'first day back; infinity while that is not known';
COMMENT ON COLUMN mutuality.leave_spell.kind IS 'whether a kind was given; which is not kept';
COMMENT ON COLUMN mutuality.leave_spell.updated_at IS 'when the source last changed the row';
COMMENT ON COLUMN mutuality.leave_spell.batch_id IS 'the batch that wrote this row';

CREATE TABLE mutuality.recognition (
    organization_id bigint NOT NULL,
    source_id smallint NOT NULL,
    recognition_id text COLLATE "C" NOT NULL,
    giver_id bigint NOT NULL,
    receiver_id bigint NOT NULL,
    given_at timestamptz NOT NULL,
    reason text COLLATE "C",
    value_tags text COLLATE "C",
    public boolean,
    updated_at timestamptz,
    batch_id bigint NOT NULL,
    PRIMARY KEY (organization_id, source_id, recognition_id)
);
SELECT mutuality.distribute('mutuality.recognition');
CREATE INDEX recognition_given ON mutuality.recognition (organization_id, given_at);
COMMENT ON TABLE mutuality.recognition IS 'One row is a thank-you';
COMMENT ON COLUMN mutuality.recognition.organization_id IS 'the organization';
COMMENT ON COLUMN mutuality.recognition.source_id IS 'the source';
COMMENT ON COLUMN mutuality.recognition.recognition_id IS 'its id in the source';
COMMENT ON COLUMN mutuality.recognition.giver_id IS 'pseudonym of who thanked';
COMMENT ON COLUMN mutuality.recognition.receiver_id IS 'pseudonym of who was thanked';
COMMENT ON COLUMN mutuality.recognition.given_at IS 'when';
COMMENT ON COLUMN mutuality.recognition.reason IS 'helping, asking or own_work';
COMMENT ON COLUMN mutuality.recognition.value_tags IS 'values that it names, separated by |';
COMMENT ON COLUMN mutuality.recognition.public IS 'whether others could see it';
COMMENT ON COLUMN mutuality.recognition.updated_at IS 'when the source last changed the row';
COMMENT ON COLUMN mutuality.recognition.batch_id IS 'the batch that wrote this row';

CREATE TABLE mutuality.survey_key (
    organization_id bigint NOT NULL,
    source_id smallint NOT NULL,
    survey_id text COLLATE "C" NOT NULL,
    key_sealed bytea NOT NULL,
    made_at timestamptz NOT NULL,
    PRIMARY KEY (organization_id, source_id, survey_id)
);
SELECT mutuality.distribute('mutuality.survey_key');
COMMENT ON TABLE mutuality.survey_key IS
    'One row is the key behind the response tokens of a survey, until the survey is closed';
COMMENT ON COLUMN mutuality.survey_key.organization_id IS 'the organization';
COMMENT ON COLUMN mutuality.survey_key.source_id IS 'the source';
COMMENT ON COLUMN mutuality.survey_key.survey_id IS 'the survey';
COMMENT ON COLUMN mutuality.survey_key.key_sealed IS 'a random key, encrypted (AES-GCM) under the pseudonym key';
COMMENT ON COLUMN mutuality.survey_key.made_at IS 'when the survey''s answers first came';
