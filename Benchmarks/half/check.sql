-- Whether a rival's cells are those of the ledger. `result` names the rival's table. One row: cells compared, cells that
-- only one of the two has, other n, values further apart than 1e-9 max(1, |value|); limits compared, other limits. The
-- Gini coefficient by chance the rival hasn't got: it is computed all the same, and isn't compared.
WITH ours AS (
    SELECT DISTINCT ON (kpi, period, period_from, measure, scope, scope_id, breakdown, breakdown_value, statistic)
        kpi, period, period_from, measure, scope, scope_id, breakdown, breakdown_value, statistic, value, lower_limit,
        upper_limit, n
    FROM mutuality.ledger
    WHERE statistic <> 'gini_by_chance'
    ORDER BY kpi, period, period_from, measure, scope, scope_id, breakdown, breakdown_value, statistic,
        computation_id DESC
), compared AS (
    SELECT num_nulls(ours.kpi, theirs.kpi) = 0 AS is_common, ours.n <> theirs.n AS has_other_n,
        num_nulls(ours.value, theirs.value) = 1
            OR abs(ours.value - theirs.value) > 1e-9 * greatest(1, abs(ours.value)) AS has_other_value,
        theirs.lower_limit IS NOT NULL AS has_limits,
        num_nulls(ours.lower_limit, ours.upper_limit) > 0
            OR abs(ours.lower_limit - theirs.lower_limit) > 1e-9
            OR abs(ours.upper_limit - theirs.upper_limit) > 1e-9 AS has_other_limits
    FROM (SELECT * FROM ours WHERE n > 0 OR value IS NOT NULL) AS ours
    FULL JOIN :result AS theirs
        USING (kpi, period, period_from, measure, scope, scope_id, breakdown, breakdown_value, statistic)
)
SELECT count(*) FILTER (WHERE is_common), count(*) FILTER (WHERE NOT is_common),
    count(*) FILTER (WHERE is_common AND has_other_n), count(*) FILTER (WHERE is_common AND has_other_value),
    count(*) FILTER (WHERE is_common AND has_limits),
    count(*) FILTER (WHERE is_common AND has_limits AND has_other_limits)
FROM compared;
