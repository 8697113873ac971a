-- One row is a KPI in a period whose release claims to have followed a computation that never was or is yet to come.
SELECT organization_id, kpi, period, period_from
FROM mutuality.computed
WHERE released_computation_id > computation_id;
