-- What plain SQL can say of the KPIs: counts, rates, quantiles of complete data, concentration. For every month, quarter
-- and year of an organization in UTC, whole, by department and by team; those of time to help by ISO week too.
--
-- The same text runs on PostgreSQL and, without UNLOGGED, on DuckDB. It reads request, team, spell and separation (see
-- half-postgresql.sql) and the table period (period, first_day, day_after), and fills the table result. It may take for
-- granted what holds of the generated records: every request names its team, a team stays in its department, nobody
-- joins twice, turnover and people agree, nobody closes what they asked, nothing is taken back after it was closed, and
-- there are no contributions, no calendars, no waits. Left out are exact Poisson limits and the Gini coefficient by chance,
-- for which neither has the function, coverage, and how many people stand behind a figure.

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

ANALYZE;

-- Shares of requests. One row is what a request counts for in a share, in the month and the week in which it does: 1 is
-- response_target_met, when two hours are up, with answers within a minute as the others; 2 is what of those answered in
-- time is open, when fourteen days since the request are up; 3 is reopened, when fourteen days since the first close are.
CREATE UNLOGGED TABLE asked AS
SELECT 1 AS share_key, team_key, asker_id, date_trunc('month', due_at)::date AS month,
    date_trunc('week', due_at)::date AS week, 1 - withdrawn AS n, withdrawn, (answered_at <= due_at)::integer AS events,
    (answered_at <= opened_at + INTERVAL '1 minute')::integer AS others
FROM (
    SELECT team_id, asker_id, opened_at, due_at, coalesce(answered_at, 'infinity') AS answered_at,
        coalesce(withdrawn_at < due_at AND answered_at IS NULL, false)::integer AS withdrawn
    FROM (
        SELECT team_id, asker_id, opened_at, opened_at + INTERVAL '2 hours' AS due_at, withdrawn_at,
            least(first_response_at, resolved_at) AS answered_at
        FROM request
    ) AS request
) AS request
JOIN place USING (team_id)
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
WHERE over_at IS NOT NULL;
ANALYZE asked;

-- What each asker has, of whom one can have many requests: in a scope and a month, and from these in quarters and years;
-- in a week of the organization alone.
CREATE UNLOGGED TABLE of_team AS
SELECT share_key, month AS first_day, team_key AS scope_key, asker_id,
    sum(n)::integer AS n, sum(withdrawn)::integer AS withdrawn, sum(events)::integer AS events,
    sum(others)::integer AS others
FROM asked GROUP BY share_key, month, team_key, asker_id;
ANALYZE of_team;

CREATE UNLOGGED TABLE of_department AS
SELECT share_key, first_day, department_key AS scope_key, asker_id,
    sum(n)::integer AS n, sum(withdrawn)::integer AS withdrawn, sum(events)::integer AS events,
    sum(others)::integer AS others
FROM of_team JOIN place ON team_key = scope_key GROUP BY share_key, first_day, department_key, asker_id;
ANALYZE of_department;

CREATE UNLOGGED TABLE of_month AS
SELECT * FROM of_team
UNION ALL SELECT * FROM of_department
UNION ALL SELECT share_key, first_day, 0, asker_id,
    sum(n)::integer AS n, sum(withdrawn)::integer AS withdrawn, sum(events)::integer AS events,
    sum(others)::integer AS others
FROM of_department GROUP BY share_key, first_day, asker_id;
ANALYZE of_month;

CREATE UNLOGGED TABLE of_quarter AS
SELECT share_key, date_trunc('quarter', first_day)::date AS first_day, scope_key, asker_id,
    sum(n)::integer AS n, sum(withdrawn)::integer AS withdrawn, sum(events)::integer AS events,
    sum(others)::integer AS others
FROM of_month GROUP BY share_key, date_trunc('quarter', first_day)::date, scope_key, asker_id;
ANALYZE of_quarter;

CREATE UNLOGGED TABLE of_year AS
SELECT share_key, date_trunc('year', first_day)::date AS first_day, scope_key, asker_id,
    sum(n)::integer AS n, sum(withdrawn)::integer AS withdrawn, sum(events)::integer AS events,
    sum(others)::integer AS others
FROM of_quarter GROUP BY share_key, date_trunc('year', first_day)::date, scope_key, asker_id;

CREATE UNLOGGED TABLE of_week AS
SELECT share_key, week AS first_day, 0 AS scope_key, asker_id,
    sum(n)::integer AS n, sum(withdrawn)::integer AS withdrawn, sum(events)::integer AS events,
    sum(others)::integer AS others
FROM asked GROUP BY share_key, week, asker_id;

-- Sums over askers of squares and products; the requests of nobody known are each somebody's own.
CREATE UNLOGGED TABLE summed AS
SELECT period, share_key, first_day, scope_key, sum(n) AS n, sum(withdrawn) AS withdrawn, sum(events) AS events,
    sum(others) AS others, sum(CASE WHEN asker_id IS NULL THEN n ELSE least(n, 1) END) AS askers,
    sum(CASE WHEN asker_id IS NULL THEN n ELSE n * n END) AS squares,
    sum(CASE WHEN asker_id IS NULL THEN events ELSE n * events END) AS products,
    sum(CASE WHEN asker_id IS NULL THEN events ELSE events * events END) AS event_squares,
    sum(CASE WHEN asker_id IS NULL THEN others ELSE n * others END) AS other_products,
    sum(CASE WHEN asker_id IS NULL THEN others ELSE others * others END) AS other_squares
FROM (
    SELECT 'month' AS period, * FROM of_month
    UNION ALL SELECT 'quarter', * FROM of_quarter
    UNION ALL SELECT 'year', * FROM of_year
    UNION ALL SELECT 'week', * FROM of_week
) AS had
GROUP BY period, share_key, first_day, scope_key;

-- With the size of as many independent requests, n over the design effect of Korn and Graubard 1998.
CREATE UNLOGGED TABLE share AS
SELECT kpi, measure, span_key, scope_key, n, events, withdrawn,
    n / CASE
        WHEN askers > 1 AND events > 0 AND events < n THEN greatest(1, askers / (askers - 1)
            * (n * n * squared_events - 2 * n * events * products + events * events * squares)
            / (n * events * (n - events)))
        ELSE 1
    END AS size
FROM (
    SELECT span_key, scope_key, share_key, cell.measure,
        CASE share_key WHEN 3 THEN 'reopened' ELSE 'response_target_met' END AS kpi,
        n::double precision AS n, cell.events::double precision AS events, cell.withdrawn,
        askers::double precision AS askers, squares::double precision AS squares,
        cell.products::double precision AS products, cell.squared_events::double precision AS squared_events
    FROM summed
    JOIN span USING (period, first_day)
    CROSS JOIN LATERAL (
        VALUES (1, 'default', events, products, event_squares, withdrawn),
            (1, 'answered_within_a_minute', others, other_products, other_squares, NULL),
            (2, 'answered_yet_open', events, products, event_squares, NULL),
            (3, 'default', events, products, event_squares, NULL)
    ) AS cell (key, measure, events, products, squared_events, withdrawn)
    WHERE cell.key = share_key
) AS cell;

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

-- helper_concentration: what each helper gave in a month, by the team that the helper was in on the day.
CREATE UNLOGGED TABLE given AS
SELECT person_id, month, coalesce(team_key, 0) AS team_key, pieces, timed, minutes
FROM (
    SELECT helper_id AS person_id, date_trunc('month', resolved_at)::date AS month, spell.team_id,
        count(*)::integer AS pieces, count(effort_minutes)::integer AS timed, sum(effort_minutes) AS minutes
    FROM request
    LEFT JOIN spell ON person_id = helper_id AND first_day <= resolved_at::date AND resolved_at::date < day_after
    WHERE helper_id IS NOT NULL AND resolved_at IS NOT NULL
    GROUP BY helper_id, date_trunc('month', resolved_at)::date, spell.team_id
) AS given
LEFT JOIN place USING (team_id);

ANALYZE given;

-- Who is where on the last day of a period.
CREATE UNLOGGED TABLE present AS
SELECT person_id, span_key, team_key, department_key
FROM spell
JOIN span ON spell.first_day < span.day_after AND span.day_after <= spell.day_after AND period <> 'week'
JOIN place USING (team_id);
ANALYZE present;

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

-- turnover_rate, separation_rate, retention_rate: what a spell adds to a period that it touches.
CREATE UNLOGGED TABLE stay AS
SELECT span_key, spell.person_id, coalesce(team_key, 0) AS team_key,
    greatest(least(spell.day_after, span.day_after) - greatest(spell.first_day, span.first_day), 0) AS days,
    -- How many months ended while it lasted.
    greatest(
        12 * date_part('year', least(spell.day_after, span.day_after))
        + date_part('month', least(spell.day_after, span.day_after))
        - 12 * date_part('year', greatest(spell.first_day, span.first_day))
        - date_part('month', greatest(spell.first_day, span.first_day)), 0
    ) AS month_ends,
    (spell.first_day < span.first_day)::integer AS at_opening,
    (spell.first_day < span.first_day AND coalesce(spell.left_on >= span.day_after, true))::integer AS retained,
    (spell.day_after >= span.day_after)::integer AS at_close,
    (spell.first_day = joined_on AND joined_on >= span.first_day)::integer AS joins,
    coalesce(spell.day_after = spell.left_on AND spell.left_on < span.day_after, false)::integer AS exits,
    separation_type, regretted
FROM spell
JOIN span ON spell.first_day < span.day_after AND spell.day_after >= span.first_day AND period <> 'week'
LEFT JOIN place USING (team_id)
LEFT JOIN separation ON separation.person_id = spell.person_id;
ANALYZE stay;

CREATE UNLOGGED TABLE workforce AS
WITH team AS (
    SELECT span_key, team_key, (count(*) FILTER (WHERE days > 0))::integer AS n, sum(days) AS days,
        sum(month_ends) AS month_ends, sum(at_opening) AS at_opening, sum(at_close) AS at_close,
        sum(retained) AS retained, sum(joins) AS joins, sum(exits) AS exits,
        sum(exits) FILTER (WHERE separation_type = 'voluntary') AS voluntary,
        sum(exits) FILTER (WHERE separation_type = 'involuntary') AS involuntary,
        sum(exits) FILTER (WHERE regretted) AS regretted,
        sum(exits) FILTER (WHERE separation_type IS NULL) AS unlabelled
    FROM stay GROUP BY span_key, team_key
), again AS (
    -- Whoever moved counts once in what the teams have in common.
    SELECT span_key, scope_key, sum(stays - 1) AS again
    FROM (
        SELECT span_key, scope_key, person_id, count(*) AS stays
        FROM stay JOIN belongs USING (team_key)
        WHERE days > 0 AND person_id IN (SELECT person_id FROM spell GROUP BY person_id HAVING count(*) > 1)
        GROUP BY span_key, scope_key, person_id
    ) AS person
    GROUP BY span_key, scope_key
)
SELECT span_key, scope_key, sum(n) - coalesce(max(again), 0) AS n, sum(days)::double precision AS days,
    sum(month_ends)::double precision AS month_ends, sum(at_opening) AS at_opening, sum(at_close) AS at_close,
    sum(retained) AS retained, sum(joins) AS joins, sum(exits) AS exits, coalesce(sum(voluntary), 0) AS voluntary,
    coalesce(sum(involuntary), 0) AS involuntary, coalesce(sum(regretted), 0) AS regretted,
    coalesce(sum(unlabelled), 0) AS unlabelled
FROM team
JOIN belongs USING (team_key)
LEFT JOIN again USING (span_key, scope_key)
GROUP BY span_key, scope_key;

CREATE TABLE result AS
WITH figure AS (
    SELECT kpi, span_key, scope_key, measure, '' AS state, 'ratio' AS statistic,
        events / n AS value, n, size, NULL::double precision AS margin
    FROM share WHERE n > 0
    UNION ALL
    SELECT kpi, span_key, scope_key, measure, '', 'withdrawn', withdrawn, n + withdrawn, NULL, NULL
    FROM share WHERE withdrawn IS NOT NULL
    UNION ALL
    SELECT 'backlog', span_key, scope_key, measure,
        CASE WHEN is_answered THEN 'in_progress' WHEN NOT is_answered THEN 'need_help' ELSE '' END, statistic, value, n,
        NULL, NULL
    FROM age
    JOIN span ON span.span_to = age.span_to AND (span.period = 'week') = age.is_week
    CROSS JOIN LATERAL (
        VALUES ('default', 'count', n::double precision), ('age', 'p50', p50), ('age', 'p90', p90)
    ) AS cell (measure, statistic, value)
    UNION ALL
    SELECT 'helper_concentration', span_key, scope_key, CASE WHEN is_time THEN 'time' ELSE 'pieces' END, '', statistic,
        value, people, NULL, cell.margin
    FROM concentration
    CROSS JOIN LATERAL (
        VALUES ('gini_helpers', n, gini, concentration.margin), ('top_5_percent', n, top_twentieth, NULL),
            ('top_10_percent', n, top_tenth, NULL), ('absence_factor', n, absence_factor, NULL),
            ('gini_present', here_n, here_gini, here_margin)
    ) AS cell (statistic, people, value, margin)
    WHERE people > 0
    UNION ALL
    SELECT 'turnover_rate', span_key, scope_key, measure, '', 'ratio', events / nullif(headcount, 0), n, NULL, NULL
    FROM workforce
    JOIN span USING (span_key)
    CROSS JOIN LATERAL (
        VALUES ('all', exits, days / (day_after - first_day)), ('voluntary', voluntary, days / (day_after - first_day)),
            ('involuntary', involuntary, days / (day_after - first_day)),
            ('regretted', regretted, days / (day_after - first_day)),
            ('unlabelled', unlabelled, days / (day_after - first_day)),
            ('month_ends', exits, month_ends / CASE period WHEN 'month' THEN 1 WHEN 'quarter' THEN 3 ELSE 12 END),
            ('open_close', exits, (at_opening + at_close) / 2.0)
    ) AS cell (measure, events, headcount)
    WHERE n > 0
    UNION ALL
    SELECT 'turnover_rate', span_key, scope_key, measure, '', 'count', total, total, NULL, NULL
    FROM workforce
    CROSS JOIN LATERAL (
        VALUES ('joins', joins), ('exits', exits), ('headcount_open', at_opening), ('headcount_close', at_close)
    ) AS cell (measure, total)
    UNION ALL
    SELECT 'separation_rate', span_key, scope_key, 'default', '', 'rate', exits / (days / 365.25), n, NULL, NULL
    FROM workforce WHERE n > 0
    UNION ALL
    SELECT 'retention_rate', span_key, scope_key, 'default', '', 'ratio', retained::double precision / at_opening,
        at_opening, at_opening, NULL
    FROM workforce WHERE at_opening > 0
)
SELECT kpi, period, first_day AS period_from, measure, scope, scope_id,
    CASE WHEN state = '' THEN '' ELSE 'state' END AS breakdown, state AS breakdown_value, statistic, value,
    CASE WHEN margin IS NOT NULL THEN greatest(value - margin, 0)
        WHEN size IS NULL THEN NULL
        WHEN value = 0 THEN 0
        ELSE greatest((2 * size * value + z * z - z * sqrt(z * z + 4 * size * value * (1 - value))) / (2 * (size + z * z)), 0)
    END AS lower_limit,
    CASE WHEN margin IS NOT NULL THEN least(value + margin, 1)
        WHEN size IS NULL THEN NULL
        WHEN value = 1 THEN 1
        ELSE least((2 * size * value + z * z + z * sqrt(z * z + 4 * size * value * (1 - value))) / (2 * (size + z * z)), 1)
    END AS upper_limit, n::bigint AS n
FROM figure
JOIN span USING (span_key)
JOIN scope USING (scope_key)
CROSS JOIN (SELECT 1.959963984540054::double precision AS z) AS level;
