-- What readers see, and all that they see, of the organizations that are theirs. Stable names; made anew with every
-- migration.
CREATE SCHEMA IF NOT EXISTS kpi;
COMMENT ON SCHEMA kpi IS 'Released figures, for reading: stable names and types';

-- One row is a login that may read the release itself, and so all organizations: it owns the tables, computes or is a
-- custodian.
CREATE OR REPLACE VIEW mutuality.unrestricted AS
SELECT DISTINCT login.rolname::text AS login
FROM pg_roles AS login
JOIN pg_roles AS held ON pg_has_role(login.oid, held.oid, 'MEMBER')
WHERE has_table_privilege(held.oid, 'mutuality.release'::regclass, 'SELECT');
COMMENT ON VIEW mutuality.unrestricted IS 'One row is a login, or a group, that may read the figures of all organizations';
COMMENT ON COLUMN mutuality.unrestricted.login IS 'its name';

-- One row is an organization that the login may see. The login stays what it is whatever role it takes on.
--
-- Here and below OFFSET 0 keeps what a reader asks for out of the scan, which also passes by rows of others: EXPLAIN
-- tells how many rows a scan found, and what the planner expects by its statistics of all. So a scan knows the
-- organization alone, and columns are taken out of its rows afterwards, where there are no statistics.
CREATE OR REPLACE VIEW mutuality.readable WITH (security_barrier) AS
SELECT organization_id, name
FROM mutuality.organization
WHERE organization_id IN (SELECT organization_id FROM mutuality.reader WHERE login = session_user)
    OR (SELECT EXISTS (SELECT FROM mutuality.unrestricted WHERE login = session_user))
OFFSET 0;
COMMENT ON VIEW mutuality.readable IS 'One row is an organization whose released figures the login may see';
COMMENT ON COLUMN mutuality.readable.organization_id IS 'the organization';
COMMENT ON COLUMN mutuality.readable.name IS 'its name';

-- One row is a published cell as it stood from one release to another.
CREATE OR REPLACE VIEW kpi.figure_history WITH (security_barrier) AS
SELECT
    readable.name AS organization,
    (stored.release).kpi,
    (stored.release).version,
    (stored.release).measure,
    (stored.release).scope,
    (stored.release).scope_id,
    (stored.release).breakdown,
    (stored.release).breakdown_value,
    (stored.release).period,
    (stored.release).period_from,
    (stored.release).period_to,
    (stored.release).statistic,
    (stored.release).value,
    (stored.release).unit,
    (stored.release).lower_limit,
    (stored.release).upper_limit,
    (stored.release).n,
    (stored.release).censored,
    (stored.release).coverage,
    (stored.release).period_to AS as_of,
    (stored.release).state,
    (stored.release).signal,
    (stored.release).first_release,
    (stored.release).last_release,
    (stored.release).period_end,
    (stored.release).reference,
    (stored.release).verdict
FROM mutuality.readable
CROSS JOIN LATERAL (
    SELECT release FROM mutuality.release WHERE release.organization_id = readable.organization_id OFFSET 0
) AS stored;
COMMENT ON VIEW kpi.figure_history IS 'One row is what a cell said from one release to another';

-- One row is how fresh a dataset was known to be from an instant on.
CREATE OR REPLACE VIEW kpi.freshness_history WITH (security_barrier) AS
SELECT
    readable.name AS organization,
    (stored.freshness).dataset,
    -- Numbers of the table's own tell of other organizations' loads.
    row_number() OVER (PARTITION BY readable.name ORDER BY (stored.freshness).freshness_id) AS entry,
    (stored.freshness).known_at,
    (stored.freshness).last_data,
    (stored.freshness).last_success,
    (stored.freshness).expected_by
FROM mutuality.readable
CROSS JOIN LATERAL (
    SELECT freshness FROM mutuality.freshness WHERE freshness.organization_id = readable.organization_id OFFSET 0
) AS stored;
COMMENT ON VIEW kpi.freshness_history IS 'One row is how fresh a dataset was known to be from an instant on';
COMMENT ON COLUMN kpi.freshness_history.organization IS 'name of the organization';
COMMENT ON COLUMN kpi.freshness_history.dataset IS 'the dataset';
COMMENT ON COLUMN kpi.freshness_history.entry IS 'counts up within the organization; the latest of a dataset holds';
COMMENT ON COLUMN kpi.freshness_history.known_at IS 'since when this was known';
COMMENT ON COLUMN kpi.freshness_history.last_data IS
    'newest day (UTC) that its rows ever spoke of, or the first of its month; NULL where that is not known';
COMMENT ON COLUMN kpi.freshness_history.last_success IS 'when a file was last loaded, or found loaded before';
COMMENT ON COLUMN kpi.freshness_history.expected_by IS 'by when the next load is expected; NULL for never';

-- One row is a dataset of an organization. It is late where expected_by < now().
CREATE OR REPLACE VIEW kpi.freshness WITH (security_barrier) AS
SELECT DISTINCT ON (organization, dataset)
    organization,
    dataset,
    last_data,
    last_success,
    expected_by
FROM kpi.freshness_history
ORDER BY organization, dataset, entry DESC;
COMMENT ON VIEW kpi.freshness IS 'One row is how fresh a dataset is; it is late where expected_by < now()';
COMMENT ON COLUMN kpi.freshness.organization IS 'name of the organization';
COMMENT ON COLUMN kpi.freshness.dataset IS 'the dataset';
COMMENT ON COLUMN kpi.freshness.last_data IS
    'newest day (UTC) that its rows ever spoke of, or the first of its month; NULL where that is not known';
COMMENT ON COLUMN kpi.freshness.last_success IS 'when a file was last loaded, or found loaded before';
COMMENT ON COLUMN kpi.freshness.expected_by IS 'by when the next load is expected; NULL for never';

-- One row is what the whole organization's figure of a KPI was to be from a day on, as it was set at some time.
CREATE OR REPLACE VIEW kpi.target_history WITH (security_barrier) AS
SELECT
    readable.name AS organization,
    (stored.target).kpi,
    (stored.target).measure,
    (stored.target).statistic,
    -- As of freshness.
    row_number() OVER (PARTITION BY readable.name ORDER BY (stored.target).target_id) AS entry,
    (stored.target).set_at,
    (stored.target).valid_from,
    (stored.target).value
FROM mutuality.readable
CROSS JOIN LATERAL (
    SELECT target FROM mutuality.target WHERE target.organization_id = readable.organization_id OFFSET 0
) AS stored;
COMMENT ON VIEW kpi.target_history IS
    'One row is what the whole organization''s figure of a KPI was to be from a day on, as it was set at some time';
COMMENT ON COLUMN kpi.target_history.organization IS 'name of the organization';
COMMENT ON COLUMN kpi.target_history.kpi IS 'the KPI whose first headline figure is meant';
COMMENT ON COLUMN kpi.target_history.measure IS 'the measure of that figure when it was set';
COMMENT ON COLUMN kpi.target_history.statistic IS 'the statistic of that figure when it was set';
COMMENT ON COLUMN kpi.target_history.entry IS
    'counts up within the organization; of a KPI and a day the latest holds';
COMMENT ON COLUMN kpi.target_history.set_at IS 'when it was set';
COMMENT ON COLUMN kpi.target_history.valid_from IS 'a period goes by what is in force on its first day';
COMMENT ON COLUMN kpi.target_history.value IS
    'in the unit of the published figure; NULL where there is none from that day on';

-- One row is a dataset, and how many people and teams it named when a release was made, in people and teams or not.
CREATE OR REPLACE VIEW kpi.unmatched WITH (security_barrier) AS
SELECT
    readable.name AS organization,
    (stored.unmatched).release,
    (stored.unmatched).dataset,
    (stored.unmatched).named,
    (stored.unmatched).not_known,
    (stored.unmatched).teams_named,
    (stored.unmatched).teams_not_known
FROM mutuality.readable
CROSS JOIN LATERAL (
    SELECT unmatched FROM mutuality.unmatched WHERE unmatched.organization_id = readable.organization_id OFFSET 0
) AS stored;
COMMENT ON VIEW kpi.unmatched IS
    'One row is a dataset, and how many people and teams it named when a release was made, in people and teams or not';
COMMENT ON COLUMN kpi.unmatched.organization IS 'name of the organization';
COMMENT ON COLUMN kpi.unmatched.release IS 'the release';
COMMENT ON COLUMN kpi.unmatched.dataset IS 'the dataset';
COMMENT ON COLUMN kpi.unmatched.named IS
    'whom the records name that were read for the release, rounded up to fives';
COMMENT ON COLUMN kpi.unmatched.not_known IS 'those of them who were not in people, rounded up to fives';
COMMENT ON COLUMN kpi.unmatched.teams_named IS 'teams that those records name; NULL where they were not counted';
COMMENT ON COLUMN kpi.unmatched.teams_not_known IS 'those of them that were not in teams';

-- One row is a published cell as it stands. Whether it is stale hangs on its KPI and period alone.
CREATE OR REPLACE VIEW kpi.figure WITH (security_barrier) AS
WITH input AS (
    -- One row is a KPI and the datasets that its figures wait for.
    SELECT
        readable.name AS organization,
        stored.kpi,
        array_agg(stored.dataset ORDER BY stored.dataset) AS datasets,
        array_agg(freshness.last_success ORDER BY stored.dataset) AS successes,
        min(freshness.last_success) AS earliest
    FROM mutuality.readable
    CROSS JOIN LATERAL (
        SELECT kpi, dataset FROM mutuality.kpi_input
        WHERE kpi_input.organization_id = readable.organization_id
        OFFSET 0
    ) AS stored
    JOIN kpi.freshness ON freshness.organization = readable.name AND freshness.dataset = stored.dataset
    GROUP BY readable.name, stored.kpi
)
SELECT
    figure_history.organization,
    figure_history.kpi,
    version,
    measure,
    scope,
    scope_id,
    breakdown,
    breakdown_value,
    period,
    period_from,
    period_to,
    statistic,
    value,
    unit,
    lower_limit,
    upper_limit,
    n,
    censored,
    coverage,
    as_of,
    state,
    signal,
    period_end,
    CASE
        WHEN input.earliest < figure_history.period_end THEN (
            SELECT string_agg(dataset, '|' ORDER BY dataset)
            FROM unnest(input.datasets, input.successes) AS waited_for (dataset, last_success)
            WHERE last_success < figure_history.period_end
        )
        ELSE ''
    END AS stale,
    reference,
    verdict
FROM kpi.figure_history
LEFT JOIN input
    ON input.organization = figure_history.organization AND input.kpi = figure_history.kpi
WHERE last_release IS NULL;
COMMENT ON VIEW kpi.figure IS 'One row is a published cell as it stands';

-- One row is an organization that the login can ask about.
CREATE OR REPLACE VIEW kpi.organization WITH (security_barrier) AS
SELECT name AS organization FROM mutuality.readable;
COMMENT ON VIEW kpi.organization IS 'One row is an organization';
COMMENT ON COLUMN kpi.organization.organization IS 'its name';

-- One row: how many migrations were applied, and which came first. Every role may read it, to know whether program and
-- database agree.
CREATE OR REPLACE VIEW kpi.schema_version AS
SELECT count(*) AS version, min(name) AS beginning FROM mutuality.migration;
COMMENT ON VIEW kpi.schema_version IS 'One row: the version of the schema';
COMMENT ON COLUMN kpi.schema_version.version IS 'number of migrations that were applied';
COMMENT ON COLUMN kpi.schema_version.beginning IS
    'first migration applied: tells a schema of this line from those before 0.1.0';

-- One row is a release of an organization.
CREATE OR REPLACE VIEW kpi.publication WITH (security_barrier) AS
SELECT
    readable.name AS organization,
    (stored.publication).release,
    (stored.publication).released_at
FROM mutuality.readable
CROSS JOIN LATERAL (
    SELECT publication FROM mutuality.publication
    WHERE publication.organization_id = readable.organization_id
    OFFSET 0
) AS stored;
COMMENT ON VIEW kpi.publication IS 'One row is a release of an organization';
COMMENT ON COLUMN kpi.publication.organization IS 'name of the organization';
COMMENT ON COLUMN kpi.publication.release IS 'counts from 1 within the organization';
COMMENT ON COLUMN kpi.publication.released_at IS 'when';

-- One row is what a team that is published was called from one release to another.
CREATE OR REPLACE VIEW kpi.team_name_history WITH (security_barrier) AS
SELECT
    readable.name AS organization,
    (stored.team_name).team_id AS scope_id,
    (stored.team_name).name,
    (stored.team_name).first_release,
    (stored.team_name).last_release
FROM mutuality.readable
CROSS JOIN LATERAL (
    SELECT team_name FROM mutuality.team_name WHERE team_name.organization_id = readable.organization_id OFFSET 0
) AS stored;
COMMENT ON VIEW kpi.team_name_history IS 'One row is what a published team was called from one release to another';
COMMENT ON COLUMN kpi.team_name_history.organization IS 'name of the organization';
COMMENT ON COLUMN kpi.team_name_history.scope_id IS 'the team, as in figure_history';
COMMENT ON COLUMN kpi.team_name_history.name IS 'what it was called; NULL where nothing said';
COMMENT ON COLUMN kpi.team_name_history.first_release IS 'the release that first called it so';
COMMENT ON COLUMN kpi.team_name_history.last_release IS 'the last release that called it so; NULL while it stands';

-- One row is what a team that is published is called.
CREATE OR REPLACE VIEW kpi.team_name WITH (security_barrier) AS
SELECT organization, scope_id, name FROM kpi.team_name_history WHERE last_release IS NULL;
COMMENT ON VIEW kpi.team_name IS 'One row is what a published team is called';
COMMENT ON COLUMN kpi.team_name.organization IS 'name of the organization';
COMMENT ON COLUMN kpi.team_name.scope_id IS 'the team, as in figure';
COMMENT ON COLUMN kpi.team_name.name IS 'what it is called; NULL where nothing says';

-- Column comments of both figure views, from one list.
DO $$
DECLARE
    view text;
    described record;
BEGIN
    FOREACH view IN ARRAY ARRAY['figure', 'figure_history'] LOOP
        FOR described IN
            SELECT * FROM (VALUES
                ('organization', 'name of the organization'),
                ('kpi', 'the KPI''s id; docs/kpis has a page for each'),
                ('version', 'version of the definition'),
                ('measure', 'which figure of the KPI'),
                ('scope', 'organization, department or team'),
                ('scope_id', 'the department or team; empty for the organization'),
                ('breakdown', 'by what it is divided; empty if it is not'),
                ('breakdown_value', 'which part'),
                ('period', 'month, quarter, year or week'),
                ('period_from', 'first day of the period'),
                ('period_to', 'first day after the period'),
                ('statistic', 'p50, p90, ratio, count …'),
                ('value', 'NULL where hidden, refused or not reached'),
                ('unit', 's, ratio, count …'),
                ('lower_limit', 'lower 95 % limit'),
                ('upper_limit', 'upper 95 % limit'),
                ('n', 'people or records in the denominator'),
                ('censored', 'how many of them were not over at the end of the period'),
                ('coverage', 'share of the records that have every column needed'),
                ('as_of', 'what happened on or after this day is not counted'),
                ('state', 'released, coded_low, coded_high, suppressed or no_data'),
                ('signal', 'what the control chart says'),
                ('stale', 'datasets without a load since the period''s end, separated by |; empty where none'),
                ('reference', 'mean of the same figure''s earlier values'),
                ('verdict', 'what is said of the value against its past; NULL where it is not held against it'),
                ('period_end', 'the instant at which the period ends, in the organization''s zone'),
                ('first_release', 'the release that first showed it'),
                ('last_release', 'the last release that showed it; NULL while it stands')
            ) AS comments (name, text)
            WHERE EXISTS (
                SELECT FROM information_schema.columns
                WHERE table_schema = 'kpi' AND table_name = view AND column_name = comments.name
            )
        LOOP
            EXECUTE format('COMMENT ON COLUMN kpi.%I.%I IS %L', view, described.name, described.text);
        END LOOP;
    END LOOP;
END $$;
