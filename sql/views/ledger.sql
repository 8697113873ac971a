-- One row is a value that a cell took: the pages of the ledger, a row a cell. For the custodian, and for tests.
CREATE OR REPLACE VIEW mutuality.ledger AS
SELECT
    page.organization_id,
    page.kpi,
    page.period,
    page.period_from,
    cell.measure,
    cell.scope,
    cell.scope_id,
    cell.breakdown,
    cell.breakdown_value,
    cell.statistic,
    page.computation_id,
    page.version,
    page.period_to,
    cell.unit,
    cell.value,
    cell.lower_limit,
    cell.upper_limit,
    cell.n,
    cell.censored,
    cell.coverage,
    cell.refusal,
    coalesce(least(cell.people, page.second_people[cell.digest_number + 1]), 0) AS people,
    substring(page.digests FROM 64 * cell.digest_number + 1 FOR 64) AS digest,
    page.settings_sha256,
    page.known_at,
    cell.people AS first_people,
    page.second_people[cell.digest_number + 1] AS second_people,
    page.outside_organization[cell.digest_number + 1] AS outside_organization,
    page.second_outside_organization[cell.digest_number + 1] AS second_outside_organization,
    page.outside_department[cell.digest_number + 1] AS outside_department,
    page.second_outside_department[cell.digest_number + 1] AS second_outside_department,
    page.outside_whole[cell.digest_number + 1] AS outside_whole,
    page.second_outside_whole[cell.digest_number + 1] AS second_outside_whole,
    cell.before_quantile,
    cell.after_quantile,
    cell.sum,
    cell.largest,
    cell.second_largest
FROM mutuality.ledger_page AS page
CROSS JOIN LATERAL unnest(
    page.measures, page.scopes, page.scope_ids, page.breakdowns, page.breakdown_values, page.statistics, page.units,
    page.vals, page.lower_limits, page.upper_limits, page.ns, page.censored, page.coverages, page.refusals,
    page.people, page.digest_numbers, page.before_quantile, page.after_quantile, page.sums, page.largest,
    page.second_largest
) AS cell (
    measure, scope, scope_id, breakdown, breakdown_value, statistic, unit,
    value, lower_limit, upper_limit, n, censored, coverage, refusal,
    people, digest_number, before_quantile, after_quantile, sum, largest,
    second_largest
);
COMMENT ON VIEW mutuality.ledger IS
    'One row is a value that a cell took; the latest computation holds, a cell that vanished has n = 0';
COMMENT ON COLUMN mutuality.ledger.organization_id IS 'the organization';
COMMENT ON COLUMN mutuality.ledger.kpi IS 'the KPI''s id';
COMMENT ON COLUMN mutuality.ledger.period IS 'month, quarter, year or week';
COMMENT ON COLUMN mutuality.ledger.period_from IS 'first day of the period';
COMMENT ON COLUMN mutuality.ledger.measure IS 'which figure of the KPI';
COMMENT ON COLUMN mutuality.ledger.scope IS 'organization, department or team';
COMMENT ON COLUMN mutuality.ledger.scope_id IS 'native id of the department or team; empty for the organization';
COMMENT ON COLUMN mutuality.ledger.breakdown IS 'by what it is divided; empty if it is not';
COMMENT ON COLUMN mutuality.ledger.breakdown_value IS 'which part';
COMMENT ON COLUMN mutuality.ledger.statistic IS 'p50, p90, ratio, count …';
COMMENT ON COLUMN mutuality.ledger.computation_id IS 'the computation that found it';
COMMENT ON COLUMN mutuality.ledger.version IS 'version of the definition';
COMMENT ON COLUMN mutuality.ledger.period_to IS 'first day after the period';
COMMENT ON COLUMN mutuality.ledger.unit IS 's, ratio, count …';
COMMENT ON COLUMN mutuality.ledger.value IS 'NULL where refused or not reached';
COMMENT ON COLUMN mutuality.ledger.lower_limit IS 'lower 95 % limit';
COMMENT ON COLUMN mutuality.ledger.upper_limit IS 'upper 95 % limit';
COMMENT ON COLUMN mutuality.ledger.n IS 'people or records in the denominator';
COMMENT ON COLUMN mutuality.ledger.censored IS 'how many of them are not over yet';
COMMENT ON COLUMN mutuality.ledger.coverage IS 'share of the records that have every column needed';
COMMENT ON COLUMN mutuality.ledger.refusal IS 'why it is refused; NULL where it is not';
COMMENT ON COLUMN mutuality.ledger.people IS 'distinct people behind it, of several roles the fewest';
COMMENT ON COLUMN mutuality.ledger.digest IS 'digest of their contributions: 16 unsigned 32-bit sums, big-endian';
COMMENT ON COLUMN mutuality.ledger.settings_sha256 IS 'hash of the settings that it used';
COMMENT ON COLUMN mutuality.ledger.known_at IS 'when it was computed';
COMMENT ON COLUMN mutuality.ledger.first_people IS 'in the first role, as who asked; NULL without one';
COMMENT ON COLUMN mutuality.ledger.second_people IS 'in the second role, as who helped; NULL without one';
COMMENT ON COLUMN mutuality.ledger.outside_organization IS
    'people in the first role with a record of the organization''s figure that isn''t in this one, up to 10; NULL without';
COMMENT ON COLUMN mutuality.ledger.second_outside_organization IS 'the same in the second role';
COMMENT ON COLUMN mutuality.ledger.outside_department IS
    'the same of the figure of the team''s department; NULL where its records are in several';
COMMENT ON COLUMN mutuality.ledger.second_outside_department IS 'the same in the second role';
COMMENT ON COLUMN mutuality.ledger.outside_whole IS 'the same of the figure of which this is a part by a breakdown';
COMMENT ON COLUMN mutuality.ledger.second_outside_whole IS 'the same in the second role';
COMMENT ON COLUMN mutuality.ledger.before_quantile IS
    'people with an event at or before a quantile, up to 10, in the role with the fewest; NULL for what is none';
COMMENT ON COLUMN mutuality.ledger.after_quantile IS
    'people at risk after a quantile, up to 10, in the role with the fewest; NULL for what is none';
COMMENT ON COLUMN mutuality.ledger.sum IS 'the sum that it is, or is made of; NULL for what is none';
COMMENT ON COLUMN mutuality.ledger.largest IS 'the most that one person gives to that sum';
COMMENT ON COLUMN mutuality.ledger.second_largest IS 'the most that another person gives to it';
