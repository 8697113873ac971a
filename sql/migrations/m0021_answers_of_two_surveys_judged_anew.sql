-- What two people know of several surveys that a figure has together is counted in each: all answers are due.
INSERT INTO mutuality.mark (organization_id, year, months, dataset)
SELECT organization_id, year, 4095, 'satisfaction' FROM mutuality.unit;
