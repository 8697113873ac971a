-- A page of many cells is several rows, so that it is written and read a part at a time.
ALTER TABLE mutuality.ledger_page
    ADD COLUMN part integer NOT NULL DEFAULT 0 CHECK (part >= 0),
    DROP CONSTRAINT ledger_page_pkey;
ALTER TABLE mutuality.ledger_page ADD PRIMARY KEY (organization_id, kpi, period, period_from, computation_id, part);
COMMENT ON TABLE mutuality.ledger_page IS
    'What one computation found new or changed of a KPI in a period, in one row or several; a position of its arrays is a cell';
COMMENT ON COLUMN mutuality.ledger_page.part IS 'from 0, in the order of cells';
