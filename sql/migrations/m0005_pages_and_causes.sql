-- The ledger as pages: one row is what one computation found new or changed of a KPI in a period. A row a cell took
-- three times the room, and most of the time of a computation went into its index.
CREATE TABLE mutuality.ledger_page (
    organization_id bigint NOT NULL,
    kpi text COLLATE "C" NOT NULL,
    period text COLLATE "C" NOT NULL,
    period_from date NOT NULL,
    computation_id bigint NOT NULL,
    version integer NOT NULL,
    period_to date NOT NULL,
    settings_sha256 bytea NOT NULL,
    known_at timestamptz NOT NULL,
    departments text[] COLLATE "C" NOT NULL,
    teams text[] COLLATE "C" NOT NULL,
    measures text[] COLLATE "C" NOT NULL,
    scopes text[] COLLATE "C" NOT NULL,
    scope_ids text[] COLLATE "C" NOT NULL,
    breakdowns text[] COLLATE "C" NOT NULL,
    breakdown_values text[] COLLATE "C" NOT NULL,
    statistics text[] COLLATE "C" NOT NULL,
    units text[] COLLATE "C" NOT NULL,
    vals double precision[] NOT NULL,
    lower_limits double precision[] NOT NULL,
    upper_limits double precision[] NOT NULL,
    ns bigint[] NOT NULL,
    censored bigint[] NOT NULL,
    coverages double precision[] NOT NULL,
    people bigint[] NOT NULL,
    digest_numbers integer[] NOT NULL,
    digests bytea NOT NULL,
    PRIMARY KEY (organization_id, kpi, period, period_from, computation_id)
);
SELECT mutuality.distribute('mutuality.ledger_page');

INSERT INTO mutuality.ledger_page
SELECT
    organization_id, kpi, period, period_from, computation_id, max(version), max(period_to),
    (array_agg(settings_sha256))[1], max(known_at),
    coalesce(array_agg(DISTINCT scope_id) FILTER (WHERE scope = 'department'), '{}'),
    coalesce(array_agg(DISTINCT scope_id) FILTER (WHERE scope = 'team'), '{}'),
    array_agg(measure ORDER BY place), array_agg(scope ORDER BY place), array_agg(scope_id ORDER BY place),
    array_agg(breakdown ORDER BY place), array_agg(breakdown_value ORDER BY place),
    array_agg(statistic ORDER BY place), array_agg(unit ORDER BY place), array_agg(value ORDER BY place),
    array_agg(lower_limit ORDER BY place), array_agg(upper_limit ORDER BY place), array_agg(n ORDER BY place),
    array_agg(censored ORDER BY place), array_agg(coverage ORDER BY place), array_agg(people ORDER BY place),
    array_agg(place::integer ORDER BY place), string_agg(digest, NULL ORDER BY place)
FROM (
    SELECT *, row_number() OVER (
        PARTITION BY organization_id, kpi, period, period_from, computation_id
        ORDER BY measure, scope, scope_id, breakdown, breakdown_value, statistic
    ) - 1 AS place
    FROM mutuality.ledger
) AS cell
GROUP BY organization_id, kpi, period, period_from, computation_id;

DROP TABLE mutuality.ledger;

COMMENT ON TABLE mutuality.ledger_page IS
    'One row is what one computation found new or changed of a KPI in a period, a position of its arrays a cell';
COMMENT ON COLUMN mutuality.ledger_page.organization_id IS 'the organization';
COMMENT ON COLUMN mutuality.ledger_page.kpi IS 'the KPI''s id';
COMMENT ON COLUMN mutuality.ledger_page.period IS 'month, quarter, year or week';
COMMENT ON COLUMN mutuality.ledger_page.period_from IS 'first day of the period';
COMMENT ON COLUMN mutuality.ledger_page.computation_id IS 'the computation that found it';
COMMENT ON COLUMN mutuality.ledger_page.version IS 'version of the definition';
COMMENT ON COLUMN mutuality.ledger_page.period_to IS 'first day after the period';
COMMENT ON COLUMN mutuality.ledger_page.settings_sha256 IS 'hash of the settings that it used';
COMMENT ON COLUMN mutuality.ledger_page.known_at IS 'when it was computed';
COMMENT ON COLUMN mutuality.ledger_page.departments IS 'the departments that have cells here';
COMMENT ON COLUMN mutuality.ledger_page.teams IS 'the teams that have cells here';
COMMENT ON COLUMN mutuality.ledger_page.measures IS 'which figure of the KPI';
COMMENT ON COLUMN mutuality.ledger_page.scopes IS 'organization, department or team';
COMMENT ON COLUMN mutuality.ledger_page.scope_ids IS 'native id of the department or team; empty for the organization';
COMMENT ON COLUMN mutuality.ledger_page.breakdowns IS 'by what it is divided; empty if it is not';
COMMENT ON COLUMN mutuality.ledger_page.breakdown_values IS 'which part';
COMMENT ON COLUMN mutuality.ledger_page.statistics IS 'p50, p90, ratio, count …';
COMMENT ON COLUMN mutuality.ledger_page.units IS 's, ratio, count …';
COMMENT ON COLUMN mutuality.ledger_page.vals IS 'values; NULL where refused or not reached';
COMMENT ON COLUMN mutuality.ledger_page.lower_limits IS 'lower 95 % limits';
COMMENT ON COLUMN mutuality.ledger_page.upper_limits IS 'upper 95 % limits';
COMMENT ON COLUMN mutuality.ledger_page.ns IS 'people or records in the denominator';
COMMENT ON COLUMN mutuality.ledger_page.censored IS 'how many of them are not over yet';
COMMENT ON COLUMN mutuality.ledger_page.coverages IS 'share of the records that have every column needed';
COMMENT ON COLUMN mutuality.ledger_page.people IS 'distinct people behind it, of several roles the fewest';
COMMENT ON COLUMN mutuality.ledger_page.digest_numbers IS 'which of the digests it has, from 0';
COMMENT ON COLUMN mutuality.ledger_page.digests IS
    'digests of contributions, 64 bytes each: 16 unsigned 32-bit sums, big-endian';

-- Why computations took place: the marks that they read.
CREATE TABLE mutuality.computation_cause (
    organization_id bigint NOT NULL,
    computation_id bigint NOT NULL,
    mark_id bigint NOT NULL,
    cause text COLLATE "C" NOT NULL CHECK (cause IN ('load', 'full')),
    dataset text COLLATE "C" NOT NULL,
    months integer NOT NULL,
    batch_id bigint,
    PRIMARY KEY (organization_id, computation_id, mark_id)
);
ALTER TABLE mutuality.computation_cause
    ADD CONSTRAINT computation_cause_computation
    FOREIGN KEY (organization_id, computation_id) REFERENCES mutuality.computation;
SELECT mutuality.distribute('mutuality.computation_cause');
COMMENT ON TABLE mutuality.computation_cause IS
    'One row is a mark that a computation read: a reason why it took place, beside periods that had closed and new definitions or settings';
COMMENT ON COLUMN mutuality.computation_cause.organization_id IS 'the organization';
COMMENT ON COLUMN mutuality.computation_cause.computation_id IS 'the computation';
COMMENT ON COLUMN mutuality.computation_cause.mark_id IS 'the mark, which is gone';
COMMENT ON COLUMN mutuality.computation_cause.cause IS 'load: facts changed; full: somebody asked for everything';
COMMENT ON COLUMN mutuality.computation_cause.dataset IS 'what changed; * for everything';
COMMENT ON COLUMN mutuality.computation_cause.months IS 'as in mark';
COMMENT ON COLUMN mutuality.computation_cause.batch_id IS 'the batch that changed it';

-- The first days of January can lie in the last ISO week of the year before.
ALTER TABLE mutuality.mark DROP CONSTRAINT mark_months_check;
ALTER TABLE mutuality.mark ADD CONSTRAINT mark_months_check CHECK (months BETWEEN 1 AND 33554431);
COMMENT ON COLUMN mutuality.mark.months IS
    'bit 0 is January, bit 11 December; bits 12 to 23 the same of the year before; bit 24 January of the next year';
COMMENT ON COLUMN mutuality.mark.dataset IS 'what changed; * where all that was computed is to be computed anew';
