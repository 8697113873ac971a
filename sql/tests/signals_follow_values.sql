-- One row is a row of the release that has a signal and no value, or a chart whose newest point is not the newest value
-- that stands in its cell, by its version.
SELECT 'signal' AS kind, kpi, period, period_from, measure, scope, scope_id, breakdown, breakdown_value, statistic
FROM mutuality.release
WHERE signal IS NOT NULL AND value IS NULL
UNION ALL
SELECT 'chart', kpi, period, point_froms[last], measure, scope, scope_id, breakdown, breakdown_value, statistic
FROM (
    SELECT page.*, chart.*,
        sum(chart.points) OVER (PARTITION BY organization_id, kpi, period, measure ORDER BY chart.place)::integer AS last
    FROM mutuality.chart_page AS page
    CROSS JOIN LATERAL unnest(scopes, scope_ids, breakdowns, breakdown_values, statistics, point_counts)
        WITH ORDINALITY AS chart (scope, scope_id, breakdown, breakdown_value, statistic, points, place)
) AS chart
WHERE (point_froms[last], point_values[last]) IS DISTINCT FROM (
        SELECT (release.period_from, release.value)
        FROM mutuality.release
        WHERE release.organization_id = chart.organization_id AND release.last_release IS NULL
            AND release.value IS NOT NULL AND release.version = chart.version
            AND (release.kpi, release.period, release.measure, release.scope, release.scope_id)
                = (chart.kpi, chart.period, chart.measure, chart.scope, chart.scope_id)
            AND (release.breakdown, release.breakdown_value, release.statistic)
                = (chart.breakdown, chart.breakdown_value, chart.statistic)
        ORDER BY release.period_from DESC
        LIMIT 1
    );
