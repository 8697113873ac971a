-- Figures may look back 366 days. Before the first of January that can be the last of a December without a bit.
ALTER TABLE mutuality.mark DROP CONSTRAINT mark_months_check;
ALTER TABLE mutuality.mark ADD CONSTRAINT mark_known_months CHECK (months BETWEEN 1 AND 67108863);
COMMENT ON COLUMN mutuality.mark.months IS
    'bit 0 is January, bit 11 December; bits 12 to 23 the same of the year before; bit 24 January of the next year; '
    'bit 25 December of the year before the year before';
