-- What is shown of answers to surveys is decided by other rules, and by more that the ledger keeps: all of it is due.
INSERT INTO mutuality.mark (organization_id, year, months, dataset)
SELECT organization_id, year, 4095, 'satisfaction' FROM mutuality.unit;
