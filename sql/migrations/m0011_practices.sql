-- What teams do about support: rotas, rituals, promises, pairs, objectives, rewards, feedback, named colleagues, pods and
-- contacts.

CREATE TABLE mutuality_facts.rotation_turn (
    organization_id bigint NOT NULL,
    source_id smallint NOT NULL,
    team_id text COLLATE "C" NOT NULL,
    person_id bigint NOT NULL,
    role text COLLATE "C" NOT NULL,
    valid_from date NOT NULL,
    valid_to date NOT NULL,
    updated_at timestamptz,
    batch_id bigint NOT NULL,
    PRIMARY KEY (organization_id, source_id, team_id, role, person_id, valid_from)
);
SELECT mutuality.distribute('mutuality_facts.rotation_turn');
COMMENT ON TABLE mutuality_facts.rotation_turn IS 'One row is somebody''s turn as a helper of a team';
COMMENT ON COLUMN mutuality_facts.rotation_turn.organization_id IS 'the organization';
COMMENT ON COLUMN mutuality_facts.rotation_turn.source_id IS 'the source';
COMMENT ON COLUMN mutuality_facts.rotation_turn.team_id IS 'the team whose duty it is';
COMMENT ON COLUMN mutuality_facts.rotation_turn.person_id IS 'pseudonym of whose turn it is';
COMMENT ON COLUMN mutuality_facts.rotation_turn.role IS 'primary or backup';
COMMENT ON COLUMN mutuality_facts.rotation_turn.valid_from IS 'first day of the turn';
COMMENT ON COLUMN mutuality_facts.rotation_turn.valid_to IS 'first day after it';
COMMENT ON COLUMN mutuality_facts.rotation_turn.updated_at IS 'when the source last changed the row';
COMMENT ON COLUMN mutuality_facts.rotation_turn.batch_id IS 'the batch that wrote this row';

CREATE TABLE mutuality_facts.ritual (
    organization_id bigint NOT NULL,
    source_id smallint NOT NULL,
    ritual_id text COLLATE "C" NOT NULL,
    team_id text COLLATE "C",
    kind text COLLATE "C" NOT NULL,
    planned_at timestamptz NOT NULL,
    held_at timestamptz,
    updated_at timestamptz,
    batch_id bigint NOT NULL,
    PRIMARY KEY (organization_id, source_id, ritual_id)
);
SELECT mutuality.distribute('mutuality_facts.ritual');
CREATE INDEX ritual_planned ON mutuality_facts.ritual (organization_id, planned_at);
COMMENT ON TABLE mutuality_facts.ritual IS
    'One row is a check-in, a retrospective or a support review that was planned';
COMMENT ON COLUMN mutuality_facts.ritual.organization_id IS 'the organization';
COMMENT ON COLUMN mutuality_facts.ritual.source_id IS 'the source';
COMMENT ON COLUMN mutuality_facts.ritual.ritual_id IS 'its id in the source';
COMMENT ON COLUMN mutuality_facts.ritual.team_id IS 'the team that holds it';
COMMENT ON COLUMN mutuality_facts.ritual.kind IS 'what it is';
COMMENT ON COLUMN mutuality_facts.ritual.planned_at IS 'when it was to be held';
COMMENT ON COLUMN mutuality_facts.ritual.held_at IS 'when it was held';
COMMENT ON COLUMN mutuality_facts.ritual.updated_at IS 'when the source last changed the row';
COMMENT ON COLUMN mutuality_facts.ritual.batch_id IS 'the batch that wrote this row';

CREATE TABLE mutuality_facts.commitment (
    organization_id bigint NOT NULL,
    source_id smallint NOT NULL,
    commitment_id text COLLATE "C" NOT NULL,
    helper_id bigint NOT NULL,
    recipient_id bigint,
    promised_at timestamptz NOT NULL,
    due_at timestamptz NOT NULL,
    minutes_asked double precision,
    minutes_agreed double precision,
    delivered_at timestamptz,
    minutes_delivered double precision,
    updated_at timestamptz,
    batch_id bigint NOT NULL,
    PRIMARY KEY (organization_id, source_id, commitment_id)
);
SELECT mutuality.distribute('mutuality_facts.commitment');
CREATE INDEX commitment_due ON mutuality_facts.commitment (organization_id, due_at);
COMMENT ON TABLE mutuality_facts.commitment IS 'One row is a promise to help';
COMMENT ON COLUMN mutuality_facts.commitment.organization_id IS 'the organization';
COMMENT ON COLUMN mutuality_facts.commitment.source_id IS 'the source';
COMMENT ON COLUMN mutuality_facts.commitment.commitment_id IS 'its id in the source';
COMMENT ON COLUMN mutuality_facts.commitment.helper_id IS 'pseudonym of who promised';
COMMENT ON COLUMN mutuality_facts.commitment.recipient_id IS 'pseudonym of whom it was promised to';
COMMENT ON COLUMN mutuality_facts.commitment.promised_at IS 'when it was promised';
COMMENT ON COLUMN mutuality_facts.commitment.due_at IS 'by when';
COMMENT ON COLUMN mutuality_facts.commitment.minutes_asked IS 'how much help was asked for';
COMMENT ON COLUMN mutuality_facts.commitment.minutes_agreed IS 'how much was promised';
COMMENT ON COLUMN mutuality_facts.commitment.delivered_at IS 'when it was kept';
COMMENT ON COLUMN mutuality_facts.commitment.minutes_delivered IS 'how much help was given';
COMMENT ON COLUMN mutuality_facts.commitment.updated_at IS 'when the source last changed the row';
COMMENT ON COLUMN mutuality_facts.commitment.batch_id IS 'the batch that wrote this row';

CREATE TABLE mutuality_facts.pairing (
    organization_id bigint NOT NULL,
    source_id smallint NOT NULL,
    pairing_id text COLLATE "C" NOT NULL,
    supporter_id bigint NOT NULL,
    supported_id bigint NOT NULL,
    kind text COLLATE "C" NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    updated_at timestamptz,
    batch_id bigint NOT NULL,
    PRIMARY KEY (organization_id, source_id, pairing_id)
);
SELECT mutuality.distribute('mutuality_facts.pairing');
COMMENT ON TABLE mutuality_facts.pairing IS 'One row is a mentor or buddy, and whom they support';
COMMENT ON COLUMN mutuality_facts.pairing.organization_id IS 'the organization';
COMMENT ON COLUMN mutuality_facts.pairing.source_id IS 'the source';
COMMENT ON COLUMN mutuality_facts.pairing.pairing_id IS 'its id in the source';
COMMENT ON COLUMN mutuality_facts.pairing.supporter_id IS 'pseudonym of the mentor or buddy';
COMMENT ON COLUMN mutuality_facts.pairing.supported_id IS 'pseudonym of who is supported';
COMMENT ON COLUMN mutuality_facts.pairing.kind IS 'mentor or buddy';
COMMENT ON COLUMN mutuality_facts.pairing.valid_from IS 'first day';
COMMENT ON COLUMN mutuality_facts.pairing.valid_to IS 'first day after it; NULL while it lasts';
COMMENT ON COLUMN mutuality_facts.pairing.updated_at IS 'when the source last changed the row';
COMMENT ON COLUMN mutuality_facts.pairing.batch_id IS 'the batch that wrote this row';

CREATE TABLE mutuality_facts.pair_meeting (
    organization_id bigint NOT NULL,
    source_id smallint NOT NULL,
    pairing_id text COLLATE "C" NOT NULL,
    planned_at timestamptz NOT NULL,
    held_at timestamptz,
    updated_at timestamptz,
    batch_id bigint NOT NULL,
    PRIMARY KEY (organization_id, source_id, pairing_id, planned_at)
);
SELECT mutuality.distribute('mutuality_facts.pair_meeting');
CREATE INDEX pair_meeting_planned ON mutuality_facts.pair_meeting (organization_id, planned_at);
COMMENT ON TABLE mutuality_facts.pair_meeting IS 'One row is a meeting of a mentor or buddy pair that was planned';
COMMENT ON COLUMN mutuality_facts.pair_meeting.organization_id IS 'the organization';
COMMENT ON COLUMN mutuality_facts.pair_meeting.source_id IS 'the source';
COMMENT ON COLUMN mutuality_facts.pair_meeting.pairing_id IS 'the pair';
COMMENT ON COLUMN mutuality_facts.pair_meeting.planned_at IS 'when they were to meet';
COMMENT ON COLUMN mutuality_facts.pair_meeting.held_at IS 'when they met';
COMMENT ON COLUMN mutuality_facts.pair_meeting.updated_at IS 'when the source last changed the row';
COMMENT ON COLUMN mutuality_facts.pair_meeting.batch_id IS 'the batch that wrote this row';

CREATE TABLE mutuality_facts.objective (
    organization_id bigint NOT NULL,
    source_id smallint NOT NULL,
    objective_id text COLLATE "C" NOT NULL,
    person_id bigint NOT NULL,
    beneficiary text COLLATE "C" NOT NULL,
    beneficiary_id boolean,
    weight double precision NOT NULL,
    kind text COLLATE "C",
    valid_from date NOT NULL,
    valid_to date,
    updated_at timestamptz,
    batch_id bigint NOT NULL,
    PRIMARY KEY (organization_id, source_id, objective_id)
);
SELECT mutuality.distribute('mutuality_facts.objective');
COMMENT ON TABLE mutuality_facts.objective IS 'One row is an objective that somebody is held to';
COMMENT ON COLUMN mutuality_facts.objective.organization_id IS 'the organization';
COMMENT ON COLUMN mutuality_facts.objective.source_id IS 'the source';
COMMENT ON COLUMN mutuality_facts.objective.objective_id IS 'its id in the source';
COMMENT ON COLUMN mutuality_facts.objective.person_id IS 'pseudonym of who is held to it';
COMMENT ON COLUMN mutuality_facts.objective.beneficiary IS 'self, person, team or organization';
COMMENT ON COLUMN mutuality_facts.objective.beneficiary_id IS 'whether one was named; which is not kept';
COMMENT ON COLUMN mutuality_facts.objective.weight IS 'how much it counts';
COMMENT ON COLUMN mutuality_facts.objective.kind IS 'individual_target, shared or forced_rank';
COMMENT ON COLUMN mutuality_facts.objective.valid_from IS 'first day';
COMMENT ON COLUMN mutuality_facts.objective.valid_to IS 'first day after it; NULL while it lasts';
COMMENT ON COLUMN mutuality_facts.objective.updated_at IS 'when the source last changed the row';
COMMENT ON COLUMN mutuality_facts.objective.batch_id IS 'the batch that wrote this row';

CREATE TABLE mutuality_facts.reward (
    organization_id bigint NOT NULL,
    source_id smallint NOT NULL,
    reward_id text COLLATE "C" NOT NULL,
    person_id bigint NOT NULL,
    given_at timestamptz NOT NULL,
    amount double precision,
    rating double precision,
    for_helping boolean,
    updated_at timestamptz,
    batch_id bigint NOT NULL,
    PRIMARY KEY (organization_id, source_id, reward_id)
);
SELECT mutuality.distribute('mutuality_facts.reward');
CREATE INDEX reward_given ON mutuality_facts.reward (organization_id, given_at);
COMMENT ON TABLE mutuality_facts.reward IS 'One row is a reward or a rating';
COMMENT ON COLUMN mutuality_facts.reward.organization_id IS 'the organization';
COMMENT ON COLUMN mutuality_facts.reward.source_id IS 'the source';
COMMENT ON COLUMN mutuality_facts.reward.reward_id IS 'its id in the source';
COMMENT ON COLUMN mutuality_facts.reward.person_id IS 'pseudonym of who got it';
COMMENT ON COLUMN mutuality_facts.reward.given_at IS 'when';
COMMENT ON COLUMN mutuality_facts.reward.amount IS 'how much';
COMMENT ON COLUMN mutuality_facts.reward.rating IS 'the rating; higher is better';
COMMENT ON COLUMN mutuality_facts.reward.for_helping IS 'whether it was for helping others';
COMMENT ON COLUMN mutuality_facts.reward.updated_at IS 'when the source last changed the row';
COMMENT ON COLUMN mutuality_facts.reward.batch_id IS 'the batch that wrote this row';

CREATE TABLE mutuality_facts.feedback_item (
    organization_id bigint NOT NULL,
    source_id smallint NOT NULL,
    feedback_id text COLLATE "C" NOT NULL,
    team_id text COLLATE "C",
    kind text COLLATE "C" NOT NULL,
    submitted_at timestamptz NOT NULL,
    answered_at timestamptz,
    acted_on_at timestamptz NOT NULL,
    updated_at timestamptz,
    batch_id bigint NOT NULL,
    PRIMARY KEY (organization_id, source_id, feedback_id)
);
SELECT mutuality.distribute('mutuality_facts.feedback_item');
CREATE INDEX feedback_item_acted ON mutuality_facts.feedback_item (organization_id, acted_on_at);
COMMENT ON TABLE mutuality_facts.feedback_item IS
    'One row is a thing to start, to stop or to continue that somebody asked for';
COMMENT ON COLUMN mutuality_facts.feedback_item.organization_id IS 'the organization';
COMMENT ON COLUMN mutuality_facts.feedback_item.source_id IS 'the source';
COMMENT ON COLUMN mutuality_facts.feedback_item.feedback_id IS 'its id in the source';
COMMENT ON COLUMN mutuality_facts.feedback_item.team_id IS 'the team that it is for';
COMMENT ON COLUMN mutuality_facts.feedback_item.kind IS 'start, stop or continue';
COMMENT ON COLUMN mutuality_facts.feedback_item.submitted_at IS 'when it was handed in';
COMMENT ON COLUMN mutuality_facts.feedback_item.answered_at IS 'when it was answered';
COMMENT ON COLUMN mutuality_facts.feedback_item.acted_on_at IS
    'when something was done about it; infinity while nothing was';
COMMENT ON COLUMN mutuality_facts.feedback_item.updated_at IS 'when the source last changed the row';
COMMENT ON COLUMN mutuality_facts.feedback_item.batch_id IS 'the batch that wrote this row';

CREATE TABLE mutuality_facts.support_tie (
    organization_id bigint NOT NULL,
    source_id smallint NOT NULL,
    survey_id text COLLATE "C" NOT NULL,
    person_id bigint NOT NULL,
    colleague_id bigint NOT NULL,
    kind text COLLATE "C" NOT NULL,
    updated_at timestamptz,
    batch_id bigint NOT NULL,
    PRIMARY KEY (organization_id, source_id, survey_id, person_id, colleague_id, kind)
);
SELECT mutuality.distribute('mutuality_facts.support_tie');
COMMENT ON TABLE mutuality_facts.support_tie IS 'One row is a colleague to whom somebody says that they would go';
COMMENT ON COLUMN mutuality_facts.support_tie.organization_id IS 'the organization';
COMMENT ON COLUMN mutuality_facts.support_tie.source_id IS 'the source';
COMMENT ON COLUMN mutuality_facts.support_tie.survey_id IS 'the survey';
COMMENT ON COLUMN mutuality_facts.support_tie.person_id IS 'pseudonym of who would go to somebody';
COMMENT ON COLUMN mutuality_facts.support_tie.colleague_id IS 'pseudonym of the colleague';
COMMENT ON COLUMN mutuality_facts.support_tie.kind IS 'for which kind of support';
COMMENT ON COLUMN mutuality_facts.support_tie.updated_at IS 'when the source last changed the row';
COMMENT ON COLUMN mutuality_facts.support_tie.batch_id IS 'the batch that wrote this row';

CREATE TABLE mutuality_facts.pod_member (
    organization_id bigint NOT NULL,
    source_id smallint NOT NULL,
    team_id text COLLATE "C" NOT NULL,
    pod_id text COLLATE "C" NOT NULL,
    person_id bigint NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    updated_at timestamptz,
    batch_id bigint NOT NULL,
    PRIMARY KEY (organization_id, source_id, team_id, pod_id, person_id, valid_from)
);
SELECT mutuality.distribute('mutuality_facts.pod_member');
COMMENT ON TABLE mutuality_facts.pod_member IS 'One row is a member of a pod, a small group within a team';
COMMENT ON COLUMN mutuality_facts.pod_member.organization_id IS 'the organization';
COMMENT ON COLUMN mutuality_facts.pod_member.source_id IS 'the source';
COMMENT ON COLUMN mutuality_facts.pod_member.team_id IS 'the team';
COMMENT ON COLUMN mutuality_facts.pod_member.pod_id IS 'the pod';
COMMENT ON COLUMN mutuality_facts.pod_member.person_id IS 'pseudonym of who is in it';
COMMENT ON COLUMN mutuality_facts.pod_member.valid_from IS 'first day; -infinity if always';
COMMENT ON COLUMN mutuality_facts.pod_member.valid_to IS 'first day after it; NULL while it lasts';
COMMENT ON COLUMN mutuality_facts.pod_member.updated_at IS 'when the source last changed the row';
COMMENT ON COLUMN mutuality_facts.pod_member.batch_id IS 'the batch that wrote this row';

CREATE TABLE mutuality_facts.emergency_contact (
    organization_id bigint NOT NULL,
    source_id smallint NOT NULL,
    team_id text COLLATE "C" NOT NULL,
    person_id bigint NOT NULL,
    role text COLLATE "C" NOT NULL,
    tested_on date NOT NULL,
    updated_at timestamptz,
    batch_id bigint NOT NULL,
    PRIMARY KEY (organization_id, source_id, team_id, person_id, role, tested_on)
);
SELECT mutuality.distribute('mutuality_facts.emergency_contact');
COMMENT ON TABLE mutuality_facts.emergency_contact IS 'One row is a test of somebody whom a team calls in an emergency';
COMMENT ON COLUMN mutuality_facts.emergency_contact.organization_id IS 'the organization';
COMMENT ON COLUMN mutuality_facts.emergency_contact.source_id IS 'the source';
COMMENT ON COLUMN mutuality_facts.emergency_contact.team_id IS 'the team';
COMMENT ON COLUMN mutuality_facts.emergency_contact.person_id IS 'pseudonym of who is called';
COMMENT ON COLUMN mutuality_facts.emergency_contact.role IS 'primary or backup';
COMMENT ON COLUMN mutuality_facts.emergency_contact.tested_on IS
    'when somebody tried to reach them; -infinity if nobody has';
COMMENT ON COLUMN mutuality_facts.emergency_contact.updated_at IS 'when the source last changed the row';
COMMENT ON COLUMN mutuality_facts.emergency_contact.batch_id IS 'the batch that wrote this row';
