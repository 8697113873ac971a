-- Whether a rival's cells are those of the ledger, which holds nothing else. `result` names the rival's table. One row: KPIs
-- and cells compared, cells that only one of the two has or that the rival has twice, other n, values further apart than
-- 1e-9 max(1, |value|); limits compared, other limits, and limits that the rival lacks. Some of these it hasn't got the
-- functions for: exact ones of counts, those by Student's t, and those of Kaplan and Meier. The Gini coefficient by chance is computed all
-- the same, and isn't compared.
WITH ours AS (
    SELECT DISTINCT ON (kpi, period, period_from, measure, scope, scope_id, breakdown, breakdown_value, statistic)
        kpi, period, period_from, measure, scope, scope_id, breakdown, breakdown_value, statistic, value, lower_limit,
        upper_limit, n
    FROM mutuality.ledger
    WHERE statistic <> 'gini_by_chance'
    ORDER BY kpi, period, period_from, measure, scope, scope_id, breakdown, breakdown_value, statistic,
        computation_id DESC
), compared AS (
    SELECT ours.kpi, num_nulls(ours.kpi, theirs.kpi) = 0 AS is_common, ours.n IS DISTINCT FROM theirs.n AS has_other_n,
        num_nulls(ours.value, theirs.value) = 1
            OR abs(ours.value - theirs.value) > 1e-9 * greatest(1, abs(ours.value)) AS has_other_value,
        theirs.lower_limit IS NOT NULL AS has_limits,
        theirs.lower_limit IS NOT NULL AND (
            num_nulls(ours.lower_limit, ours.upper_limit, theirs.upper_limit) > 0
            OR abs(ours.lower_limit - theirs.lower_limit) > 1e-9
            OR abs(ours.upper_limit - theirs.upper_limit) > 1e-9
        ) OR theirs.lower_limit IS NULL AND num_nonnulls(ours.lower_limit, ours.upper_limit) > 0
            AND statistic NOT IN ('rate', 'rate_ratio', 'mean') AND kpi <> 'turnover_rate'
            AND (kpi, measure) NOT IN (
                ('commitments_kept', 'default'), ('commitments_kept', 'agreed_of_asked'),
                ('commitments_kept', 'lateness'), ('cross_department_help', 'time')
            ) AS has_other_limits
    FROM (SELECT * FROM ours WHERE n > 0 OR value IS NOT NULL) AS ours
    FULL JOIN :result AS theirs
        USING (kpi, period, period_from, measure, scope, scope_id, breakdown, breakdown_value, statistic)
), twice AS (
    SELECT count(*) - count(DISTINCT (kpi, period, period_from, measure, scope, scope_id, breakdown, breakdown_value, statistic)) AS cells
    FROM :result
)
SELECT count(DISTINCT kpi) FILTER (WHERE is_common), count(*) FILTER (WHERE is_common),
    count(*) FILTER (WHERE NOT is_common) + (SELECT cells FROM twice),
    count(*) FILTER (WHERE is_common AND has_other_n), count(*) FILTER (WHERE is_common AND has_other_value),
    count(*) FILTER (WHERE is_common AND has_limits),
    count(*) FILTER (WHERE is_common AND has_other_limits)
FROM compared;
