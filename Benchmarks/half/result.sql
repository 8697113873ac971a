-- All figures with their limits, at 95 %.
CREATE TABLE result AS
SELECT kpi, period, first_day AS period_from, measure, scope, scope_id, breakdown, part AS breakdown_value, statistic, value,
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
CROSS JOIN (SELECT 1.959963984540054::double precision AS z) AS level
UNION ALL
SELECT 'employee_net_promoter_score', period, first_day, 'default', scope, scope_id, '', '', 'score',
    100 * (promoters - detractors) / n, greatest(100 * (centre - z * error), -100), least(100 * (centre + z * error), 100),
    n::bigint
FROM (
    SELECT *, sqrt(((promoters + detractors + 1.5) / (n + 3) - centre * centre) / (n + 3)) AS error
    FROM (SELECT *, (promoters - detractors) / (n + 3) AS centre FROM promoted) AS promoted
) AS promoted
JOIN span USING (span_key)
JOIN scope USING (scope_key)
CROSS JOIN (SELECT 1.959963984540054::double precision AS z) AS level;
