-- What plain SQL can say of half of the KPIs: counts, rates, means, quantiles, concentration, ties. For every month, quarter
-- and year of an organization in UTC, whole, by department and by team; those of time to help by ISO week too.
--
-- The same text runs on PostgreSQL and, without UNLOGGED, on DuckDB: this file, then the others in the order that `compute`
-- names. It reads what records.sql makes, and fills the table result. It may take for granted what holds of the generated
-- records: every request names its team, teams and pods last and stay in their department, everybody is in `people`, has
-- a level, joins once and is in one pod of a team, turnover and people agree, nobody closes what they asked, nothing is
-- taken back after it was closed, each answer, pair and meeting is told once and with all that it needs, objectives have a
-- weight, and there are no contributions, calendars, waits or leave.
-- Left out are exact limits of counts, limits by Student's t, those of Kaplan and Meier, and the Gini coefficient by
-- chance, for which neither has the function; coverage; and how many people stand behind a figure.

-- Scopes by number: 0 is the organization, then departments, then teams.
CREATE UNLOGGED TABLE scope AS
SELECT 0 AS scope_key, 'organization' AS scope, '' AS scope_id
UNION ALL
SELECT row_number() OVER (ORDER BY kind, id)::integer, kind, id
FROM (SELECT 'department' AS kind, department_id AS id FROM team UNION SELECT 'team', team_id FROM team) AS known;

CREATE UNLOGGED TABLE place AS
SELECT team_id, own.scope_key AS team_key, above.scope_key AS department_key
FROM team
JOIN scope AS own ON own.scope = 'team' AND own.scope_id = team_id
JOIN scope AS above ON above.scope = 'department' AND above.scope_id = department_id;

-- In which scopes something counts that belongs to a team; without a team in the organization only.
CREATE UNLOGGED TABLE belongs AS
SELECT team_key, 0 AS scope_key FROM place
UNION ALL SELECT team_key, department_key FROM place
UNION ALL SELECT team_key, team_key FROM place
UNION ALL SELECT 0, 0;

CREATE UNLOGGED TABLE span AS
SELECT row_number() OVER (ORDER BY period, first_day)::integer AS span_key, period, first_day, day_after,
    first_day::timestamp AS span_from, day_after::timestamp AS span_to
FROM period;

-- What periods are put together from: months and, for the organization alone, weeks.
CREATE UNLOGGED TABLE part AS
SELECT small.first_day AS part_day, small.period = 'week' AS is_week, whole.span_key
FROM span AS small
JOIN span AS whole ON whole.first_day <= small.first_day AND small.day_after <= whole.day_after
    AND (whole.period = 'week') = (small.period = 'week')
WHERE small.period IN ('month', 'week');

-- Who is where on the last day of a period, and how many they are in each scope.
CREATE UNLOGGED TABLE present AS
SELECT person_id, span_key, team_key, department_key, manager_id, location
FROM spell
JOIN span ON spell.first_day < span.day_after AND span.day_after <= spell.day_after AND period <> 'week'
JOIN place USING (team_id);

CREATE UNLOGGED TABLE attendance AS
SELECT span_key, scope_key, count(*)::double precision AS n
FROM present JOIN belongs USING (team_key) GROUP BY span_key, scope_key;

-- Figures, with `size` where their limits are Wilson's, and `margin` where they lie as far on either side.
CREATE UNLOGGED TABLE figure (
    kpi text, span_key bigint, scope_key bigint, measure text, breakdown text, part text, statistic text,
    value double precision, n double precision, size double precision, margin double precision
);

ANALYZE;
