-- One row is a change of a cell in the ledger: what it held, what took its place, and which computation found that.
CREATE OR REPLACE VIEW mutuality.restatement AS
SELECT *
FROM (
    SELECT
        organization_id,
        kpi,
        period,
        period_from,
        measure,
        scope,
        scope_id,
        breakdown,
        breakdown_value,
        statistic,
        unit,
        lag(version) OVER cell AS old_version,
        lag(value) OVER cell AS old_value,
        lag(lower_limit) OVER cell AS old_lower_limit,
        lag(upper_limit) OVER cell AS old_upper_limit,
        lag(n) OVER cell AS old_n,
        lag(censored) OVER cell AS old_censored,
        lag(coverage) OVER cell AS old_coverage,
        lag(settings_sha256) OVER cell AS old_settings_sha256,
        lag(known_at) OVER cell AS old_known_at,
        version,
        value,
        lower_limit,
        upper_limit,
        n,
        censored,
        coverage,
        settings_sha256,
        known_at,
        computation_id
    FROM mutuality.ledger
    WINDOW cell AS (
        PARTITION BY
            organization_id, kpi, period, period_from, measure, scope, scope_id, breakdown, breakdown_value, statistic
        ORDER BY computation_id
    )
) AS entry
WHERE old_known_at IS NOT NULL
    AND (value, lower_limit, upper_limit, n, censored, coverage)
        IS DISTINCT FROM (old_value, old_lower_limit, old_upper_limit, old_n, old_censored, old_coverage);
COMMENT ON VIEW mutuality.restatement IS
    'One row is a change of what a cell says in the ledger; computation_cause tells why the computation took place';
DO $$
DECLARE
    described record;
BEGIN
    FOR described IN
        SELECT * FROM (VALUES
            ('organization_id', 'the organization'),
            ('kpi', 'the KPI''s id'),
            ('period', 'its length: month, quarter …'),
            ('period_from', 'first day of the period'),
            ('measure', 'which figure of the KPI'),
            ('scope', 'organization, department or team'),
            ('scope_id', 'the department or team; empty for the organization'),
            ('breakdown', 'by what it is divided; empty if it is not'),
            ('breakdown_value', 'which part'),
            ('statistic', 'p50, p90, ratio, count …'),
            ('unit', 's, ratio, count …'),
            ('version', 'version of the definition'),
            ('value', 'NULL where refused, not reached or gone'),
            ('lower_limit', 'lower 95 % limit'),
            ('upper_limit', 'upper 95 % limit'),
            ('n', 'people or records in the denominator'),
            ('censored', 'how many of them are not over yet'),
            ('coverage', 'share of the records that have every column needed'),
            ('settings_sha256', 'hash of the settings that it used'),
            ('known_at', 'when it was computed'),
            ('computation_id', 'the computation that found it')
        ) AS comments (name, text)
    LOOP
        EXECUTE format('COMMENT ON COLUMN mutuality.restatement.%I IS %L', described.name, described.text);
        IF EXISTS (
            SELECT FROM information_schema.columns
            WHERE table_schema = 'mutuality' AND table_name = 'restatement' AND column_name = 'old_' || described.name
        ) THEN
            EXECUTE format(
                'COMMENT ON COLUMN mutuality.restatement.%I IS %L', 'old_' || described.name,
                'the same before: ' || described.text);
        END IF;
    END LOOP;
END $$;
