-- One row is a breakdown's row that stands although the row above it (the scope's undivided one, or the
-- organization's part) does not stand as released: being listed must tell nothing. Measures and statistics without
-- any undivided row, as the items of surveys, have only the organization's part above them.
SELECT part.kpi, part.period, part.period_from, part.measure, part.scope, part.scope_id, part.breakdown,
    part.breakdown_value, part.statistic
FROM mutuality.release AS part
WHERE part.last_release IS NULL AND part.breakdown <> ''
    AND (
        EXISTS (
            SELECT FROM mutuality.release AS undivided
            WHERE undivided.organization_id = part.organization_id AND undivided.last_release IS NULL
                AND undivided.breakdown = ''
                AND (undivided.kpi, undivided.measure, undivided.statistic) = (part.kpi, part.measure, part.statistic)
        )
        AND NOT EXISTS (
            SELECT FROM mutuality.release AS whole
            WHERE whole.organization_id = part.organization_id AND whole.last_release IS NULL
                AND whole.state IN ('released', 'coded_low', 'coded_high') AND whole.breakdown = ''
                AND (whole.kpi, whole.period, whole.period_from, whole.measure, whole.scope, whole.scope_id)
                    = (part.kpi, part.period, part.period_from, part.measure, part.scope, part.scope_id)
                AND whole.statistic = part.statistic
        )
        OR NOT EXISTS (
            SELECT FROM mutuality.release AS everywhere
            WHERE everywhere.organization_id = part.organization_id AND everywhere.last_release IS NULL
                AND (everywhere.state IN ('released', 'coded_low', 'coded_high') OR part.scope = 'organization')
                AND everywhere.scope = 'organization'
                AND (everywhere.kpi, everywhere.period, everywhere.period_from, everywhere.measure)
                    = (part.kpi, part.period, part.period_from, part.measure)
                AND (everywhere.breakdown, everywhere.breakdown_value, everywhere.statistic)
                    = (part.breakdown, part.breakdown_value, part.statistic)
        )
    );
