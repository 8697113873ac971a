-- What half.sql reads, on PostgreSQL: the program's own tables of one organization, with instants as they read in UTC. `weeks` says whether
-- there are figures by ISO week; `begin` and `over` are the history's first day and the day after it.
CREATE SCHEMA rival;
SET search_path = rival;

CREATE VIEW request AS
SELECT requester_id AS asker_id, team_id, helper_id, effort_minutes, opened_at AT TIME ZONE 'UTC' AS opened_at,
    first_response_at AT TIME ZONE 'UTC' AS first_response_at, resolved_at AT TIME ZONE 'UTC' AS resolved_at,
    reopened_at AT TIME ZONE 'UTC' AS reopened_at, final_closed_at AT TIME ZONE 'UTC' AS final_closed_at,
    withdrawn_at AT TIME ZONE 'UTC' AS withdrawn_at, ended_at AT TIME ZONE 'UTC' AS ended_at
FROM mutuality_facts.help_request;

CREATE VIEW team AS SELECT team_id, department_id FROM mutuality_facts.team;

CREATE VIEW spell AS
SELECT person_id, team_id, joined_on, left_on, valid_from AS first_day,
    coalesce(least(valid_to, left_on), DATE '9999-12-31') AS day_after
FROM mutuality_facts.person_spell;

CREATE VIEW separation AS
SELECT person_id, separation_type, regretted FROM mutuality_facts.separation;

CREATE TABLE period AS
SELECT period, first_day::date, (first_day + length)::date AS day_after
FROM (VALUES ('month', INTERVAL '1 month'), ('quarter', INTERVAL '3 months'), ('year', INTERVAL '1 year')) AS kind (period, length)
CROSS JOIN LATERAL generate_series(:'begin'::timestamp, :'over'::timestamp - length, length) AS first_day
UNION ALL
SELECT 'week', first_day::date, first_day::date + 7
FROM generate_series(:'begin'::timestamp, :'over'::timestamp - INTERVAL '7 days', INTERVAL '7 days') AS first_day
WHERE :'weeks';
