-- Each request with what its target came to after two hours, and with who its asker was on the day that it was opened.
CREATE UNLOGGED TABLE opened AS
SELECT place.team_key, asker_id, coalesce(own.team_key, 0) AS asker_key, level,
    opened_at::date < joined_on + 365 AS is_first_year, is_anonymous, kind, opened_at, due_at,
    coalesce(withdrawn_at < due_at AND answered_at IS NULL, false)::integer AS withdrawn,
    coalesce(answered_at <= due_at, false)::integer AS met,
    coalesce(answered_at <= opened_at + INTERVAL '1 minute', false)::integer AS met_at_once
FROM (
    SELECT *, opened_at + INTERVAL '2 hours' AS due_at, least(first_response_at, resolved_at) AS answered_at FROM request
) AS request
JOIN place USING (team_id)
LEFT JOIN spell ON person_id = asker_id AND first_day <= opened_at::date AND opened_at::date < day_after
LEFT JOIN place AS own ON own.team_id = spell.team_id;
ANALYZE opened;

-- Shares of requests. One row is what a request counts for in a share, in the month and the week in which it does: 1 is
-- response_target_met, with answers within a minute as the others; 2 is what of those answered in time is open, when
-- fourteen days since the request are up; 3 is reopened, when fourteen days since the first close are. 4 to 6 are
-- anonymous_requests: how many, and the target of these and of the others. They go by the asker's team, and not by weeks.
CREATE UNLOGGED TABLE asked AS
SELECT 1 AS share_key, team_key, asker_id AS person_id, date_trunc('month', due_at)::date AS month,
    date_trunc('week', due_at)::date AS week, 1 - withdrawn AS n, withdrawn, met AS events, met_at_once AS others
FROM opened
UNION ALL
SELECT 2, team_key, asker_id, date_trunc('month', over_at)::date, date_trunc('week', over_at)::date, 1, 0,
    (ended_at > over_at AND coalesce(withdrawn_at > over_at, true)
        AND (coalesce(resolved_at > over_at, true) OR coalesce(reopened_at <= over_at, false)))::integer, 0
FROM (SELECT *, opened_at + INTERVAL '14 days' AS over_at FROM request) AS request
JOIN place USING (team_id)
WHERE least(first_response_at, resolved_at) <= opened_at + INTERVAL '2 hours'
UNION ALL
SELECT 3, team_key, asker_id, date_trunc('month', over_at)::date, date_trunc('week', over_at)::date, 1, 0,
    coalesce(reopened_at <= over_at, false)::integer, 0
FROM (SELECT *, resolved_at + INTERVAL '14 days' AS over_at FROM request) AS request
JOIN place USING (team_id)
WHERE over_at IS NOT NULL
UNION ALL
SELECT 4, asker_key, asker_id, date_trunc('month', opened_at)::date, NULL, 1, 0, is_anonymous::integer, 0 FROM opened
UNION ALL
SELECT CASE WHEN is_anonymous THEN 5 ELSE 6 END, asker_key, asker_id, date_trunc('month', due_at)::date, NULL,
    1 - withdrawn, 0, met, 0
FROM opened;
ANALYZE asked;

-- asking_rate: days of everybody who is there, by level and by whether the first year is over, and requests likewise.
CREATE UNLOGGED TABLE stretch AS
SELECT span_key, team_key, person_id, level, tenure, days
FROM (
    SELECT span_key, person_id, level, CASE WHEN is_first_year THEN 'under_1_year' ELSE 'rest' END AS tenure,
        CASE WHEN period = 'week' THEN 0 ELSE coalesce(team_key, 0) END AS team_key,
        least(spell.day_after, span.day_after, CASE WHEN is_first_year THEN joined_on + 365 ELSE spell.day_after END)
            - greatest(spell.first_day, span.first_day, CASE WHEN is_first_year THEN joined_on ELSE joined_on + 365 END)
            AS days
    FROM spell
    JOIN span ON spell.first_day < span.day_after AND spell.day_after > span.first_day
    LEFT JOIN place USING (team_id)
    CROSS JOIN (VALUES (true), (false)) AS tenure (is_first_year)
) AS stay
WHERE days > 0;
ANALYZE stretch;

CREATE UNLOGGED TABLE exposed AS
WITH inside AS (
    SELECT span_key, team_key, breakdown, part, sum(days) AS days, count(*) AS n
    FROM stretch
    CROSS JOIN LATERAL (VALUES ('', ''), ('level', level), ('tenure', tenure)) AS one (breakdown, part)
    GROUP BY span_key, team_key, breakdown, part
), again AS (
    -- Whoever moved, or whose first year ended meanwhile, counts once in what the stretches have in common.
    SELECT span_key, scope_key, breakdown, part, sum(stretches - 1) AS again
    FROM (
        SELECT span_key, scope_key, breakdown, part, person_id, count(*) AS stretches
        FROM (
            SELECT * FROM stretch
            WHERE (span_key, person_id) IN (
                SELECT span_key, person_id FROM stretch GROUP BY span_key, person_id HAVING count(*) > 1
            )
        ) AS stretch
        JOIN belongs USING (team_key)
        CROSS JOIN LATERAL (VALUES ('', ''), ('level', level), ('tenure', tenure)) AS one (breakdown, part)
        GROUP BY span_key, scope_key, breakdown, part, person_id
    ) AS person
    GROUP BY span_key, scope_key, breakdown, part
)
SELECT span_key, scope_key, breakdown, part, sum(days)::double precision AS days, sum(n) - coalesce(max(again), 0) AS n
FROM inside
JOIN belongs USING (team_key)
LEFT JOIN again USING (span_key, scope_key, breakdown, part)
GROUP BY span_key, scope_key, breakdown, part;

CREATE UNLOGGED TABLE asking AS
WITH counted AS (
    SELECT false AS is_week, date_trunc('month', opened_at)::date AS part_day, asker_key AS team_key, level,
        is_first_year, count(*) AS requests
    FROM opened GROUP BY date_trunc('month', opened_at)::date, asker_key, level, is_first_year
    UNION ALL
    SELECT true, date_trunc('week', opened_at)::date, 0, level, is_first_year, count(*)
    FROM opened GROUP BY date_trunc('week', opened_at)::date, level, is_first_year
)
SELECT span_key, scope_key, breakdown, part, sum(requests)::double precision AS requests
FROM counted
JOIN part USING (is_week, part_day)
JOIN belongs USING (team_key)
CROSS JOIN LATERAL (
    VALUES ('', ''), ('level', level),
        ('tenure', CASE WHEN is_first_year THEN 'under_1_year' WHEN NOT is_first_year THEN 'rest' END)
) AS one (breakdown, part)
WHERE one.part IS NOT NULL
GROUP BY span_key, scope_key, breakdown, one.part;

INSERT INTO figure (kpi, span_key, scope_key, measure, breakdown, part, statistic, value, n)
SELECT 'asking_rate', span_key, scope_key, 'default', breakdown, part, statistic, value, n
FROM (
    SELECT span_key, scope_key, breakdown, part, n, days, requests,
        sum(days) OVER whole - days AS other_days, sum(requests) OVER whole - requests AS other_requests
    FROM (
        SELECT span_key, scope_key, breakdown, part, n, days, coalesce(requests, 0) AS requests
        FROM exposed LEFT JOIN asking USING (span_key, scope_key, breakdown, part)
    ) AS known
    WINDOW whole AS (PARTITION BY span_key, scope_key, breakdown)
) AS rate
CROSS JOIN LATERAL (
    VALUES ('rate', requests / (days / 30.4375)),
        ('rate_ratio', requests / nullif(other_requests, 0) * nullif(other_days, 0) / days)
) AS cell (statistic, value)
WHERE breakdown <> '' OR statistic = 'rate';

-- leaders_ask: of those whom somebody present names as manager, and of all others, who asked by name.
CREATE UNLOGGED TABLE asked_by_name AS
SELECT DISTINCT span_key, asker_id AS person_id
FROM (SELECT DISTINCT asker_id, date_trunc('month', opened_at)::date AS part_day FROM opened WHERE NOT is_anonymous) AS asked
JOIN part USING (part_day)
WHERE NOT is_week AND asker_id IS NOT NULL;

CREATE UNLOGGED TABLE manager AS
SELECT DISTINCT span_key, manager_id AS person_id FROM present WHERE manager_id <> person_id;
ANALYZE asked_by_name;
ANALYZE manager;

INSERT INTO figure (kpi, span_key, scope_key, measure, breakdown, part, statistic, value, n, size)
SELECT 'leaders_ask', span_key, scope_key, measure, '', '', 'ratio', events / n, n, n
FROM (
    SELECT span_key, scope_key, CASE WHEN manager.person_id IS NULL THEN 'others' ELSE 'managers' END AS measure,
        count(*)::double precision AS n, count(asked_by_name.person_id) AS events
    FROM present
    JOIN belongs USING (team_key)
    LEFT JOIN manager USING (span_key, person_id)
    LEFT JOIN asked_by_name USING (span_key, person_id)
    GROUP BY span_key, scope_key, CASE WHEN manager.person_id IS NULL THEN 'others' ELSE 'managers' END
) AS asking_by_name;

-- backlog: what was open at the end of a month or a week; that of a quarter is that of its last month.
CREATE UNLOGGED TABLE month_end AS SELECT DISTINCT span_to FROM span WHERE period = 'month';
CREATE UNLOGGED TABLE week_end AS SELECT DISTINCT span_to FROM span WHERE period = 'week';
CREATE INDEX month_end_by_time ON month_end (span_to);
CREATE INDEX week_end_by_time ON week_end (span_to);
ANALYZE month_end;
ANALYZE week_end;

CREATE UNLOGGED TABLE backlog AS
SELECT false AS is_week, span_to, department_key, team_key,
    coalesce(least(first_response_at, resolved_at) < span_to, false) AS is_answered,
    date_part('epoch', span_to - opened_at) AS age
FROM request
JOIN month_end ON span_to > opened_at AND span_to <= ended_at
JOIN place USING (team_id)
WHERE ended_at >= date_trunc('month', opened_at) + INTERVAL '1 month'
    AND coalesce(withdrawn_at >= span_to, true)
    AND (coalesce(resolved_at >= span_to, true) OR reopened_at < span_to)
UNION ALL
SELECT true, span_to, NULL, NULL, coalesce(least(first_response_at, resolved_at) < span_to, false),
    date_part('epoch', span_to - opened_at)
FROM request
JOIN week_end ON span_to > opened_at AND span_to <= ended_at
WHERE ended_at >= date_trunc('week', opened_at) + INTERVAL '7 days'
    AND coalesce(withdrawn_at >= span_to, true)
    AND (coalesce(resolved_at >= span_to, true) OR reopened_at < span_to);

CREATE UNLOGGED TABLE age AS
SELECT false AS is_week, span_to, coalesce(team_key, department_key, 0) AS scope_key, is_answered, count(*) AS n,
    percentile_cont(0.5) WITHIN GROUP (ORDER BY age) AS p50, percentile_cont(0.9) WITHIN GROUP (ORDER BY age) AS p90
FROM backlog WHERE NOT is_week
GROUP BY GROUPING SETS (
    (span_to), (span_to, is_answered), (span_to, department_key), (span_to, department_key, is_answered),
    (span_to, team_key), (span_to, team_key, is_answered)
)
UNION ALL
SELECT true, span_to, 0, is_answered, count(*),
    percentile_cont(0.5) WITHIN GROUP (ORDER BY age), percentile_cont(0.9) WITHIN GROUP (ORDER BY age)
FROM backlog WHERE is_week
GROUP BY GROUPING SETS ((span_to), (span_to, is_answered));

INSERT INTO figure (kpi, span_key, scope_key, measure, breakdown, part, statistic, value, n)
SELECT 'backlog', span_key, scope_key, measure, CASE WHEN is_answered IS NULL THEN '' ELSE 'state' END,
    CASE WHEN is_answered THEN 'in_progress' WHEN NOT is_answered THEN 'need_help' ELSE '' END, statistic, value, n
FROM age
JOIN span ON span.span_to = age.span_to AND (span.period = 'week') = age.is_week
CROSS JOIN LATERAL (
    VALUES ('default', 'count', n::double precision), ('age', 'p50', p50), ('age', 'p90', p90)
) AS cell (measure, statistic, value);
