-- helper_concentration: what each helper gave in a month, by the team that the helper was in on the day.
CREATE UNLOGGED TABLE given AS
SELECT person_id, month, coalesce(team_key, 0) AS team_key, pieces, timed, minutes, emotional, informational, instrumental,
    appraisal
FROM (
    SELECT helper_id AS person_id, date_trunc('month', resolved_at)::date AS month, spell.team_id,
        count(*)::integer AS pieces, count(effort_minutes)::integer AS timed, sum(effort_minutes) AS minutes,
        sum((kind = 'emotional')::integer)::integer AS emotional,
        sum((kind = 'informational')::integer)::integer AS informational,
        sum((kind = 'instrumental')::integer)::integer AS instrumental,
        sum((kind = 'appraisal')::integer)::integer AS appraisal
    FROM request
    LEFT JOIN spell ON person_id = helper_id AND first_day <= resolved_at::date AND resolved_at::date < day_after
    WHERE helper_id IS NOT NULL AND resolved_at IS NOT NULL
    GROUP BY helper_id, date_trunc('month', resolved_at)::date, spell.team_id
) AS given
LEFT JOIN place USING (team_id);

ANALYZE given;
CREATE UNLOGGED TABLE helped AS
SELECT person_id, span_key, team_key, sum(pieces)::integer AS pieces, sum(timed)::integer AS timed,
    sum(minutes) AS minutes
FROM given JOIN part ON part_day = month AND NOT is_week
GROUP BY person_id, span_key, team_key;
ANALYZE helped;

-- What each helper gave in a scope, without minutes where none are known, and whether the helper is there at the end.
CREATE UNLOGGED TABLE load AS
SELECT span_key, scope_key, pieces, CASE WHEN timed > 0 THEN minutes END AS minutes,
    (scope_key IN (0, department_key, team_key) AND team_key IS NOT NULL)::integer AS is_here
FROM (
    SELECT person_id, span_key, team_key AS scope_key, pieces, timed, minutes FROM helped WHERE team_key > 0
    UNION ALL
    SELECT person_id, span_key, department_key, sum(pieces), sum(timed), sum(minutes)
    FROM helped JOIN place USING (team_key) GROUP BY person_id, span_key, department_key
    UNION ALL
    SELECT person_id, span_key, 0, sum(pieces), sum(timed), sum(minutes) FROM helped GROUP BY person_id, span_key
) AS summed
LEFT JOIN present USING (person_id, span_key);
ANALYZE load;

-- One row is a total and how many helpers have it.
CREATE UNLOGGED TABLE level AS
SELECT false AS is_time, span_key, scope_key, pieces::double precision AS total, count(*)::integer AS helpers,
    sum(is_here)::integer AS here
FROM load GROUP BY span_key, scope_key, pieces
UNION ALL
SELECT true, span_key, scope_key, minutes, count(*)::integer, sum(is_here)::integer
FROM load GROUP BY span_key, scope_key, minutes;
ANALYZE level;

-- Scopes with their helpers and with who is present: of those whose help all lacks minutes no time is known.
CREATE UNLOGGED TABLE held AS
WITH helping AS (
    SELECT is_time, span_key, scope_key, coalesce(sum(helpers) FILTER (WHERE total IS NOT NULL), 0) AS n,
        sum(helpers * total) AS total, coalesce(sum(here) FILTER (WHERE total IS NULL), 0) AS untimed,
        coalesce(sum(here) FILTER (WHERE total IS NOT NULL), 0) AS giving, coalesce(sum(here * total), 0) AS here_total
    FROM level GROUP BY is_time, span_key, scope_key
), attending AS (
    SELECT is_time, span_key, scope_key, sum(people) AS n
    FROM (SELECT span_key, team_key, count(*) AS people FROM present GROUP BY span_key, team_key) AS present
    JOIN belongs USING (team_key)
    CROSS JOIN (VALUES (false), (true)) AS measures (is_time)
    GROUP BY is_time, span_key, scope_key
)
SELECT is_time, span_key, scope_key, coalesce(helping.n, 0)::double precision AS n, total,
    (coalesce(attending.n, 0) - coalesce(untimed, 0))::double precision AS here_n,
    (coalesce(attending.n, 0) - coalesce(untimed + giving, 0))::double precision AS idle,
    coalesce(here_total, 0) AS here_total
FROM helping FULL JOIN attending USING (is_time, span_key, scope_key);

-- Before and below: how many have less, and how much that is.
CREATE UNLOGGED TABLE ranked AS
SELECT is_time, span_key, scope_key, n, held.total, here_n, idle, here_total, level.total AS x,
    helpers::double precision AS helpers, sum(helpers) OVER among - helpers::double precision AS before,
    sum(helpers * level.total) OVER among - helpers * level.total AS below,
    here::double precision AS here, idle + sum(here) OVER among - here::double precision AS here_before,
    sum(here * level.total) OVER among - here * level.total AS here_below
FROM level JOIN held USING (is_time, span_key, scope_key)
WHERE level.total IS NOT NULL
WINDOW among AS (PARTITION BY is_time, span_key, scope_key ORDER BY level.total ROWS UNBOUNDED PRECEDING);

CREATE UNLOGGED TABLE concentration AS
WITH summed AS (
    SELECT is_time, span_key, scope_key,
        sum(helpers * x * (2 * before + helpers - n)) AS weighted,
        sum(here * x * (2 * here_before + here - here_n)) AS here_weighted,
        sum(x * greatest(0, least(helpers, before + helpers - n + ceil(n / 20)))) / max(total) AS top_twentieth,
        sum(x * greatest(0, least(helpers, before + helpers - n + ceil(n / 10)))) / max(total) AS top_tenth,
        -- Of those with x, how many don't reach half of the total together with all who have more.
        1 + sum(greatest(0, least(helpers, ceil((below + helpers * x - (0.5 + 1e-9) * total) / x) - 1))) AS absence_factor
    FROM ranked GROUP BY is_time, span_key, scope_key
), spread AS (
    -- The coefficient without each one in turn, for the jackknife, as what it differs by from the whole.
    SELECT is_time, span_key, scope_key, sum(helpers * rest) AS off, sum(helpers * rest * rest) AS off_squared,
        sum(here * here_rest) AS here_off, sum(here * here_rest * here_rest) AS here_off_squared
    FROM (
        SELECT is_time, span_key, scope_key, helpers, here,
            (weighted - (2 * before - n) * x + 2 * below - total) / nullif((n - 2) * (total - x), 0)
                - weighted / nullif((n - 1) * total, 0) AS rest,
            (here_weighted - (2 * here_before - here_n) * x + 2 * here_below - here_total)
                / nullif((here_n - 2) * (here_total - x), 0)
                - here_weighted / nullif((here_n - 1) * here_total, 0) AS here_rest
        FROM ranked JOIN summed USING (is_time, span_key, scope_key)
    ) AS deleted
    GROUP BY is_time, span_key, scope_key
), idled AS (
    -- Whoever gave nothing leaves the same behind.
    SELECT is_time, span_key, scope_key, n, total, here_n, here_total, idle, top_twentieth, top_tenth, absence_factor,
        weighted / nullif((n - 1) * total, 0) AS gini, here_n - idle > 1 AS are_several, off, off_squared,
        here_weighted / nullif((here_n - 1) * here_total, 0) AS here_gini, here_off, here_off_squared,
        (here_weighted - here_total) / nullif((here_n - 2) * here_total, 0)
            - here_weighted / nullif((here_n - 1) * here_total, 0) AS idle_off
    FROM held
    LEFT JOIN summed USING (is_time, span_key, scope_key)
    LEFT JOIN spread USING (is_time, span_key, scope_key)
)
SELECT is_time, span_key, scope_key, n, here_n, top_twentieth, top_tenth, absence_factor,
    CASE WHEN n > 1 THEN gini END AS gini,
    CASE WHEN n > 2 THEN 1.959963984540054 * sqrt((n - 1) / n * greatest(0, off_squared - off * off / n)) END AS margin,
    CASE WHEN here_n > 1 THEN here_gini END AS here_gini,
    CASE WHEN here_n > 2 AND are_several THEN 1.959963984540054 * sqrt((here_n - 1) / here_n * greatest(0,
        here_off_squared + idle * idle_off * idle_off - power(here_off + idle * idle_off, 2) / here_n)) END AS here_margin
FROM idled;

INSERT INTO figure
SELECT 'helper_concentration', span_key, scope_key, CASE WHEN is_time THEN 'time' ELSE 'pieces' END, '', '', statistic,
    value, people, NULL, cell.margin
FROM concentration
CROSS JOIN LATERAL (
    VALUES ('gini_helpers', n, gini, concentration.margin), ('top_5_percent', n, top_twentieth, NULL),
        ('top_10_percent', n, top_tenth, NULL), ('absence_factor', n, absence_factor, NULL),
        ('gini_present', here_n, here_gini, here_margin)
) AS cell (statistic, people, value, margin)
WHERE people > 0;

-- help_mix: kinds that are asked for in a scope and of which nobody there gives any. (What share is of which kind, shares.sql says.)
INSERT INTO figure (kpi, span_key, scope_key, measure, breakdown, part, statistic, value, n)
WITH asked_for AS (
    SELECT span_key, scope_key, kind, sum(requests) AS requests
    FROM (
        SELECT date_trunc('month', opened_at)::date AS part_day, team_key, kind, count(*) AS requests
        FROM opened GROUP BY date_trunc('month', opened_at)::date, team_key, kind
    ) AS counted
    JOIN part USING (part_day)
    JOIN belongs USING (team_key)
    WHERE NOT is_week
    GROUP BY span_key, scope_key, kind
), active AS (
    SELECT DISTINCT span_key, scope_key, cell.kind
    FROM given
    JOIN part ON part_day = month AND NOT is_week
    JOIN belongs USING (team_key)
    CROSS JOIN LATERAL (
        VALUES ('emotional', emotional), ('informational', informational), ('instrumental', instrumental),
            ('appraisal', appraisal)
    ) AS cell (kind, pieces)
    WHERE cell.pieces > 0
)
SELECT 'help_mix', span_key, scope_key, 'kinds_without_helper', '', '', 'count', count(*) FILTER (WHERE active.kind IS NULL),
    sum(requests)
FROM asked_for LEFT JOIN active USING (span_key, scope_key, kind)
GROUP BY span_key, scope_key;
