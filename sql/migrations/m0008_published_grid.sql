-- What is published is rounded, divided less finely, and coded where a share of something personal has too few people on
-- one side. What earlier versions published goes from history: it was exact, and lay beside the same in coarser words.
ALTER TABLE mutuality.ledger_page
    ADD COLUMN before_lower_limit bigint[],
    ADD COLUMN after_upper_limit bigint[];
COMMENT ON COLUMN mutuality.ledger_page.before_quantile IS
    'people with an event at or before a quantile, or in what a share counts, up to 10, in the role with the fewest; '
    'NULL for other figures';
COMMENT ON COLUMN mutuality.ledger_page.after_quantile IS
    'people at risk after a quantile, or not in what a share counts, up to 10, in the role with the fewest; NULL for others';
COMMENT ON COLUMN mutuality.ledger_page.before_lower_limit IS
    'people with an event at or before a quantile''s lower limit, likewise; NULL without one';
COMMENT ON COLUMN mutuality.ledger_page.after_upper_limit IS
    'people at risk after a quantile''s upper limit, likewise; NULL without one';

ALTER TABLE mutuality.release DROP CONSTRAINT release_hidden_is_empty;
ALTER TABLE mutuality.release DROP CONSTRAINT release_state_check;
ALTER TABLE mutuality.release ADD CONSTRAINT release_known_state
    CHECK (state IN ('released', 'suppressed', 'coded_low', 'coded_high', 'no_data'));
ALTER TABLE mutuality.release ADD CONSTRAINT release_hidden_is_empty CHECK (
    state = 'released'
    OR num_nonnulls(value, lower_limit, upper_limit, signal) = 0
        AND (state IN ('coded_low', 'coded_high') OR num_nonnulls(n, censored, coverage) = 0)
);
COMMENT ON COLUMN mutuality.release.state IS
    'released, suppressed (a small or empty group), coded_low or coded_high (at most 2, or all but 2 at most, of n) or '
    'no_data (the organization lacks the dataset)';

UPDATE mutuality.release
SET state = 'suppressed', value = NULL, lower_limit = NULL, upper_limit = NULL, n = NULL, censored = NULL,
    coverage = NULL, signal = NULL
WHERE state <> 'no_data';
UPDATE mutuality.computed SET released_computation_id = NULL;
DELETE FROM mutuality.chart_page;
ALTER TABLE mutuality.chart_page ADD COLUMN point_steps double precision[] NOT NULL;
ALTER TABLE mutuality.chart_page ALTER COLUMN point_steps SET STORAGE EXTERNAL;
COMMENT ON COLUMN mutuality.chart_page.point_steps IS 'steps of the grid on which those values lie';
INSERT INTO mutuality.mark (organization_id, year, months, dataset)
SELECT organization_id, year, 4095, '*' FROM mutuality.unit;
