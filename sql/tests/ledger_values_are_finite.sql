-- One row is a ledger entry with a number that is none, limits that do not enclose its value, or impossible counts. The
-- limits of a net promoter score are drawn towards 0, and with few answers they leave the score outside.
SELECT organization_id, kpi, period, period_from, measure, scope, scope_id, statistic, computation_id
FROM mutuality.ledger
WHERE value IN ('NaN', 'Infinity', '-Infinity')
    OR lower_limit IN ('NaN', 'Infinity', '-Infinity')
    OR upper_limit IN ('NaN', 'Infinity', '-Infinity')
    OR coverage IN ('NaN', 'Infinity', '-Infinity')
    OR kpi <> 'employee_net_promoter_score' AND (lower_limit > value OR upper_limit < value)
    OR NOT coverage BETWEEN 0 AND 1
    OR n < 0
    OR NOT censored BETWEEN 0 AND n
    OR people < 0
    OR length(digest) <> 64;
