-- One row is a cell that says two things at once: two rows of the release that stand, or whose releases overlap.
SELECT a.organization_id, a.kpi, a.period, a.period_from, a.measure, a.scope, a.scope_id, a.breakdown,
    a.breakdown_value, a.statistic, a.first_release, b.first_release AS other_first_release
FROM mutuality.release AS a
JOIN mutuality.release AS b
    ON b.organization_id = a.organization_id
    AND (b.kpi, b.period, b.period_from, b.measure, b.scope, b.scope_id, b.breakdown, b.breakdown_value, b.statistic)
        = (a.kpi, a.period, a.period_from, a.measure, a.scope, a.scope_id, a.breakdown, a.breakdown_value, a.statistic)
    AND b.first_release > a.first_release
WHERE a.last_release IS NULL OR a.last_release >= b.first_release;
