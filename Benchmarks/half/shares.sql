-- Shares of records of which one person can have many: what each person has in a scope and a month, and from these in
-- quarters and years; in a week of the organization alone. Requests and their askers, pieces of help and their helpers.
CREATE UNLOGGED TABLE of_team AS
SELECT share_key, month AS first_day, team_key AS scope_key, person_id,
    sum(n)::integer AS n, sum(withdrawn)::integer AS withdrawn, sum(events)::integer AS events,
    sum(others)::integer AS others
FROM asked GROUP BY share_key, month, team_key, person_id
UNION ALL
SELECT kind.share_key, month, team_key, person_id, pieces, 0, kind.pieces_of_kind, 0
FROM given
CROSS JOIN LATERAL (
    VALUES (7, emotional), (8, informational), (9, instrumental), (10, appraisal)
) AS kind (share_key, pieces_of_kind)
UNION ALL
SELECT share_key, month, team_key, person_id, n, 0, events, 0 FROM of_person;
ANALYZE of_team;

CREATE UNLOGGED TABLE of_department AS
SELECT share_key, first_day, coalesce(department_key, 0) AS scope_key, person_id,
    sum(n)::integer AS n, sum(withdrawn)::integer AS withdrawn, sum(events)::integer AS events,
    sum(others)::integer AS others
FROM of_team LEFT JOIN place ON team_key = scope_key
GROUP BY share_key, first_day, coalesce(department_key, 0), person_id;
ANALYZE of_department;

CREATE UNLOGGED TABLE of_month AS
SELECT * FROM of_team WHERE scope_key > 0
UNION ALL SELECT * FROM of_department WHERE scope_key > 0
UNION ALL SELECT share_key, first_day, 0, person_id,
    sum(n)::integer AS n, sum(withdrawn)::integer AS withdrawn, sum(events)::integer AS events,
    sum(others)::integer AS others
FROM of_department GROUP BY share_key, first_day, person_id;
ANALYZE of_month;

CREATE UNLOGGED TABLE of_quarter AS
SELECT share_key, date_trunc('quarter', first_day)::date AS first_day, scope_key, person_id,
    sum(n)::integer AS n, sum(withdrawn)::integer AS withdrawn, sum(events)::integer AS events,
    sum(others)::integer AS others
FROM of_month GROUP BY share_key, date_trunc('quarter', first_day)::date, scope_key, person_id;
ANALYZE of_quarter;

CREATE UNLOGGED TABLE of_year AS
SELECT share_key, date_trunc('year', first_day)::date AS first_day, scope_key, person_id,
    sum(n)::integer AS n, sum(withdrawn)::integer AS withdrawn, sum(events)::integer AS events,
    sum(others)::integer AS others
FROM of_quarter GROUP BY share_key, date_trunc('year', first_day)::date, scope_key, person_id;

CREATE UNLOGGED TABLE of_week AS
SELECT share_key, week AS first_day, 0 AS scope_key, person_id,
    sum(n)::integer AS n, sum(withdrawn)::integer AS withdrawn, sum(events)::integer AS events,
    sum(others)::integer AS others
FROM asked WHERE week IS NOT NULL GROUP BY share_key, week, person_id;

-- Sums over people of squares and products; the records of nobody known are each somebody's own.
CREATE UNLOGGED TABLE summed AS
SELECT span_key, share_key, part, scope_key, sum(n) AS n, sum(withdrawn) AS withdrawn, sum(events) AS events,
    sum(others) AS others, sum(CASE WHEN person_id IS NULL THEN n ELSE least(n, 1) END) AS people,
    sum(CASE WHEN person_id IS NULL THEN n ELSE n * n END) AS squares,
    sum(CASE WHEN person_id IS NULL THEN events ELSE n * events END) AS products,
    sum(CASE WHEN person_id IS NULL THEN events ELSE events * events END) AS event_squares,
    sum(CASE WHEN person_id IS NULL THEN others ELSE n * others END) AS other_products,
    sum(CASE WHEN person_id IS NULL THEN others ELSE others * others END) AS other_squares
FROM (
    SELECT span_key, share_key, '' AS part, scope_key, person_id, n, withdrawn, events, others
    FROM (
        SELECT 'month' AS period, * FROM of_month
        UNION ALL SELECT 'quarter', * FROM of_quarter
        UNION ALL SELECT 'year', * FROM of_year
        UNION ALL SELECT 'week', * FROM of_week
    ) AS of_period
    JOIN span USING (period, first_day)
    UNION ALL SELECT span_key, share_key, part, scope_key, person_id, n, 0, events, 0 FROM of_asker
    UNION ALL SELECT span_key, share_key, part, scope_key, person_id, n, 0, events, 0 FROM of_supported
) AS had
GROUP BY span_key, share_key, part, scope_key;

-- With the size of as many independent records, n over the design effect of Korn and Graubard 1998.
CREATE UNLOGGED TABLE share AS
SELECT kpi, measure, breakdown, part, span_key, scope_key, n, events, withdrawn,
    n / CASE
        WHEN people > 1 AND events > 0 AND events < n THEN greatest(1, people / (people - 1)
            * (n * n * squared_events - 2 * n * events * products + events * events * squares)
            / (n * events * (n - events)))
        ELSE 1
    END AS size
FROM (
    SELECT span_key, scope_key, kpi, measure, breakdown, coalesce(named.part, summed.part) AS part,
        n::double precision AS n, (CASE WHEN is_other THEN others ELSE events END)::double precision AS events,
        CASE WHEN has_withdrawn THEN withdrawn END AS withdrawn, people::double precision AS people,
        squares::double precision AS squares,
        (CASE WHEN is_other THEN other_products ELSE products END)::double precision AS products,
        (CASE WHEN is_other THEN other_squares ELSE event_squares END)::double precision AS squared_events
    FROM summed
    JOIN (
        VALUES (1, 'response_target_met', 'default', '', '', false, true),
            (1, 'response_target_met', 'answered_within_a_minute', '', '', true, false),
            (2, 'response_target_met', 'answered_yet_open', '', '', false, false),
            (3, 'reopened', 'default', '', '', false, false),
            (4, 'anonymous_requests', 'default', '', '', false, false),
            (5, 'anonymous_requests', 'target_met_anonymous', '', '', false, false),
            (6, 'anonymous_requests', 'target_met_named', '', '', false, false),
            (7, 'help_mix', 'default', 'kind', 'emotional', false, false),
            (8, 'help_mix', 'default', 'kind', 'informational', false, false),
            (9, 'help_mix', 'default', 'kind', 'instrumental', false, false),
            (10, 'help_mix', 'default', 'kind', 'appraisal', false, false),
            (11, 'inclusion', 'new_ties', '', '', false, false),
            (12, 'inclusion', 'new_ties', 'location', NULL, false, false),
            (13, 'cross_department_help', 'default', '', '', false, false),
            (14, 'rewards_for_helping', 'default', '', '', false, false),
            (15, 'commitments_kept', 'on_time', '', '', false, false),
            (16, 'mentoring', 'across_departments', '', '', false, false),
            (17, 'mentoring', 'meetings_held', '', '', false, false)
    ) AS named (share_key, kpi, measure, breakdown, part, is_other, has_withdrawn) USING (share_key)
) AS cell;

INSERT INTO figure (kpi, span_key, scope_key, measure, breakdown, part, statistic, value, n, size)
SELECT kpi, span_key, scope_key, measure, breakdown, part, 'ratio', events / n, n, size FROM share WHERE n > 0;

INSERT INTO figure (kpi, span_key, scope_key, measure, breakdown, part, statistic, value, n)
SELECT kpi, span_key, scope_key, measure, '', '', 'withdrawn', withdrawn, n + withdrawn
FROM share WHERE withdrawn IS NOT NULL;
