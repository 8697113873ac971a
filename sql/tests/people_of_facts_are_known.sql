-- One row is a pseudonym in the facts that no identity of the organization and source stands behind.
WITH named AS (
    SELECT organization_id, source_id, person_id FROM mutuality.person_spell
    UNION
    SELECT organization_id, source_id, manager_id FROM mutuality.person_spell WHERE manager_id IS NOT NULL
    UNION
    SELECT organization_id, source_id, person_id FROM mutuality.separation
    UNION
    SELECT organization_id, source_id, requester_id FROM mutuality.help_request WHERE requester_id IS NOT NULL
    UNION
    SELECT organization_id, source_id, helper_id FROM mutuality.help_request WHERE helper_id IS NOT NULL
    UNION
    SELECT organization_id, source_id, helper_id FROM mutuality.help_contribution
    UNION
    SELECT organization_id, source_id, recipient_id FROM mutuality.help_contribution WHERE recipient_id IS NOT NULL
    UNION
    SELECT organization_id, source_id, person_id FROM mutuality.agreement
    UNION
    SELECT organization_id, source_id, person_id FROM mutuality.leave_spell
    UNION
    SELECT organization_id, source_id, giver_id FROM mutuality.recognition
    UNION
    SELECT organization_id, source_id, receiver_id FROM mutuality.recognition
)
SELECT *
FROM named
WHERE NOT EXISTS (
    SELECT FROM mutuality.identity
    WHERE identity.organization_id = named.organization_id AND identity.source_id = named.source_id
        AND identity.person_id = named.person_id
);
