-- What disclosure asks of a cell beside how many people it has: who remains when it is taken from another, who is on both
-- sides of a quantile, what a sum is made of. Pages that were there before have none of it. What the statistics of one
-- group have in common goes by the number of their digest: people in the second role, and those outside.
ALTER TABLE mutuality.ledger_page
    ADD COLUMN second_people bigint[],
    ADD COLUMN outside_organization bigint[],
    ADD COLUMN second_outside_organization bigint[],
    ADD COLUMN outside_department bigint[],
    ADD COLUMN second_outside_department bigint[],
    ADD COLUMN outside_whole bigint[],
    ADD COLUMN second_outside_whole bigint[],
    ADD COLUMN before_quantile bigint[],
    ADD COLUMN after_quantile bigint[],
    ADD COLUMN sums double precision[],
    ADD COLUMN largest double precision[],
    ADD COLUMN second_largest double precision[];
COMMENT ON COLUMN mutuality.ledger_page.people IS
    'distinct people behind it in their first role, as who asked; NULL without one';
COMMENT ON COLUMN mutuality.ledger_page.second_people IS
    'the same in their second role, as who helped; NULL without one';
COMMENT ON COLUMN mutuality.ledger_page.outside_organization IS
    'people in the first role with a record of the organization''s figure that isn''t in this one, up to 10; NULL without';
COMMENT ON COLUMN mutuality.ledger_page.second_outside_organization IS 'the same in the second role';
COMMENT ON COLUMN mutuality.ledger_page.outside_department IS
    'the same of the figure of the team''s department; NULL where its records are in several';
COMMENT ON COLUMN mutuality.ledger_page.second_outside_department IS 'the same in the second role';
COMMENT ON COLUMN mutuality.ledger_page.outside_whole IS 'the same of the figure of which this is a part by a breakdown';
COMMENT ON COLUMN mutuality.ledger_page.second_outside_whole IS 'the same in the second role';
COMMENT ON COLUMN mutuality.ledger_page.before_quantile IS
    'people with an event at or before a quantile, up to 10, in the role with the fewest; NULL for what is none';
COMMENT ON COLUMN mutuality.ledger_page.after_quantile IS
    'people at risk after a quantile, up to 10, in the role with the fewest; NULL for what is none';
COMMENT ON COLUMN mutuality.ledger_page.sums IS 'the sum that the figure is, or is made of; NULL for what is none';
COMMENT ON COLUMN mutuality.ledger_page.largest IS 'the most that one person gives to that sum';
COMMENT ON COLUMN mutuality.ledger_page.second_largest IS 'the most that another person gives to it';
