-- Pieces of help of which it is known who asked, with when the two last had one before.
CREATE UNLOGGED TABLE piece AS
SELECT asker_id, helper_id, resolved_at, effort_minutes,
    lag(resolved_at) OVER (PARTITION BY asker_id, helper_id ORDER BY resolved_at) AS last_at
FROM request
WHERE asker_id IS NOT NULL AND helper_id IS NOT NULL AND resolved_at IS NOT NULL;
ANALYZE piece;

-- Who helped whom in a period, each pair once, and whether it is new to the year before it.
CREATE UNLOGGED TABLE tie AS
SELECT span_key, asker_id, helper_id, coalesce(last_at < span_from - INTERVAL '366 days', true) AS is_new
FROM piece
CROSS JOIN LATERAL (
    VALUES ('month', date_trunc('month', resolved_at)), ('quarter', date_trunc('quarter', resolved_at)),
        ('year', date_trunc('year', resolved_at))
) AS own (period, span_from)
JOIN span USING (period, span_from)
WHERE coalesce(last_at < span_from, true);
ANALYZE tie;

-- With where both are at the period's end, and whether the other one helped, too.
CREATE UNLOGGED TABLE placed_tie AS
SELECT span_key, asker_id, helper_id, is_new, asker_team, asker_department, location, helper_team, helper_department,
    coalesce(mutual, 0) AS is_mutual
FROM tie
LEFT JOIN (
    SELECT span_key, person_id AS asker_id, team_key AS asker_team, department_key AS asker_department, location FROM present
) AS asker USING (span_key, asker_id)
LEFT JOIN (
    SELECT span_key, person_id AS helper_id, team_key AS helper_team, department_key AS helper_department FROM present
) AS helper USING (span_key, helper_id)
LEFT JOIN (SELECT span_key, helper_id AS asker_id, asker_id AS helper_id, 1 AS mutual FROM tie) AS back
    USING (span_key, asker_id, helper_id);
ANALYZE placed_tie;

-- reciprocity of ties, of people, and how near to all possible ties there are.
INSERT INTO figure (kpi, span_key, scope_key, measure, breakdown, part, statistic, value, n)
SELECT 'reciprocity', span_key, scope_key, 'ties', '', '', statistic, value, coalesce(edges, 0)
FROM (
    SELECT span_key, scope_key, sum(edges)::double precision AS edges, sum(mutual)::double precision AS mutual
    FROM (
        SELECT span_key, 0 AS scope_key, count(*) AS edges, sum(is_mutual) AS mutual FROM placed_tie GROUP BY span_key
        UNION ALL
        SELECT span_key, asker_department, count(*), sum(is_mutual)
        FROM placed_tie WHERE asker_department = helper_department GROUP BY span_key, asker_department
        UNION ALL
        SELECT span_key, asker_team, count(*), sum(is_mutual)
        FROM placed_tie WHERE asker_team = helper_team GROUP BY span_key, asker_team
    ) AS inside
    GROUP BY span_key, scope_key
) AS network
FULL JOIN attendance USING (span_key, scope_key)
CROSS JOIN LATERAL (
    VALUES ('edge_reciprocity', mutual / nullif(edges, 0)),
        ('pair_reciprocity', mutual / 2 / nullif(edges - mutual / 2, 0)),
        ('density', coalesce(edges, 0) / nullif(n * (n - 1), 0))
) AS cell (statistic, value)
WHERE edges > 0 OR value IS NOT NULL;

CREATE UNLOGGED TABLE balance AS
SELECT span_key, person_id, scope_key, gave, got, (gave - got) / (gave + got + 2) AS b
FROM (
    SELECT span_key, person_id, CASE WHEN given.timed IS NULL THEN 0 WHEN given.timed > 0 THEN given.minutes / 60 END AS gave,
        CASE WHEN received.timed IS NULL THEN 0 WHEN received.timed > 0 THEN received.minutes / 60 END AS got
    FROM (
        SELECT span_key, person_id, sum(timed) AS timed, sum(minutes) AS minutes FROM helped GROUP BY span_key, person_id
    ) AS given
    FULL JOIN (
        SELECT span_key, person_id, sum(timed) AS timed, sum(minutes) AS minutes
        FROM (
            SELECT asker_id AS person_id, date_trunc('month', resolved_at)::date AS part_day,
                count(effort_minutes) AS timed, sum(effort_minutes) AS minutes
            FROM piece GROUP BY asker_id, date_trunc('month', resolved_at)::date
        ) AS of_month
        JOIN part USING (part_day)
        WHERE NOT is_week
        GROUP BY span_key, person_id
    ) AS received USING (span_key, person_id)
) AS hours
LEFT JOIN present USING (span_key, person_id)
JOIN belongs ON belongs.team_key = coalesce(present.team_key, 0)
WHERE gave IS NOT NULL AND got IS NOT NULL;
ANALYZE balance;

INSERT INTO figure (kpi, span_key, scope_key, measure, breakdown, part, statistic, value, n)
SELECT 'reciprocity', span_key, scope_key, 'default', '', '', statistic, value, n
FROM (
    SELECT span_key, scope_key, count(*) AS n, percentile_cont(0.25) WITHIN GROUP (ORDER BY b) AS p25,
        percentile_cont(0.5) WITHIN GROUP (ORDER BY b) AS p50, percentile_cont(0.75) WITHIN GROUP (ORDER BY b) AS p75
    FROM balance GROUP BY span_key, scope_key
) AS balanced
CROSS JOIN LATERAL (VALUES ('p25', p25), ('p50', p50), ('p75', p75)) AS cell (statistic, value);

INSERT INTO figure (kpi, span_key, scope_key, measure, breakdown, part, statistic, value, n, size)
SELECT 'reciprocity', span_key, scope_key, 'default', '', '', 'share_balanced', even / n, n, n
FROM (
    SELECT span_key, scope_key, count(*)::double precision AS n, count(*) FILTER (WHERE abs(b) <= 0.5 + 1e-9) AS even
    FROM balance WHERE gave + got >= 2 - 1e-9 GROUP BY span_key, scope_key
) AS much;

-- inclusion and isolation, by quarters: who had a part in help, and who had none.
INSERT INTO figure (kpi, span_key, scope_key, measure, breakdown, part, statistic, value, n, size)
WITH included AS (
    SELECT asker_id AS person_id, span_key
    FROM (SELECT DISTINCT asker_id, date_trunc('quarter', opened_at) AS span_from FROM opened) AS asked
    JOIN span USING (span_from) WHERE period = 'quarter'
    UNION
    SELECT asker_id, span_key FROM tie
)
SELECT 'inclusion', span_key, scope_key, 'default', breakdown, part, 'ratio', events / n, n, n
FROM (
    SELECT span_key, scope_key, breakdown, one.part, count(*)::double precision AS n, count(included.person_id) AS events
    FROM present
    JOIN (SELECT span_key FROM span WHERE period = 'quarter') AS quarter USING (span_key)
    JOIN belongs USING (team_key)
    LEFT JOIN included USING (span_key, person_id)
    CROSS JOIN LATERAL (VALUES ('', ''), ('location', location)) AS one (breakdown, part)
    GROUP BY span_key, scope_key, breakdown, one.part
) AS people;

INSERT INTO figure (kpi, span_key, scope_key, measure, breakdown, part, statistic, value, n, size)
WITH tied AS (
    SELECT span_key, asker_id AS person_id FROM tie UNION SELECT span_key, helper_id FROM tie
)
SELECT 'isolation', span_key, scope_key, 'default', '', '', 'ratio', events / n, n, n
FROM (
    SELECT span_key, scope_key, count(*)::double precision AS n, count(*) FILTER (WHERE tied.person_id IS NULL) AS events
    FROM (
        SELECT span_key, person_id
        FROM stay JOIN span USING (span_key) WHERE period = 'quarter'
        GROUP BY span_key, person_id, day_after - first_day
        HAVING sum(days) >= (0.8 - 1e-9) * (day_after - first_day)
    ) AS there
    LEFT JOIN present USING (span_key, person_id)
    JOIN belongs ON belongs.team_key = coalesce(present.team_key, 0)
    LEFT JOIN tied USING (span_key, person_id)
    GROUP BY span_key, scope_key
) AS people;

-- cross_department_help, of the organization: E-I, what chance alone would give, and hours apart. (The share itself is in
-- shares.sql.)
INSERT INTO figure (kpi, span_key, scope_key, measure, breakdown, part, statistic, value, n)
SELECT 'cross_department_help', span_key, 0, 'default', '', '', 'ei_index',
    2 * sum((asker_department <> helper_department)::integer)::double precision / count(*) - 1, count(*)
FROM placed_tie
WHERE asker_department IS NOT NULL AND helper_department IS NOT NULL
GROUP BY span_key
UNION ALL
SELECT 'cross_department_help', span_key, 0, 'default', '', '', 'expected',
    1 - sum(n * (n - 1)) / (sum(n) * (sum(n) - 1)), sum(n)
FROM (SELECT span_key, department_key, count(*)::double precision AS n FROM present GROUP BY span_key, department_key) AS department
GROUP BY span_key
UNION ALL
SELECT 'cross_department_help', span_key, 0, 'time', '', '', 'ratio', sum(across) / sum(minutes), sum(pieces)
FROM (
    SELECT date_trunc('month', resolved_at)::date AS part_day, count(*) AS pieces, sum(effort_minutes) AS minutes,
        sum(CASE WHEN asked.department_key <> gave.department_key THEN effort_minutes ELSE 0 END) AS across
    FROM piece
    JOIN spell AS asker ON asker.person_id = asker_id
        AND asker.first_day <= resolved_at::date AND resolved_at::date < asker.day_after
    JOIN spell AS helper ON helper.person_id = helper_id
        AND helper.first_day <= resolved_at::date AND resolved_at::date < helper.day_after
    JOIN place AS asked ON asked.team_id = asker.team_id
    JOIN place AS gave ON gave.team_id = helper.team_id
    WHERE effort_minutes IS NOT NULL
    GROUP BY date_trunc('month', resolved_at)::date
) AS of_month
JOIN part USING (part_day)
WHERE NOT is_week
GROUP BY span_key;

-- What each asker has of new ties, and of ties across departments.
CREATE UNLOGGED TABLE of_asker AS
SELECT 11 AS share_key, '' AS part, span_key, scope_key, asker_id AS person_id, count(*)::integer AS n,
    sum(is_new::integer)::integer AS events
FROM placed_tie
JOIN (SELECT span_key FROM span WHERE period = 'quarter') AS quarter USING (span_key)
JOIN belongs ON team_key = coalesce(asker_team, 0)
GROUP BY span_key, scope_key, asker_id
UNION ALL
SELECT 12, location, span_key, scope_key, asker_id, n, events
FROM (
    SELECT location, span_key, scope_key, asker_id, count(*)::integer AS n, sum(is_new::integer)::integer AS events
    FROM placed_tie
    JOIN (SELECT span_key FROM span WHERE period = 'quarter') AS quarter USING (span_key)
    JOIN belongs ON team_key = coalesce(asker_team, 0)
    WHERE location IS NOT NULL
    GROUP BY location, span_key, scope_key, asker_id
) AS located
UNION ALL
SELECT 13, '', span_key, 0, asker_id, count(*)::integer, sum((asker_department <> helper_department)::integer)::integer
FROM placed_tie
WHERE asker_department IS NOT NULL AND helper_department IS NOT NULL
GROUP BY span_key, asker_id;
