"""Section D: who joins, stays and leaves."""

from employments import day
from limits import rate, wilson
from records import after
from scopes import REFUSED, SCOPES, at_place, by_scope, distinct
from survival import curve, quantile, survival_at

SECONDS_OF_DAY = 86_400
LABELS = {"voluntary": "type", "involuntary": "type", "regretted": "regretted"}
IS_COUNTED = {
    "all": lambda e: True, "voluntary": lambda e: e["type"] == "voluntary",
    "involuntary": lambda e: e["type"] == "involuntary", "regretted": lambda e: e["regretted"] is True,
    "unlabelled": lambda e: e["type"] is None}


def knows_exits(organization):
    return organization.has("people.left_on") or organization.has("turnover")


def idle_rows(organization):
    """Rows of turnover in the window that ended no employment; they only lower coverage."""
    return [
        at_place((None, None), person=None, employment=None) for row in organization.idle_separations
        if organization.first_date <= day(row["leftOn"]) < organization.end_date]


def employments_of_window(organization):
    """By their last place in it."""
    return [
        at_place(organization.last_place(e), person=e["person"], employment=e)
        for e in organization.all_employments() if e["left"] >= organization.first_date]


def is_employment(record):
    return record["employment"] is not None


def has_left(organization, employment):
    return employment["left"] < organization.end_date


# Turnover


def headcounts(organization, date):
    """By (scope, scope_id), who is employed on a date."""
    result = {}
    for person in organization.everybody():
        if organization.employment(person, date):
            where = at_place(organization.place(person, date))
            for scope in SCOPES:
                if where[scope] is not None:
                    result.setdefault((scope, where[scope]), set()).add(person)
    return result


def headcount(organization):
    """How many are there on the last day, whoever has a part in the records."""
    there = headcounts(organization, organization.last_date) if organization.has("people") else {}
    return lambda scope, scope_id, _: len(there.get((scope, scope_id), set()))


class Turnover:
    """What the figures of all scopes are made of."""

    def __init__(self, organization):
        self.organization = organization
        self.days = {d: headcounts(organization, d) for d in organization.dates}
        self.opening = headcounts(organization, organization.eve)
        self.closing = headcounts(organization, organization.last_date)
        self.month_ends = [d for d in organization.dates if after(d).day == 1]
        touching = employments_of_window(organization)
        self.population = touching + idle_rows(organization)
        self.left = [r for r in touching if has_left(organization, r["employment"])]
        self.joined = [
            at_place(organization.place_in_employment(e, e["joined"]), employment=e)
            for e in organization.all_employments() if organization.first_date <= e["joined"]]

    def scopes(self):
        found = {key for day in [*self.days.values(), self.opening, self.closing] for key in day}
        for record in self.population + self.joined:
            found |= {(scope, record[scope]) for scope in SCOPES if record[scope] is not None}
        return sorted(found, key=lambda key: (SCOPES.index(key[0]), key[1]))

    def coverage(self, scope, label):
        """Share of those whose place is known on their last day, and why they left where that matters."""
        def is_complete(record):
            employment = record["employment"]
            if employment is None or record[scope] is None:
                return False
            return not (label and has_left(self.organization, employment) and employment[label] is None)

        return sum(map(is_complete, self.population)) / len(self.population) if self.population else None


class TurnoverOfScope:
    def __init__(self, turnover, scope, scope_id):
        def inside(records):
            return [r for r in records if r[scope] == scope_id]

        def people(headcount):
            return headcount.get((scope, scope_id), set())

        self.turnover, self.organization, self.key = turnover, turnover.organization, (scope, scope_id)
        self.population = inside(turnover.population)
        self.joined = [r["employment"] for r in inside(turnover.joined)]
        self.left = [r["employment"] for r in inside(turnover.left)]
        self.opening, self.closing = len(people(turnover.opening)), len(people(turnover.closing))
        self.sizes = {date: len(people(day)) for date, day in turnover.days.items()}
        self.exposed = len(set().union(*map(people, turnover.days.values())))

    def row(self, kpi, measure, statistic, estimate, n, people, label=None):
        scope, scope_id = self.key
        coverage = self.turnover.coverage(scope, label)
        if self.organization.refuses(coverage):
            estimate, n, people = REFUSED, len(self.population), distinct(self.population, "person")
        return [kpi, measure, scope, scope_id, "", "", statistic, *estimate, n, None, coverage, people]

    def ratio(self, measure, count, denominator, people):
        return self.row(
            "turnover_rate", measure, "ratio", rate(count, denominator), self.exposed, people, LABELS.get(measure))

    def count(self, measure, count):
        return self.row("turnover_rate", measure, "count", (float(count), None, None), count, self.exposed)

    def counts(self):
        rows = [
            self.count("joins", len(self.joined)),
            self.count("headcount_open", self.opening),
            self.count("headcount_close", self.closing)]
        if knows_exits(self.organization):
            rows.append(self.count("exits", len(self.left)))
        return rows

    def rates(self):
        person_days, rows = sum(self.sizes.values()), []
        for measure, is_counted in IS_COUNTED.items():
            column = {"all": "people", "regretted": "turnover.regretted"}.get(measure, "turnover.separation_type")
            # What kind of leaving it was is about those who left.
            people = self.exposed if measure == "all" else min(self.exposed, distinct(self.left, "person"))
            if self.organization.has(column):
                count = sum(map(is_counted, self.left))
                rows.append(self.ratio(measure, count, person_days / len(self.sizes), people))
        month_ends = [self.sizes[d] for d in self.turnover.month_ends]
        mean = sum(month_ends) / len(month_ends) if month_ends else None
        rows.append(self.ratio("month_ends", len(self.left), mean, self.exposed))
        rows.append(self.ratio("open_close", len(self.left), (self.opening + self.closing) / 2, self.exposed))
        rows.append(self.row(
            "separation_rate", "default", "rate", rate(len(self.left), person_days / 365.25), self.exposed,
            self.exposed))
        return rows


def turnover_and_separation_rate(organization):
    turnover, rows = Turnover(organization), []
    for key in turnover.scopes():
        inside = TurnoverOfScope(turnover, *key)
        rows += inside.counts()
        if knows_exits(organization):
            rows += inside.rates()
    return rows


# Retention and tenure


def retention_rate(organization):
    population = idle_rows(organization)
    for person in organization.everybody():
        employment = organization.employment(person, organization.eve)
        if employment:
            place = organization.place(person, organization.eve)
            population.append(at_place(place, person=person, employment=employment))
    rows = []
    for scope, scope_id, inside, coverage, is_refused in by_scope(organization, population, is_employment):
        estimate = REFUSED
        if not is_refused:
            estimate = wilson(sum(r["employment"]["left"] > organization.last_date for r in inside), len(inside))
        rows.append([
            "retention_rate", "default", scope, scope_id, "", "", "ratio", *estimate, len(inside), None, coverage,
            distinct(inside, "person")])
    return rows


def tenure(organization, employment):
    joined, exit = employment["joined"], min(employment["left"], organization.end_date)
    how = "event" if has_left(organization, employment) else "open"
    return max(0, (organization.first_date - joined).days), (exit - joined).days, how


def statistics_of_tenure(stretches):
    for days in [90, 365, 730]:
        yield f"s{days}", survival_at(stretches, days)
    p50 = quantile(curve(stretches), 0.5)
    yield "p50", tuple(None if v is None else float(v * SECONDS_OF_DAY) for v in p50)


def tenure_survival(organization):
    rows = []
    population = employments_of_window(organization) + idle_rows(organization)
    for scope, scope_id, inside, coverage, is_refused in by_scope(organization, population, is_employment):
        stretches = [tenure(organization, r["employment"]) for r in filter(is_employment, inside)]
        statistics = [(s, REFUSED) for s in ["s90", "s365", "s730", "p50"]]
        for statistic, estimate in statistics if is_refused else statistics_of_tenure(stretches):
            rows.append([
                "tenure_survival", "default", scope, scope_id, "", "", statistic, *estimate, len(inside),
                sum(how == "open" for _, _, how in stretches), coverage, distinct(inside, "person")])
    return rows


def is_whole_year(organization):
    first, end = organization.first_date, organization.end_date
    return (first.month, first.day, end) == (1, 1, first.replace(year=first.year + 1))


def figures(organization):
    if not organization.has("people"):
        return []
    rows = turnover_and_separation_rate(organization)
    if knows_exits(organization):
        rows += retention_rate(organization)
        if organization.is_ad_hoc or is_whole_year(organization):
            rows += tenure_survival(organization)
    return rows
