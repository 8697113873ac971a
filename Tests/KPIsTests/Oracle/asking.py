"""Who asks for help, and how often."""

from help_requests import level, people_behind, target_outcomes
from limits import rate, rate_ratio, wilson_of_records
from scopes import REFUSED, SCOPES, at_place, by_scope, distinct, shares, stranger

DAYS_OF_MONTH = 30.4375
FIRST_YEAR = 365


def opened_in_window(organization):
    return [r for r in organization.requests if organization.in_window(r["openedAt"])]


def place_of_asker(organization, request):
    """At opening."""
    asker = request["requester"]
    return organization.place(asker, organization.date(request["openedAt"]))


# How often


def tenure(organization, person, date):
    employment = organization.employment(person, date)
    if employment is None:
        return None
    return "under_1_year" if (date - employment["joined"]).days < FIRST_YEAR else "rest"


def days_of_exposure(organization):
    """Of everybody on every day."""
    for person in organization.everybody():
        for date in organization.dates:
            if organization.employment(person, date):
                spell = organization.spell(person, date) or {}
                yield at_place(
                    organization.place(person, date), person=person, level=spell.get("level"),
                    tenure=tenure(organization, person, date))


def asking_rate(organization):
    requests = []
    for request in opened_in_window(organization):
        asker, date = request["requester"], organization.date(request["openedAt"])
        requests.append(at_place(
            place_of_asker(organization, request), person=asker, level=level(organization, request),
            tenure=tenure(organization, asker, date), is_complete=asker is None or organization.in_people(asker)))
    days = list(days_of_exposure(organization))
    rows = []
    for scope in SCOPES:
        known = [r for r in requests if r[scope] is not None]
        coverage = sum(r["is_complete"] for r in known) / len(requests) if requests else None
        is_refused = organization.refuses(coverage)
        for scope_id in sorted({r[scope] for r in days + known if r[scope] is not None}):
            asked = [r for r in known if r[scope] == scope_id]
            there = [d for d in days if d[scope] == scope_id]
            for breakdown, value, statistic, estimate, n, people in rates(asked, there):
                if is_refused:
                    own = [r for r in asked if not breakdown or r[breakdown] == value]
                    estimate, n, people = REFUSED, len(own), distinct(own, "person")
                    if statistic == "rate_ratio":
                        others = [r for r in asked if r[breakdown] not in (value, None)]
                        people = min(people, distinct(others, "person"))
                rows.append([
                    "asking_rate", "default", scope, scope_id, breakdown, value, statistic, *estimate, n, None,
                    coverage, people])
    return rows


def rates(asked, there):
    """(breakdown, value, statistic, estimate, people with exposure, people behind it) of requests and days."""
    def rate_of(records, days):
        n = distinct(days, "person")
        return "rate", rate(len(records), len(days) / DAYS_OF_MONTH), n, n

    yield "", "", *rate_of(asked, there)
    for breakdown in ["level", "tenure"]:
        values = {r[breakdown] for r in asked + there} - {None}
        for value in sorted(values):
            def split(records):
                own = [r for r in records if r[breakdown] == value]
                others = [r for r in records if r[breakdown] not in (value, None)]
                return own, others

            (own, others), (days, days_of_others) = split(asked), split(there)
            yield breakdown, value, *rate_of(own, days)
            n = distinct(days, "person")
            yield (
                breakdown, value, "rate_ratio", rate_ratio(len(own), len(days), len(others), len(days_of_others)), n,
                min(n, distinct(days_of_others, "person")))


# Who asks by name


def managers(organization):
    """Those whom somebody present names."""
    spells = {p: organization.spell(p, organization.last_date) for p in organization.present()}
    return {s["manager"] for p, s in spells.items() if s and s.get("manager") not in (None, p)}


def leaders_ask(organization):
    asked = {r["requester"] for r in opened_in_window(organization) if not r["anonymous"]} - {None}
    named, present = managers(organization), organization.present()
    for measure, is_inside in [("managers", lambda p: p in named), ("others", lambda p: p not in named)]:
        population = [
            at_place(organization.place(p, organization.last_date), person=p, verdict=p in asked)
            for p in present if is_inside(p)]
        population += [
            stranger() for p in sorted(asked | named) if is_inside(p) and not organization.in_people(p)]
        yield from shares(organization, "leaders_ask", population, measure, is_of_people=True)


# Who asks without a name


def anonymous_requests(organization):
    def record(request, **fields):
        return at_place(
            place_of_asker(organization, request), person=request["requester"], request=request,
            is_anonymous=request["anonymous"], **fields)

    def people(scope, scope_id, group):
        return people_behind(organization, group)

    population = [record(r, verdict=r["anonymous"]) for r in opened_in_window(organization)]
    yield from shares(organization, "anonymous_requests", population, people=people)
    if not organization.has("help_requests.first_response_at"):
        return
    population = [
        record(r, verdict=outcome == "met") for r, outcome in target_outcomes(organization) if outcome != "withdrawn"]
    for measure, is_anonymous in [("target_met_anonymous", True), ("target_met_named", False)]:
        def is_counted(record):
            return record["is_anonymous"] is is_anonymous

        for scope, scope_id, inside, coverage, is_refused in by_scope(
                organization, population, lambda r: r["is_anonymous"] is not None, is_counted):
            own = list(filter(is_counted, inside))
            estimate = REFUSED if is_refused else wilson_of_records([(r["person"], r["verdict"]) for r in own])
            yield ["anonymous_requests", measure, scope, scope_id, "", "", "ratio", *estimate, len(own), None, coverage,
                   people_behind(organization, own)]


def figures(organization):
    rows = []
    if not organization.has("help_requests"):
        return rows
    knows_askers = organization.has("help_requests.requester_id")
    if organization.has("people"):
        rows += [r for r in asking_rate(organization) if knows_askers or r[4] == ""]
        if knows_askers and organization.has("people.manager_id"):
            rows += leaders_ask(organization)
    if organization.has("help_requests.anonymous"):
        rows += anonymous_requests(organization)
    return rows
