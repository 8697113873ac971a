"""Whose turn it is, and what happens while the busiest helper is away."""

from employments import day
from help_requests import people_behind, target_records
from limits import TOLERANCE, fairest, gini_with_limits, wilson_of_records
from load import hours_given, iso_weeks, knows_pieces
from records import after, dates_between
from scopes import REFUSED, SCOPES, at_place, distinct, shares
from workforce import headcount

LEAST_TEAMS = 5


def turns(organization):
    """(team, person, role, first date, the date after) of those that have any."""
    for row in organization.rows("rotations"):
        first, end = day(row["valid_from"]), day(row["valid_to"])
        if first < end:
            yield row["team_id"], row["person_id"], row["role"], first, end


def is_in_window(organization, first, end):
    return max(first, organization.first_date) < min(end, organization.end_date)


def place_of_team(organization, team):
    return team, organization.department_of_team(team, organization.last_date)


def teams_with_turns(organization):
    return sorted({
        team for team, _, _, first, end in turns(organization)
        if is_in_window(organization, first, end)})


def members(organization, team):
    """Those who are in it on all days."""
    return [
        p for p in organization.everybody()
        if all((organization.spell(p, d) or {}).get("team") == team and organization.employment(p, d)
               for d in organization.dates)]


def primary_days(organization, team, person):
    return len({
        d for other, somebody, role, first, end in turns(organization)
        if (other, somebody, role) == (team, person, "primary")
        for d in dates_between(max(first, organization.first_date), min(end, organization.end_date))})


def rotation_fairness(organization):
    teams = teams_with_turns(organization)
    within = [
        at_place(place_of_team(organization, team), person=person) for team, person, role, first, end in
        turns(organization) if role == "primary" and is_in_window(organization, first, end)]
    days = {team: [primary_days(organization, team, p) for p in members(organization, team)] for team in teams}
    for scope in SCOPES:
        groups = {}
        for team in teams:
            scope_id = at_place(place_of_team(organization, team))[scope]
            if scope_id is not None:
                groups.setdefault(scope_id, []).extend(days[team])
        complete = sum(r[scope] is not None and organization.is_known(r["person"]) for r in within)
        coverage = complete / len(within) if within else None
        for scope_id, counts in sorted(groups.items()):
            is_refused, n = organization.refuses(coverage), len(counts)
            people, even = n, fairest(sum(counts), n) if n else None
            if is_refused:
                own = [r for r in within if r[scope] == scope_id]
                n, people = len(own), distinct(own, "person")
            for statistic, estimate in [
                    ("gini", gini_with_limits([float(c) for c in counts])), ("fairest", (even, None, None))]:
                yield ["rotation_fairness", "default", scope, scope_id, "", "", statistic,
                       *(REFUSED if is_refused else estimate), n, None, coverage, people]


def covered_weeks(organization):
    roles = {}
    for team, _, role, first, end in turns(organization):
        roles.setdefault((team, role), []).append((first, end))

    def is_covered(team, date):
        return all(
            any(first <= date < end for first, end in roles.get((team, role), [])) for role in ("primary", "backup"))

    population = [
        at_place(
            place_of_team(organization, team), person=None, team_of=team, week=week,
            verdict=all(is_covered(team, d) for d in week))
        for team in teams_with_turns(organization) for week in iso_weeks(organization)]

    there = headcount(organization)

    def people(scope, scope_id, group):
        if organization.has("people"):
            return there(scope, scope_id, group)
        return len({
            p for r in group for t, p, _, first, end in turns(organization)
            if t == r["team_of"] and max(first, r["week"][0]) < min(end, after(r["week"][-1]))})

    return shares(organization, "rotation_fairness", population, "covered", is_of_people=True, people=people)


def back_to_back(organization):
    primary = [t for t in turns(organization) if t[2] == "primary"]
    population = []
    for team, person, _, begun, _ in primary:
        if organization.first_date <= begun < organization.end_date:
            population.append(at_place(
                place_of_team(organization, team), person=person,
                verdict=any(p == person and first < begun == end for _, p, _, first, end in primary)))
    return shares(
        organization, "rotation_fairness", population, "back_to_back",
        is_complete=lambda r: organization.is_known(r["person"]))


# While somebody is away


def busiest_helpers(organization):
    """Of each team, in the quarter before; a tie names nobody."""
    given = {}
    for piece in organization.pieces:
        if organization.quarter_before() <= piece["start"] < organization.start:
            team, _ = organization.place_of_piece(piece)
            if team is not None:
                given.setdefault(team, {}).setdefault(piece["helper"], []).append(piece)
    busiest = {}
    for team, helpers in given.items():
        amounts = {}
        for helper, pieces in helpers.items():
            hours = hours_given(pieces)
            amounts[helper] = (-1.0 if hours is None else hours, len(pieces))
        most = max(hours for hours, _ in amounts.values())
        first = {h: pieces for h, (hours, pieces) in amounts.items() if hours >= most - TOLERANCE}
        first = [h for h, pieces in first.items() if pieces == max(first.values())]
        if len(first) == 1:
            busiest[team] = first[0]
    return busiest


def cover_in_absence(organization):
    """Of the organization alone."""
    busiest = busiest_helpers(organization)

    def is_away(person, date):
        there = not organization.in_people(person) or organization.employment(person, date)
        return bool(there) and organization.is_away(person, date)

    records = [r for r in target_records(organization) if r["outcome"] != "withdrawn"]

    def is_complete(record):
        helper = busiest.get(record["team"])
        return record["team"] is not None and (helper is None or organization.is_known(helper))

    coverage = sum(map(is_complete, records)) / len(records) if records else None
    is_refused = organization.refuses(coverage)
    by_team = {}
    for record in records:
        if record["team"] in busiest:
            date = organization.date(record["request"]["openedAt"])
            away = is_away(busiest[record["team"]], date)
            by_team.setdefault(record["team"], {}).setdefault(away, []).append(record)
    both = [days for days in by_team.values() if len(days) == 2]
    for measure, away in [("away", True), ("other_days", False)]:
        pooled = records if is_refused else [r for days in both for r in days[away]]
        estimate = REFUSED
        if not is_refused and len(both) >= LEAST_TEAMS:
            estimate = wilson_of_records([(r["request"]["requester"], r["outcome"] == "met") for r in pooled])
        yield ["cover_in_absence", measure, "organization", "", "", "", "ratio", *estimate, len(pooled), None, coverage,
               people_behind(organization, pooled)]


def figures(organization):
    rows = []
    if organization.has("rotations") and organization.is_quarter():
        if organization.has("people"):
            rows += rotation_fairness(organization)
        rows += covered_weeks(organization)
        rows += back_to_back(organization)
    if organization.has("leave") and organization.has("help_requests.first_response_at") and knows_pieces(organization):
        rows += cover_in_absence(organization)
    return rows
