-- What the rivals read, on PostgreSQL: the program's own tables of one organization, with instants as they read in UTC.
-- `weeks` says whether there are figures by ISO week; `begin` and `over` are the history's first day and the day after it.
CREATE SCHEMA rival;
SET search_path = rival;

CREATE VIEW request AS
SELECT requester_id AS asker_id, team_id, helper_id, kind, anonymous AS is_anonymous, effort_minutes,
    opened_at AT TIME ZONE 'UTC' AS opened_at,
    first_response_at AT TIME ZONE 'UTC' AS first_response_at, resolved_at AT TIME ZONE 'UTC' AS resolved_at,
    reopened_at AT TIME ZONE 'UTC' AS reopened_at, final_closed_at AT TIME ZONE 'UTC' AS final_closed_at,
    withdrawn_at AT TIME ZONE 'UTC' AS withdrawn_at, ended_at AT TIME ZONE 'UTC' AS ended_at
FROM mutuality_facts.help_request;

CREATE VIEW team AS SELECT team_id, department_id FROM mutuality_facts.team;

CREATE VIEW spell AS
SELECT person_id, team_id, manager_id, level, location, joined_on, left_on, valid_from AS first_day,
    coalesce(least(valid_to, left_on), DATE '9999-12-31') AS day_after
FROM mutuality_facts.person_spell;

CREATE VIEW separation AS
SELECT person_id, separation_type, regretted FROM mutuality_facts.separation;

CREATE VIEW agreement AS
SELECT person_id, valid_from, coalesce(valid_to, DATE '9999-12-31') AS valid_to, reviewed_on FROM mutuality_facts.agreement;

CREATE VIEW objective AS
SELECT person_id, beneficiary, weight, kind, valid_from, coalesce(valid_to, DATE '9999-12-31') AS valid_to
FROM mutuality_facts.objective;

CREATE VIEW reward AS
SELECT person_id, given_at AT TIME ZONE 'UTC' AS given_at, for_helping FROM mutuality_facts.reward;

CREATE VIEW ritual AS
SELECT team_id, kind, planned_at AT TIME ZONE 'UTC' AS planned_at, held_at AT TIME ZONE 'UTC' AS held_at
FROM mutuality_facts.ritual;

CREATE VIEW commitment AS
SELECT helper_id, due_at AT TIME ZONE 'UTC' AS due_at, delivered_at AT TIME ZONE 'UTC' AS delivered_at, minutes_asked,
    minutes_agreed, minutes_delivered
FROM mutuality_facts.commitment;

CREATE VIEW pairing AS
SELECT pairing_id, supporter_id, supported_id, kind, valid_from, coalesce(valid_to, DATE '9999-12-31') AS valid_to
FROM mutuality_facts.pairing;

CREATE VIEW meeting AS
SELECT pairing_id, planned_at AT TIME ZONE 'UTC' AS planned_at, held_at AT TIME ZONE 'UTC' AS held_at
FROM mutuality_facts.pair_meeting;

CREATE VIEW pod AS SELECT team_id, pod_id, person_id FROM mutuality_facts.pod_member;

CREATE VIEW contact AS SELECT team_id, role, tested_on FROM mutuality_facts.emergency_contact;

CREATE VIEW answer AS
SELECT survey_id, instrument, item, score, scale_min, scale_max, submitted_at AT TIME ZONE 'UTC' AS submitted_at, team_id
FROM mutuality_facts.survey_answer;

CREATE TABLE period AS
SELECT period, first_day::date, (first_day + length)::date AS day_after
FROM (VALUES ('month', INTERVAL '1 month'), ('quarter', INTERVAL '3 months'), ('year', INTERVAL '1 year')) AS kind (period, length)
CROSS JOIN LATERAL generate_series(:'begin'::timestamp, :'over'::timestamp - length, length) AS first_day
UNION ALL
SELECT 'week', first_day::date, first_day::date + 7
FROM generate_series(:'begin'::timestamp, :'over'::timestamp - INTERVAL '7 days', INTERVAL '7 days') AS first_day
WHERE :'weeks';
