-- One row is a name of a team of which nothing stands that is shown, one from a release that never was, or one of two that
-- a team has at once.
SELECT 'hidden' AS kind, organization_id, team_id, first_release
FROM mutuality.team_name
WHERE last_release IS NULL AND NOT EXISTS (
    SELECT FROM mutuality.release
    WHERE release.organization_id = team_name.organization_id AND release.last_release IS NULL
        AND release.scope = 'team' AND release.scope_id = team_name.team_id
        AND release.state IN ('released', 'coded_low', 'coded_high')
)
UNION ALL
SELECT 'unknown', organization_id, team_id, first_release
FROM mutuality.team_name
WHERE NOT EXISTS (
    SELECT FROM mutuality.publication
    WHERE publication.organization_id = team_name.organization_id AND publication.release = team_name.first_release
)
UNION ALL
SELECT 'two', a.organization_id, a.team_id, b.first_release
FROM mutuality.team_name AS a
JOIN mutuality.team_name AS b
    ON b.organization_id = a.organization_id AND b.team_id = a.team_id AND b.first_release > a.first_release
WHERE a.last_release IS NULL OR a.last_release >= b.first_release;
