-- Answers of the surveys that end in a period.
CREATE UNLOGGED TABLE answered AS
SELECT span_key, scope_key, instrument, item, scale_min, scale_max, score, count(*)::double precision AS answers
FROM answer
JOIN (SELECT survey_id, max(submitted_at) AS ended_at FROM answer GROUP BY survey_id) AS survey USING (survey_id)
CROSS JOIN LATERAL (
    VALUES ('month', date_trunc('month', ended_at)), ('quarter', date_trunc('quarter', ended_at)),
        ('year', date_trunc('year', ended_at))
) AS own (period, span_from)
JOIN span USING (period, span_from)
JOIN place USING (team_id)
JOIN belongs USING (team_key)
WHERE instrument IN ('enps', 'satisfaction', 'safety')
GROUP BY span_key, scope_key, instrument, item, scale_min, scale_max, score;
ANALYZE answered;

-- employee_net_promoter_score; its limits (Rocks 2016) result.sql puts beside it.
CREATE UNLOGGED TABLE promoted AS
SELECT span_key, scope_key, sum(answers) AS n, coalesce(sum(answers) FILTER (WHERE score >= 9), 0) AS promoters,
    coalesce(sum(answers) FILTER (WHERE score <= 6), 0) AS detractors
FROM answered WHERE instrument = 'enps' GROUP BY span_key, scope_key;

-- satisfaction_score.
CREATE UNLOGGED TABLE rated AS
SELECT span_key, scope_key, instrument || '/' || item AS part, scale_min, scale_max, sum(answers) AS n,
    sum(answers * score) / sum(answers) AS mean,
    coalesce(sum(answers) FILTER (WHERE score >= scale_max - 1), 0) AS top_two,
    coalesce(sum(answers) FILTER (WHERE score <= scale_min + 1), 0) AS bottom_two
FROM answered WHERE instrument <> 'enps'
GROUP BY span_key, scope_key, instrument, item, scale_min, scale_max;

INSERT INTO figure (kpi, span_key, scope_key, measure, breakdown, part, statistic, value, n)
SELECT 'satisfaction_score', span_key, scope_key, 'default', 'item', part, 'mean', mean, n FROM rated;

INSERT INTO figure (kpi, span_key, scope_key, measure, breakdown, part, statistic, value, n, size)
SELECT 'satisfaction_score', span_key, scope_key, 'default', 'item', part, statistic, events / n, n, n
FROM rated
CROSS JOIN LATERAL (
    VALUES ('top_two', top_two), ('bottom_two', bottom_two), ('between', n - top_two - bottom_two)
) AS cell (statistic, events)
UNION ALL
SELECT 'satisfaction_score', span_key, scope_key, 'default', 'item', rated.part, 'share_' || value::integer,
    coalesce(answers, 0) / n, n, n
FROM rated
JOIN (VALUES (1.0), (2.0), (3.0), (4.0), (5.0), (6.0), (7.0)) AS scale (value) ON value BETWEEN scale_min AND scale_max
LEFT JOIN (
    SELECT span_key, scope_key, instrument || '/' || item AS part, score AS value, answers FROM answered
) AS given USING (span_key, scope_key, part, value);
