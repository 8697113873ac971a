-- Agreements, objectives, rewards, rituals, promises, mentors, pods and emergency contacts.

-- Who holds an agreement at a period's end, and whether it began or was reviewed within 92 days.
CREATE UNLOGGED TABLE holder AS
SELECT span_key, person_id,
    bool_or(day_after - valid_from <= 92 OR (reviewed_on < day_after AND day_after - reviewed_on <= 92)) AS is_fresh
FROM agreement JOIN span ON valid_from < day_after AND valid_to >= day_after AND period <> 'week'
GROUP BY span_key, person_id;
ANALYZE holder;

-- Whom objectives are for that somebody holds then, and how the person is judged.
CREATE UNLOGGED TABLE held_to AS
SELECT span_key, person_id, sum(CASE WHEN beneficiary IN ('person', 'team') THEN weight ELSE 0 END) / sum(weight) AS others,
    sum(CASE WHEN beneficiary = 'organization' THEN weight ELSE 0 END) / sum(weight) AS everybody,
    bool_or(kind = 'forced_rank') OR bool_and(kind = 'individual_target') AS is_alone
FROM objective JOIN span ON valid_from < day_after AND valid_to >= day_after AND period <> 'week'
GROUP BY span_key, person_id;
ANALYZE held_to;

CREATE UNLOGGED TABLE held_to_in AS
SELECT span_key, scope_key, count(*)::double precision AS n, avg(others) AS others, avg(everybody) AS everybody,
    sum((others > 0)::integer) AS with_one
FROM held_to
LEFT JOIN present USING (span_key, person_id)
JOIN belongs ON belongs.team_key = coalesce(present.team_key, 0)
GROUP BY span_key, scope_key;

INSERT INTO figure (kpi, span_key, scope_key, measure, breakdown, part, statistic, value, n)
SELECT 'objective_alignment', span_key, scope_key, measure, '', '', 'mean', value, n
FROM held_to_in
CROSS JOIN LATERAL (VALUES ('others', others), ('organization', everybody)) AS cell (measure, value);

-- Shares of people, of whom nobody has two.
INSERT INTO figure (kpi, span_key, scope_key, measure, breakdown, part, statistic, value, n, size)
SELECT kpi, span_key, scope_key, measure, '', '', 'ratio', events / n, n, n
FROM (
    SELECT 'objective_alignment' AS kpi, 'people_with_one' AS measure, span_key, scope_key, with_one AS events, n
    FROM held_to_in
    UNION ALL
    SELECT 'agreement_coverage', 'default', span_key, scope_key, count(holder.person_id), count(*)::double precision
    FROM present
    JOIN belongs USING (team_key)
    LEFT JOIN holder USING (span_key, person_id)
    GROUP BY span_key, scope_key
    UNION ALL
    SELECT 'agreement_coverage', 'reviewed', span_key, scope_key, sum(coalesce(is_fresh, false)::integer), count(*)
    FROM holder
    LEFT JOIN present USING (span_key, person_id)
    JOIN belongs ON belongs.team_key = coalesce(present.team_key, 0)
    GROUP BY span_key, scope_key
    UNION ALL
    SELECT 'objective_conflict', 'default', span_key, scope_key, sum(coalesce(is_alone, false)::integer), count(*)
    FROM holder
    LEFT JOIN held_to USING (span_key, person_id)
    LEFT JOIN present USING (span_key, person_id)
    JOIN belongs ON belongs.team_key = coalesce(present.team_key, 0)
    GROUP BY span_key, scope_key
) AS share;

-- What each person was rewarded with, and what each helper promised and kept in time, by months.
CREATE UNLOGGED TABLE of_person AS
SELECT 14 AS share_key, date_trunc('month', given_at)::date AS month, coalesce(team_key, 0) AS team_key,
    reward.person_id, count(*)::integer AS n, sum(for_helping::integer)::integer AS events
FROM reward
LEFT JOIN spell ON spell.person_id = reward.person_id AND first_day <= given_at::date AND given_at::date < day_after
LEFT JOIN place USING (team_id)
GROUP BY date_trunc('month', given_at)::date, team_key, reward.person_id;

CREATE UNLOGGED TABLE promise AS
SELECT helper_id, coalesce(team_key, 0) AS team_key, due_at, delivered_at, minutes_asked, minutes_agreed,
    minutes_delivered
FROM commitment
LEFT JOIN spell ON person_id = helper_id AND first_day <= due_at::date AND due_at::date < day_after
LEFT JOIN place USING (team_id);

INSERT INTO of_person
SELECT 15, date_trunc('month', due_at)::date, team_key, helper_id, count(*), sum(coalesce(delivered_at <= due_at, false)::integer)
FROM promise GROUP BY date_trunc('month', due_at)::date, team_key, helper_id;

-- commitments_kept: as it stood at the period's end.
CREATE UNLOGGED TABLE due AS
SELECT span_key, scope_key, minutes_asked, minutes_agreed, coalesce(delivered_at < span_to, false) AS is_delivered,
    CASE WHEN delivered_at < span_to THEN least(minutes_delivered, minutes_asked) ELSE 0 END AS minutes_kept,
    date_part('epoch', CASE WHEN delivered_at < span_to THEN greatest(delivered_at, due_at) ELSE span_to END - due_at) AS late
FROM promise
CROSS JOIN LATERAL (
    VALUES ('month', date_trunc('month', due_at)), ('quarter', date_trunc('quarter', due_at)),
        ('year', date_trunc('year', due_at))
) AS own (period, span_from)
JOIN span USING (period, span_from)
JOIN belongs USING (team_key);
ANALYZE due;

INSERT INTO figure (kpi, span_key, scope_key, measure, breakdown, part, statistic, value, n)
SELECT 'commitments_kept', span_key, scope_key, measure, '', '', 'ratio', value, n
FROM (
    SELECT span_key, scope_key, count(*) AS n, sum(minutes_kept) / sum(minutes_asked) AS kept,
        sum(minutes_agreed) / sum(minutes_asked) AS agreed
    FROM due GROUP BY span_key, scope_key
) AS summed
CROSS JOIN LATERAL (VALUES ('default', kept), ('agreed_of_asked', agreed)) AS cell (measure, value);

-- How late they are kept, by Kaplan and Meier: what isn't kept yet was at risk for as long as it was due.
INSERT INTO figure (kpi, span_key, scope_key, measure, breakdown, part, statistic, value, n)
WITH step AS (
    SELECT span_key, scope_key, late, count(*)::double precision AS gone,
        count(*) FILTER (WHERE is_delivered)::double precision AS kept
    FROM due GROUP BY span_key, scope_key, late
), at_risk AS (
    SELECT span_key, scope_key, late, kept, sum(gone) OVER (PARTITION BY span_key, scope_key ORDER BY late DESC) AS risk
    FROM step
), curve AS (
    SELECT span_key, scope_key, late,
        exp(sum(CASE WHEN kept < risk THEN ln(1 - kept / risk) ELSE -100 END)
            OVER (PARTITION BY span_key, scope_key ORDER BY late)) AS s
    FROM at_risk
)
SELECT 'commitments_kept', span_key, scope_key, 'lateness', '', '', statistic, value, n
FROM (
    SELECT span_key, scope_key, min(late) FILTER (WHERE s <= 0.5 + 1e-9) AS p50,
        min(late) FILTER (WHERE s <= 0.1 + 1e-9) AS p90
    FROM curve GROUP BY span_key, scope_key
) AS quantile
JOIN (SELECT span_key, scope_key, count(*) AS n FROM due GROUP BY span_key, scope_key) AS counted USING (span_key, scope_key)
CROSS JOIN LATERAL (VALUES ('p50', p50), ('p90', p90)) AS cell (statistic, value);

-- rituals_kept.
INSERT INTO figure (kpi, span_key, scope_key, measure, breakdown, part, statistic, value, n, size)
SELECT 'rituals_kept', span_key, scope_key, 'default', breakdown, part, 'ratio', events / n, n, n
FROM (
    SELECT span_key, scope_key, breakdown, part, count(*)::double precision AS n,
        sum(coalesce(held_at < span_to, false)::integer) AS events
    FROM ritual
    CROSS JOIN LATERAL (
        VALUES ('month', date_trunc('month', planned_at)), ('quarter', date_trunc('quarter', planned_at)),
            ('year', date_trunc('year', planned_at))
    ) AS own (period, span_from)
    JOIN span USING (period, span_from)
    JOIN place USING (team_id)
    JOIN belongs USING (team_key)
    CROSS JOIN LATERAL (VALUES ('', ''), ('kind', kind)) AS one (breakdown, part)
    GROUP BY span_key, scope_key, breakdown, part
) AS ritual;

-- mentoring: pairs of a period's last day of whom the supported one is there.
CREATE UNLOGGED TABLE active AS
SELECT span_key, supported_id AS person_id, team_key, supporter_department <> department_key AS is_across
FROM (
    SELECT span_key, supporter_id, supported_id
    FROM pairing JOIN span ON valid_from < day_after AND valid_to >= day_after AND period <> 'week'
    WHERE kind = 'mentor'
) AS pair
JOIN (SELECT span_key, person_id AS supported_id, team_key, department_key FROM present) AS supported
    USING (span_key, supported_id)
LEFT JOIN (SELECT span_key, person_id AS supporter_id, department_key AS supporter_department FROM present) AS supporter
    USING (span_key, supporter_id);

INSERT INTO figure (kpi, span_key, scope_key, measure, breakdown, part, statistic, value, n)
SELECT 'mentoring', span_key, scope_key, 'default', '', '', 'per_100_people', 100 * coalesce(pairs, 0) / n, n
FROM attendance
LEFT JOIN (
    SELECT span_key, scope_key, count(*) AS pairs FROM active JOIN belongs USING (team_key) GROUP BY span_key, scope_key
) AS pairs USING (span_key, scope_key);

CREATE UNLOGGED TABLE of_supported AS
SELECT 16 AS share_key, '' AS part, span_key, scope_key, person_id, count(*)::integer AS n,
    sum(is_across::integer)::integer AS events
FROM active JOIN belongs USING (team_key)
WHERE is_across IS NOT NULL
GROUP BY span_key, scope_key, person_id
UNION ALL
SELECT 17, '', span_key, scope_key, supported_id, count(*)::integer, sum(coalesce(held_at < span_to, false)::integer)::integer
FROM meeting
JOIN pairing USING (pairing_id)
CROSS JOIN LATERAL (
    VALUES ('month', date_trunc('month', planned_at)), ('quarter', date_trunc('quarter', planned_at)),
        ('year', date_trunc('year', planned_at))
) AS own (period, span_from)
JOIN span USING (period, span_from)
LEFT JOIN spell ON person_id = supported_id AND spell.first_day <= planned_at::date AND planned_at::date < spell.day_after
LEFT JOIN place USING (team_id)
JOIN belongs ON belongs.team_key = coalesce(place.team_key, 0)
WHERE kind = 'mentor'
GROUP BY span_key, scope_key, supported_id;

-- pod_coverage: teams of 20 or more of whom everybody is in a pod of four to six. emergency_cover: teams with both
-- contacts tested within 92 days.
INSERT INTO figure (kpi, span_key, scope_key, measure, breakdown, part, statistic, value, n, size)
WITH member AS (
    SELECT span_key, present.team_key, pod_id, count(*) AS people
    FROM pod
    JOIN place USING (team_id)
    JOIN present USING (person_id, team_key)
    GROUP BY span_key, present.team_key, pod_id
), large AS (
    SELECT span_key, team_key, n AS people
    FROM attendance JOIN (SELECT DISTINCT team_key, team_key AS scope_key FROM place) AS team USING (scope_key)
    WHERE n >= 20
), podded AS (
    SELECT span_key, team_key, coalesce(max(large.people) = sum(member.people) FILTER (WHERE member.people BETWEEN 4 AND 6), false) AS is_so
    FROM large LEFT JOIN member USING (span_key, team_key)
    GROUP BY span_key, team_key
), covered AS (
    SELECT span_key, team_key, count(DISTINCT role) = 2 AS is_so
    FROM place
    CROSS JOIN span
    LEFT JOIN contact ON contact.team_id = place.team_id AND tested_on < day_after AND day_after - tested_on <= 92
    WHERE period <> 'week'
    GROUP BY span_key, team_key
)
SELECT kpi, span_key, scope_key, 'default', '', '', 'ratio', sum(is_so::integer)::double precision / count(*), count(*), count(*)
FROM (
    SELECT 'pod_coverage' AS kpi, * FROM podded UNION ALL SELECT 'emergency_cover', * FROM covered
) AS team
JOIN belongs USING (team_key)
GROUP BY kpi, span_key, scope_key;
