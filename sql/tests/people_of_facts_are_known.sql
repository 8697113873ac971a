-- One row is a column of facts with pseudonyms that no identity of the organization and source stands behind. Keys of
-- people are the only numbers among the ids, but for the organization's and the batch's.
SELECT table_name, column_name, unknown
FROM information_schema.columns
CROSS JOIN XMLTABLE(
    '/table/row' PASSING query_to_xml(
        format(
            'SELECT count(*) AS unknown FROM mutuality_facts.%1$I AS fact
            WHERE %2$I IS NOT NULL AND NOT EXISTS (
                SELECT FROM mutuality.identity
                WHERE identity.organization_id = fact.organization_id AND identity.source_id = fact.source_id
                    AND identity.person_id = fact.%2$I
            )', table_name, column_name), false, false, '')
    COLUMNS unknown bigint
) AS found
WHERE table_schema = 'mutuality_facts' AND data_type = 'bigint' AND column_name LIKE '%\_id'
    AND column_name NOT IN ('organization_id', 'batch_id') AND unknown > 0;
