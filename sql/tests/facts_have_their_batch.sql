-- One row is a fact without the batch that wrote it, or whose batch is of another source or dataset.
WITH fact AS (
    SELECT organization_id, source_id, batch_id, 'teams' AS dataset FROM mutuality.team
    UNION ALL
    SELECT organization_id, source_id, batch_id, 'people' FROM mutuality.person_spell
    UNION ALL
    SELECT organization_id, source_id, batch_id, 'turnover' FROM mutuality.separation
    UNION ALL
    SELECT organization_id, source_id, batch_id, 'help_requests' FROM mutuality.help_request
    UNION ALL
    SELECT organization_id, source_id, batch_id, 'request_waits' FROM mutuality.request_wait
    UNION ALL
    SELECT organization_id, source_id, batch_id, 'help_contributions' FROM mutuality.help_contribution
    UNION ALL
    SELECT organization_id, source_id, batch_id, 'satisfaction' FROM mutuality.survey_answer
    UNION ALL
    SELECT organization_id, source_id, batch_id, 'survey_invitations' FROM mutuality.survey_invitation
    UNION ALL
    SELECT organization_id, source_id, batch_id, 'agreements' FROM mutuality.agreement
    UNION ALL
    SELECT organization_id, source_id, batch_id, 'agreement_boundaries' FROM mutuality.agreement_boundary
    UNION ALL
    SELECT organization_id, source_id, batch_id, 'calendars' FROM mutuality.calendar_shift
    UNION ALL
    SELECT organization_id, source_id, batch_id, 'calendar_holidays' FROM mutuality.calendar_holiday
    UNION ALL
    SELECT organization_id, source_id, batch_id, 'leave' FROM mutuality.leave_spell
    UNION ALL
    SELECT organization_id, source_id, batch_id, 'recognitions' FROM mutuality.recognition
)
SELECT *
FROM fact
WHERE NOT EXISTS (
    SELECT FROM mutuality.batch
    WHERE batch.organization_id = fact.organization_id AND batch.batch_id = fact.batch_id
        AND batch.source_id = fact.source_id AND batch.dataset = fact.dataset
);
