-- Rows about people who were forgotten are counted apart.
ALTER TABLE mutuality.batch ADD COLUMN forgotten bigint NOT NULL DEFAULT 0;
COMMENT ON COLUMN mutuality.batch.forgotten IS 'of the duplicates those about somebody who was forgotten';
