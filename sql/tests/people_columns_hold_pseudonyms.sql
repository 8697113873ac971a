-- One row is a column about a person, or about whoever answered a survey, outside of identity and tombstone, that is no
-- number: it could hold a native id.
SELECT table_name, column_name, data_type
FROM information_schema.columns
WHERE table_schema IN ('mutuality', 'mutuality_facts', 'kpi') AND table_name NOT IN ('identity', 'tombstone')
    AND column_name ~ '^(person|requester|helper|manager|mentor|buddy|recipient|giver|receiver|response_token|native)(_|$)'
    AND data_type <> 'bigint';
