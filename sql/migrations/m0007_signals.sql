-- The control charts behind the signals of the release: what the next point of a series has to be held against.
CREATE TABLE mutuality.chart_page (
    organization_id bigint NOT NULL REFERENCES mutuality.organization,
    kpi text COLLATE "C" NOT NULL,
    period text COLLATE "C" NOT NULL,
    measure text COLLATE "C" NOT NULL,
    version integer NOT NULL,
    scopes text[] COLLATE "C" NOT NULL,
    scope_ids text[] COLLATE "C" NOT NULL,
    breakdowns text[] COLLATE "C" NOT NULL,
    breakdown_values text[] COLLATE "C" NOT NULL,
    statistics text[] COLLATE "C" NOT NULL,
    stretch_froms date[] NOT NULL,
    are_after_run boolean[] NOT NULL,
    centres double precision[] NOT NULL,
    mean_moving_ranges double precision[] NOT NULL,
    point_counts smallint[] NOT NULL,
    point_froms date[] NOT NULL,
    point_values double precision[] NOT NULL,
    PRIMARY KEY (organization_id, kpi, period, measure)
);
-- Numbers as good as random don't get smaller, and every release would try.
ALTER TABLE mutuality.chart_page ALTER COLUMN centres SET STORAGE EXTERNAL;
ALTER TABLE mutuality.chart_page ALTER COLUMN mean_moving_ranges SET STORAGE EXTERNAL;
ALTER TABLE mutuality.chart_page ALTER COLUMN point_values SET STORAGE EXTERNAL;
SELECT mutuality.distribute('mutuality.chart_page');
COMMENT ON TABLE mutuality.chart_page IS
    'One row is the control charts of a measure''s cells for one kind of period, a position of its arrays a cell; made anew from the release where a KPI has no row';
COMMENT ON COLUMN mutuality.chart_page.organization_id IS 'the organization';
COMMENT ON COLUMN mutuality.chart_page.kpi IS 'the KPI''s id';
COMMENT ON COLUMN mutuality.chart_page.period IS 'the kind of period whose values make the series';
COMMENT ON COLUMN mutuality.chart_page.measure IS 'which figure of the KPI';
COMMENT ON COLUMN mutuality.chart_page.version IS 'version of the definition; values of another are not in the series';
COMMENT ON COLUMN mutuality.chart_page.scopes IS 'organization, department or team';
COMMENT ON COLUMN mutuality.chart_page.scope_ids IS 'native id of the department or team; empty for the organization';
COMMENT ON COLUMN mutuality.chart_page.breakdowns IS 'by what it is divided; empty if it is not';
COMMENT ON COLUMN mutuality.chart_page.breakdown_values IS 'which part';
COMMENT ON COLUMN mutuality.chart_page.statistics IS 'p50, p90, ratio, count …';
COMMENT ON COLUMN mutuality.chart_page.stretch_froms IS 'first day of the first period whose value fixes the limits';
COMMENT ON COLUMN mutuality.chart_page.are_after_run IS 'whether a run of eight began the stretch, and not the series';
COMMENT ON COLUMN mutuality.chart_page.centres IS
    'mean of the 24 values that fix the limits; NULL while there are fewer';
COMMENT ON COLUMN mutuality.chart_page.mean_moving_ranges IS
    'mean difference between consecutive ones of them; NULL while there are fewer';
COMMENT ON COLUMN mutuality.chart_page.point_counts IS
    'how many values are kept: all of the stretch while it has fewer than 24, else the last seven';
COMMENT ON COLUMN mutuality.chart_page.point_froms IS 'first days of their periods, cell after cell';
COMMENT ON COLUMN mutuality.chart_page.point_values IS 'those values';
COMMENT ON COLUMN mutuality.release.signal IS
    'what the control chart says of it: better, worse or changed, by which rule; NULL where it says nothing';
