-- One row is a release that rows of the release name as their first, and that never was.
SELECT DISTINCT organization_id, first_release
FROM mutuality.release
WHERE NOT EXISTS (
    SELECT FROM mutuality.publication
    WHERE publication.organization_id = release.organization_id AND publication.release = release.first_release
)
UNION
-- And one that was never, of what a release noted of ids.
SELECT organization_id, release
FROM mutuality.unmatched
WHERE NOT EXISTS (
    SELECT FROM mutuality.publication
    WHERE publication.organization_id = unmatched.organization_id AND publication.release = unmatched.release
);
