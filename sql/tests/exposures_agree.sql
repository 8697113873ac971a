-- One row is a ledger entry with more people on one side than there are, or a sum that is less than what two give to it.
-- Requests asked with and without a name are each other's sides, so that one of them lies outside the figure.
SELECT organization_id, kpi, period, period_from, measure, scope, scope_id, statistic, computation_id
FROM mutuality.ledger
WHERE kpi <> 'anonymous_requests' AND greatest(before_quantile, after_quantile) > first_people
    OR greatest(
        outside_organization, second_outside_organization, outside_department, second_outside_department,
        outside_whole, second_outside_whole, before_quantile, after_quantile) > 10
    OR scope = 'organization' AND coalesce(outside_organization, second_outside_organization) IS NOT NULL
    OR scope <> 'team' AND coalesce(outside_department, second_outside_department) IS NOT NULL
    OR breakdown = '' AND coalesce(outside_whole, second_outside_whole) IS NOT NULL
    OR outside_department > outside_organization
    OR second_outside_department > second_outside_organization
    OR refusal = 'low_coverage'
        AND coalesce(
            outside_organization, second_outside_organization, outside_department, second_outside_department,
            outside_whole, second_outside_whole, before_quantile, after_quantile) IS NOT NULL
    OR second_largest > largest
    OR sum < largest + second_largest - 1e-9 * sum;
