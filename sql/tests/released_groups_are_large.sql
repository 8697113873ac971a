-- One row is a released cell, now or ever, behind which the ledger has no group of five people or more. The ledger's
-- entry is the one with the same contributions (digest), of whichever computation.
SELECT release.kpi, release.period, release.period_from, release.measure, release.scope, release.scope_id,
    release.breakdown, release.breakdown_value, release.statistic, release.first_release
FROM mutuality.release
WHERE release.state IN ('released', 'coded_low', 'coded_high')
    AND NOT EXISTS (
        SELECT FROM mutuality.ledger
        WHERE ledger.organization_id = release.organization_id
            AND (ledger.kpi, ledger.period, ledger.period_from, ledger.measure, ledger.scope, ledger.scope_id)
                = (release.kpi, release.period, release.period_from, release.measure, release.scope, release.scope_id)
            AND (ledger.breakdown, ledger.breakdown_value, ledger.statistic)
                = (release.breakdown, release.breakdown_value, release.statistic)
            AND ledger.digest = release.digest AND ledger.people >= 5
    );
