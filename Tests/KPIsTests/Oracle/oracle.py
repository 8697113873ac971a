"""An independent computation of the KPIs, for tests: slow, plain, straight from the definitions.

Usage: python3 oracle.py ORGANIZATIONS.json
Prints JSON: for each organization a list of figures. Needs only Python's standard library (3.9 or later).
"""

import datetime
import json
import math
import sys
import zoneinfo
from fractions import Fraction
from functools import lru_cache

Z = 1.959963984540054
TOLERANCE = 1e-9
SECOND = 1_000_000
EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)


class Organization:
    def __init__(self, data):
        self.data = data
        self.zone = zoneinfo.ZoneInfo(data["zone"])
        self.start = self.midnight(data["from"])
        self.end = self.midnight(data["to"])
        self.last_date = (datetime.date.fromisoformat(data["to"]) - datetime.timedelta(days=1)).isoformat()
        self.columns = set(data["columns"])
        self.requests = [self.as_seen(r) for r in data["requests"] if r["openedAt"] < self.end]

    def midnight(self, date):
        d = datetime.date.fromisoformat(date)
        local = datetime.datetime(d.year, d.month, d.day, tzinfo=self.zone)
        return (local - EPOCH) // datetime.timedelta(microseconds=1)

    def date(self, microseconds):
        return (EPOCH + datetime.timedelta(microseconds=microseconds)).astimezone(self.zone).date().isoformat()

    def as_seen(self, request):
        """What lies at or after the end has not happened."""
        seen = dict.fromkeys(
            ["requester", "helper", "team", "kind", "channel", "urgency", "effortMinutes", "anonymous",
             "firstResponseAt", "resolvedAt", "reopenedAt", "finalClosedAt", "withdrawnAt"])
        for name, value in request.items():
            seen[name] = None if name.endswith("At") and value is not None and value >= self.end else value
        return seen

    def has(self, column):
        return column in self.columns

    def spell(self, person, date):
        for spell in self.data["people"].get(person, []):
            if spell["from"] <= date and (spell.get("to") is None or date < spell["to"]):
                return spell
        return None

    def in_people(self, person):
        return any(s["joinedOn"] <= self.last_date for s in self.data["people"].get(person, []))

    def department_of_team(self, team, date):
        for stretch in self.data["teams"].get(team, []):
            if (stretch.get("from") or "0001-01-01") <= date and (stretch.get("to") is None or date < stretch["to"]):
                return stretch.get("department")
        return None

    def place(self, person, date):
        spell = self.spell(person, date) if person is not None else None
        if spell is None:
            return None, None
        team = spell.get("team")
        department = self.department_of_team(team, date) if team else None
        return team, department or spell.get("department")

    def attribution(self, request):
        opened = self.date(request["openedAt"])
        if request["team"] is not None:
            return request["team"], self.department_of_team(request["team"], opened)
        chain = []
        answered, _ = first_response(request, ignoring_withdrawal=True)
        if answered is not None:
            chain.append(self.place(request["helper"], self.date(answered)))
        chain.append(self.place(request["requester"], opened))
        with_team = [p for p in chain if p[0] is not None]
        with_department = [p for p in chain if p[1] is not None]
        return (with_team + with_department + [(None, None)])[0]

    def level(self, request):
        if request["requester"] is None:
            return None
        spell = self.spell(request["requester"], self.date(request["openedAt"]))
        return spell.get("level") if spell else None


def earlier(event, withdrawn):
    """The instant at which the first of the two happened, and which; at a tie the event."""
    if event is not None and (withdrawn is None or event <= withdrawn):
        return event, "event"
    if withdrawn is not None:
        return withdrawn, "withdrawn"
    return None, "open"


def first_close(request):
    return earlier(request["resolvedAt"], request["withdrawnAt"])


def first_response(request, ignoring_withdrawal=False):
    candidates = [request["firstResponseAt"]]
    closed, how = first_close(request)
    if how == "event":
        candidates.append(closed)
    known = [c for c in candidates if c is not None]
    answered = min(known) if known else None
    return earlier(answered, None if ignoring_withdrawal else request["withdrawnAt"])


def final_close(request):
    closed, how = first_close(request)
    if how != "event" or request["reopenedAt"] is None:
        return closed, how
    withdrawn = request["withdrawnAt"]
    if withdrawn is not None and withdrawn < request["reopenedAt"]:
        withdrawn = None
    return earlier(request["finalClosedAt"], withdrawn)


# Survival


def first_gap(stretches):
    """The age at which nobody is left at risk while somebody enters later."""
    if all(entry > 0 for entry, _, _ in stretches):
        return 0
    for age in sorted({exit for _, exit, _ in stretches}):
        enters_later = any(entry > age for entry, _, _ in stretches)
        stays = any(entry <= age < exit for entry, exit, _ in stretches)
        if enters_later and not stays:
            return age
    return None


def curve(stretches):
    """[(age, S, lower limit of S, upper limit of S)] at the ages of events before the first gap."""
    gap = first_gap(stretches)
    survival, variance, steps = Fraction(1), Fraction(0), []
    for age in sorted({exit for _, exit, how in stretches if how == "event"}):
        if gap is not None and age >= gap:
            break
        n = sum(entry <= age <= exit for entry, exit, _ in stretches)
        d = sum(exit == age and how == "event" for _, exit, how in stretches)
        survival *= Fraction(n - d, n)
        if survival == 0:
            steps.append((age, 0.0, None, None))
            continue
        variance += Fraction(d, n * (n - d))
        s = float(survival)
        error = math.sqrt(float(variance)) / abs(math.log(s))
        v = math.log(-math.log(s))
        steps.append((age, s, math.exp(-math.exp(v + Z * error)), math.exp(-math.exp(v - Z * error))))
    return steps


def quantile(steps, q):
    def first(column):
        for step in steps:
            if step[column] is not None and step[column] <= 1 - q + TOLERANCE:
                return step[0] / SECOND
        return None

    return first(1), first(2), first(3)


def withdrawn_share(stretches):
    if first_gap(stretches) is not None:
        return None
    untouched, share = Fraction(1), Fraction(0)
    for age in sorted({exit for _, exit, _ in stretches}):
        n = sum(entry <= age <= exit for entry, exit, _ in stretches)
        answered = sum(exit == age and how == "event" for _, exit, how in stretches)
        withdrawn = sum(exit == age and how == "withdrawn" for _, exit, how in stretches)
        share += untouched * Fraction(withdrawn, n)
        untouched *= Fraction(n - answered - withdrawn, n)
    return float(share)


@lru_cache(None)
def t_quantile_975(degrees):
    """By Simpson's rule over the angle whose tangent is t/sqrt(degrees), and bisection."""
    scale = math.exp(math.lgamma((degrees + 1) / 2) - math.lgamma(degrees / 2)) / math.sqrt(math.pi)

    def upper_half(t, steps=4000):
        angle = math.atan(t / math.sqrt(degrees))
        h = angle / steps
        total = 1 + math.cos(angle) ** (degrees - 1)
        for i in range(1, steps):
            total += (4 if i % 2 else 2) * math.cos(i * h) ** (degrees - 1)
        return scale * total * h / 3

    low, high = 1.0, 20.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if upper_half(middle) < 0.475 else (low, middle)
    return low


def mean(values):
    n = len(values)
    exact = Fraction(sum(values), n)
    if n < 2:
        return float(exact) / SECOND, None, None
    variance = sum((v - exact) ** 2 for v in values) / (n - 1)
    margin = t_quantile_975(n - 1) * math.sqrt(variance / n) / SECOND
    value = float(exact) / SECOND
    return value, max(0.0, value - margin), value + margin


# Concentration


def gini(values):
    n, total = len(values), math.fsum(values)
    if n < 2 or total == 0:
        return None
    differences = math.fsum(abs(a - b) for a in values for b in values)
    return differences / (2 * n * total) * n / (n - 1)


def gini_with_limits(values):
    value = gini(values)
    if value is None or len(values) < 3:
        return value, None, None
    deletions = [values[:i] + values[i + 1:] for i in range(len(values))]
    if any(math.fsum(d) == 0 for d in deletions):
        return value, None, None
    deleted = [gini(d) for d in deletions]
    centre = math.fsum(deleted) / len(deleted)
    error = math.sqrt((len(values) - 1) / len(values) * math.fsum((g - centre) ** 2 for g in deleted))
    return value, max(0.0, value - Z * error), min(1.0, value + Z * error)


def top_share(values, percent):
    total = math.fsum(values)
    count = -(-len(values) * percent // 100)
    return math.fsum(sorted(values)[-count:]) / total if total > 0 else None


def absence_factor(values):
    total, held = math.fsum(values), 0.0
    if total == 0:
        return None
    for count, value in enumerate(sorted(values, reverse=True), 1):
        held += value
        if held / total >= 0.5 - TOLERANCE:
            return float(count)


# Figures


def time_to_help(organization, kpi, measure, ending, with_mean):
    records = []
    for request in organization.requests:
        ended, how = ending(request)
        if ended is not None and ended < organization.start:
            continue
        opened = request["openedAt"]
        entry = max(0, organization.start - opened)
        exit = (organization.end if ended is None else ended) - opened
        team, department = organization.attribution(request)
        anonymous = request["anonymous"]
        records.append({
            "stretch": (entry, exit, how), "request": request, "organization": "", "team": team,
            "department": department, "kind": request["kind"], "channel": request["channel"],
            "urgency": request["urgency"], "level": organization.level(request),
            "anonymity": None if anonymous is None else "anonymous" if anonymous else "named",
        })
    figures = []
    for scope in ["organization", "department", "team"]:
        if not records:
            break
        coverage = sum(r[scope] is not None for r in records) / len(records)
        for scope_id in sorted({r[scope] for r in records} - {None}):
            inside = [r for r in records if r[scope] == scope_id]
            groups = [("", "", inside)]
            for breakdown in ["kind", "channel", "urgency", "level", "anonymity"]:
                for value in sorted({r[breakdown] for r in inside} - {None}):
                    groups.append((breakdown, value, [r for r in inside if r[breakdown] == value]))
            for breakdown, value, group in groups:
                def add(statistic, estimate, members, censored):
                    figures.append([
                        kpi, measure, scope, scope_id, breakdown, value, statistic, *estimate, len(members), censored,
                        coverage, people_behind(organization, members)])

                stretches = [r["stretch"] for r in group]
                steps = curve(stretches)
                censored = sum(how != "event" for _, _, how in stretches)
                add("p50", quantile(steps, 0.5), group, censored)
                add("p90", quantile(steps, 0.9), group, censored)
                if organization.has("help_requests.withdrawn_at"):
                    add("withdrawn_share", (withdrawn_share(stretches), None, None), group, None)
                closed = [r for r in group if r["stretch"][2] == "event"]
                if with_mean and closed:
                    add("naive_mean", mean([r["stretch"][1] for r in closed]), closed, None)
    return figures


def people_behind(organization, records):
    counts = []
    for role in ["requester", "helper"]:
        if organization.has(f"help_requests.{role}_id"):
            counts.append(len({r["request"][role] for r in records} - {None}))
    return min(counts, default=0)


def helper_concentration(organization):
    records = []
    for request in organization.requests:
        closed, how = first_close(request)
        if how != "event" or closed < organization.start:
            continue
        helper = request["helper"]
        team, department = organization.place(helper, organization.date(closed))
        records.append({
            "helper": helper, "minutes": request["effortMinutes"], "organization": "", "team": team,
            "department": department})
    present = {"organization": {}, "department": {}, "team": {}}
    for person in organization.data["people"]:
        if organization.spell(person, organization.last_date) is None:
            continue
        team, department = organization.place(person, organization.last_date)
        for scope, place in [("organization", ""), ("department", department), ("team", team)]:
            if place is not None:
                present[scope].setdefault(place, set()).add(person)
    figures = []
    for measure in ["pieces", "time"]:
        if measure == "time" and not organization.has("help_requests.effort_minutes"):
            continue
        for scope in ["organization", "department", "team"]:
            complete = [
                r for r in records
                if r["helper"] is not None and organization.in_people(r["helper"]) and r[scope] is not None
                and (measure == "pieces" or r["minutes"] is not None)]
            coverage = len(complete) / len(records) if records else None
            pieces = [r for r in records if r["helper"] is not None and r[scope] is not None]
            for scope_id in sorted({r[scope] for r in pieces} | set(present[scope])):
                def hours(person):
                    """None where unknown, 0 without a piece."""
                    own = [r for r in pieces if r[scope] == scope_id and r["helper"] == person]
                    if measure == "pieces":
                        return float(len(own))
                    known = [r["minutes"] for r in own if r["minutes"] is not None]
                    return math.fsum(known) if known or not own else None

                helpers = {r["helper"] for r in pieces if r[scope] == scope_id}
                given = [h for h in map(hours, helpers) if h is not None]
                there = [h for h in map(hours, present[scope].get(scope_id, set())) if h is not None]
                rows = [
                    ("gini_helpers", gini_with_limits(given), given),
                    ("gini_present", gini_with_limits(there), there),
                    ("top_5_percent", (given and top_share(given, 5), None, None), given),
                    ("top_10_percent", (given and top_share(given, 10), None, None), given),
                    ("absence_factor", (given and absence_factor(given), None, None), given)]
                for statistic, estimate, values in rows:
                    if values:
                        figures.append([
                            "helper_concentration", measure, scope, scope_id, "", "", statistic, *estimate,
                            len(values), None, coverage, len(values)])
    return figures


def figures(organization):
    result = []
    if organization.has("help_requests.first_response_at"):
        result += time_to_help(organization, "time_to_first_response", "elapsed", first_response, False)
    if organization.has("help_requests.resolved_at"):
        result += time_to_help(organization, "time_to_resolve", "first_close_elapsed", first_close, True)
        result += time_to_help(organization, "time_to_resolve", "final_close_elapsed", final_close, True)
        if organization.has("help_requests.helper_id"):
            result += helper_concentration(organization)
    return result


with open(sys.argv[1], encoding="utf-8") as file:
    json.dump([figures(Organization(data)) for data in json.load(file)], sys.stdout)
