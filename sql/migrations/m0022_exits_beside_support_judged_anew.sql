-- Behind exits beside support stand fewer people: those who left while both groups were there. All separations are due.
INSERT INTO mutuality.mark (organization_id, year, months, dataset)
SELECT organization_id, year, 4095, 'turnover' FROM mutuality.unit;
