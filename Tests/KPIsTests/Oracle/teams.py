"""How teams share the load, and whom they can reach."""

from employments import day
from limits import gini_with_limits, type_7
from load import knows_minutes, knows_pieces, uses_of_capacity
from promises import RECENT
from scopes import REFUSED, at_place, by_scope, shares
from workforce import headcount

LARGE_TEAM = 20
POD = range(4, 7)


def place_of_team(organization, team):
    return team, organization.department_of_team(team, organization.last_date)


def load_balance(organization):
    population = list(uses_of_capacity(organization, [organization.dates]))

    def is_counted(record):
        return record["use"][0] is not None

    def is_complete(record):
        return is_counted(record) and organization.is_known(record["person"])

    def gini(records):
        return gini_with_limits(sorted(r["use"][0] / r["use"][1] for r in records))

    for scope, scope_id, inside, coverage, is_refused in by_scope(organization, population, is_complete, is_counted):
        if scope == "team":
            estimate = REFUSED if is_refused else gini(inside)
            yield ["load_balance", "default", scope, scope_id, "", "", "gini", *estimate, len(inside), None, coverage,
                   len(inside)]
            continue
        teams = {}
        for record in inside:
            if record["team"] is not None:
                teams.setdefault(record["team"], []).append(record)
        found = {team: gini(records)[0] for team, records in teams.items()} if not is_refused else {}
        known = {team: value for team, value in found.items() if value is not None}
        median = type_7(known.values(), 0.5) if known else None
        n = len(inside) if is_refused else sum(len(teams[t]) for t in known)
        yield ["load_balance", "default", scope, scope_id, "", "", "median_of_teams", median, None, None, n, None,
               coverage, n]


# Pods


def people_by_team(organization):
    teams = {}
    for person in organization.present():
        team, _ = organization.place(person, organization.last_date)
        if team is not None:
            teams.setdefault(team, set()).add(person)
    return teams


def is_in_pods(organization, team, people):
    pods = {}
    for row in organization.rows("pods"):
        if row["team_id"] == team and organization.is_valid(row) and row["person_id"] in people:
            pods.setdefault(row["pod_id"], set()).add(row["person_id"])
    return people == set().union(*(p for p in pods.values() if len(p) in POD))


def pod_coverage(organization):
    large = {t: p for t, p in people_by_team(organization).items() if len(p) >= LARGE_TEAM}
    population = [
        at_place(place_of_team(organization, t), person=None, verdict=is_in_pods(organization, t, p))
        for t, p in large.items()]
    return shares(
        organization, "pod_coverage", population, is_of_people=True,
        people=headcount(organization))


# Emergencies


def fresh_contacts(organization):
    """Those that were tested lately."""
    for row in organization.rows("emergency_contacts"):
        tested = day(row["tested_on"])
        if tested is not None and tested < organization.end_date and organization.end_date - tested <= RECENT:
            yield row


def is_covered(organization, team):
    roles = {row["role"] for row in fresh_contacts(organization) if row["team_id"] == team}
    return roles == {"primary", "backup"}


def emergency_cover(organization):
    if organization.has("teams"):
        teams = [t for t in organization.teams if organization.team_stretch(t, organization.last_date)]
    else:
        teams = people_by_team(organization)
    there = headcount(organization)

    def people(scope, scope_id, group):
        if organization.has("people"):
            return there(scope, scope_id, group)
        own = {r["name"] for r in group}
        return len({r["person_id"] for r in fresh_contacts(organization) if r["team_id"] in own})

    population = [
        at_place(place_of_team(organization, t), person=None, name=t, verdict=is_covered(organization, t))
        for t in sorted(teams)]
    return shares(
        organization, "emergency_cover", population, is_of_people=True,
        people=people)


def figures(organization):
    rows = []
    is_known = knows_pieces(organization) and knows_minutes(organization)
    if organization.has("agreements") and organization.has("people") and is_known:
        rows += load_balance(organization)
    if organization.has("pods") and organization.has("people"):
        rows += pod_coverage(organization)
    if organization.has("emergency_contacts.tested_on") and (
            organization.has("teams") or organization.has("people")):
        rows += emergency_cover(organization)
    return rows
