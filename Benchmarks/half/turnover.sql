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

INSERT INTO figure (kpi, span_key, scope_key, measure, breakdown, part, statistic, value, n)
SELECT 'turnover_rate', span_key, scope_key, measure, '', '', 'ratio', events / nullif(headcount, 0), n
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
SELECT 'turnover_rate', span_key, scope_key, measure, '', '', 'count', total, total
FROM workforce
CROSS JOIN LATERAL (
    VALUES ('joins', joins), ('exits', exits), ('headcount_open', at_opening), ('headcount_close', at_close)
) AS cell (measure, total)
UNION ALL
SELECT 'separation_rate', span_key, scope_key, 'default', '', '', 'rate', exits / (days / 365.25), n
FROM workforce WHERE n > 0;

INSERT INTO figure (kpi, span_key, scope_key, measure, breakdown, part, statistic, value, n, size)
SELECT 'retention_rate', span_key, scope_key, 'default', '', '', 'ratio', retained::double precision / at_opening,
    at_opening, at_opening
FROM workforce WHERE at_opening > 0;
