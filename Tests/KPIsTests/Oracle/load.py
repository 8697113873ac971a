"""Section B: who gives how much help, and when."""

import math

from limits import TOLERANCE, absence_factor, gini_with_limits, ratio_of_sums, top_share, wilson
from records import after, before, dates_between, day
from hours import date_at, instant_of, of_day, span

SCOPES = ["organization", "department", "team"]


def hours_given(pieces):
    """0 without a piece, None where there are pieces but no minutes."""
    known = [p["minutes"] for p in pieces if p["minutes"] is not None]
    return math.fsum(known) / 60 if known or not pieces else None


def people_by_scope(organization, people):
    """(scope, scope_id, those of the people who are in it on the last day)"""
    for scope in SCOPES:
        members = {}
        for person in people:
            team, department = organization.place(person, organization.last_date)
            place = {"organization": "", "department": department, "team": team}[scope]
            if place is not None:
                members.setdefault(place, []).append(person)
        yield from ((scope, scope_id, members[scope_id]) for scope_id in sorted(members))


def helper_concentration(organization):
    records = []
    for piece in organization.records_of_help:
        if not organization.in_window(piece["start"]):
            continue
        team, department = organization.place(piece["helper"], organization.date(piece["start"]))
        records.append({**piece, "organization": "", "team": team, "department": department})
    present = {scope: {} for scope in SCOPES}
    for person in organization.everybody():
        if organization.employment(person, organization.last_date) is None:
            continue
        team, department = organization.place(person, organization.last_date)
        for scope, place in zip(SCOPES, ["", department, team]):
            if place is not None:
                present[scope].setdefault(place, set()).add(person)
    figures = []
    for measure in ["pieces", "time"]:
        if measure == "time" and not (
                organization.has("help_requests.effort_minutes") or organization.has("help_contributions.minutes")):
            continue
        for scope in SCOPES:
            complete = [
                r for r in records
                if r["helper"] is not None and organization.in_people(r["helper"]) and r[scope] is not None
                and (measure == "pieces" or r["minutes"] is not None)]
            coverage = len(complete) / len(records) if records else None
            pieces = [r for r in records if r["helper"] is not None and r[scope] is not None]
            for scope_id in sorted({r[scope] for r in pieces} | set(present[scope])):
                def given(person):
                    own = [r for r in pieces if r[scope] == scope_id and r["helper"] == person]
                    return float(len(own)) if measure == "pieces" else hours_given(own)

                helpers = {r["helper"] for r in pieces if r[scope] == scope_id}
                gave = [h for h in map(given, sorted(helpers)) if h is not None]
                there = [h for h in map(given, sorted(present[scope].get(scope_id, set()))) if h is not None]
                rows = [
                    ("gini_helpers", gini_with_limits(gave), gave),
                    ("gini_present", gini_with_limits(there), there),
                    ("top_5_percent", (gave and top_share(gave, 5), None, None), gave),
                    ("top_10_percent", (gave and top_share(gave, 10), None, None), gave),
                    ("absence_factor", (gave and absence_factor(gave), None, None), gave)]
                for statistic, estimate, values in rows:
                    if values:
                        figures.append([
                            "helper_concentration", measure, scope, scope_id, "", "", statistic, *estimate,
                            len(values), None, coverage, len(values)])
    return figures


def use_of_capacity(organization, person, dates):
    """(hours, capacity) between the first instant of the first date and the last date's end; None: not known."""
    start = instant_of(organization.zone, dates[0], 0)
    end = instant_of(organization.zone, after(dates[-1]), 0)
    own = [p for p in organization.pieces if p["helper"] == person and start <= p["start"] < end]
    hours, capacity = hours_given(own), organization.capacity(person, dates)
    return None if hours is None or capacity is None else (hours, capacity)


def iso_weeks(organization):
    """Those whose Thursday is in the window, from their Monday, cut at the end."""
    for date in organization.dates:
        if date.isoweekday() == 4:
            yield dates_between(before(date, 3), min(after(date, 4), organization.end_date))


def capacity_use(organization):
    people = sorted(organization.agreed)
    figures = []
    weeks = list(iso_weeks(organization))

    def coverage(scope, stretches):
        """Of people and stretches with capacity."""
        population = [(p, dates) for p in people for dates in stretches if organization.capacity(p, dates)]
        known = [
            p for p, dates in population
            if organization.in_people(p) and use_of_capacity(organization, p, dates)
            and (scope == "organization" or organization.place(p, organization.last_date)[scope == "department"])]
        return len(known) / len(population)

    for scope, scope_id, inside in people_by_scope(organization, people):
        uses = [u for u in (use_of_capacity(organization, p, organization.dates) for p in inside) if u]
        if uses:
            figures.append([
                "capacity_use", "default", scope, scope_id, "", "", "ratio", *ratio_of_sums(uses), len(uses), None,
                coverage(scope, [organization.dates]), len(uses)])
        person_weeks = [(p, use_of_capacity(organization, p, week)) for p in inside for week in weeks]
        person_weeks = [(p, u) for p, u in person_weeks if u]
        above = [hours / capacity > 1 + TOLERANCE for _, (hours, capacity) in person_weeks]
        if above:
            figures.append([
                "capacity_use", "above_capacity", scope, scope_id, "", "", "ratio", *wilson(sum(above), len(above)),
                len(above), None, coverage(scope, weeks), len({p for p, _ in person_weeks})])
    return figures


def share_of_pieces(organization, kpi, judge, ought_to_be_judged):
    """Of the pieces of the window of which `judge` says true or false, the share of true.

    `ought_to_be_judged`: whether the others count against coverage, as those without a helper do.
    """
    records, everything = [], 0
    for piece in organization.records_of_help:
        if not organization.in_window(piece["start"]):
            continue
        verdict = None if piece["helper"] is None else judge(piece)
        everything += verdict is not None or ought_to_be_judged or piece["helper"] is None
        if verdict is not None:
            team, department = organization.place(piece["helper"], organization.date(piece["start"]))
            records.append({
                "verdict": verdict, "helper": piece["helper"], "organization": "", "team": team,
                "department": department})
    figures = []
    for scope in SCOPES:
        complete = sum(organization.in_people(r["helper"]) and r[scope] is not None for r in records)
        for scope_id in sorted({r[scope] for r in records} - {None}):
            inside = [r for r in records if r[scope] == scope_id]
            figures.append([
                kpi, "default", scope, scope_id, "", "", "ratio",
                *wilson(sum(r["verdict"] for r in inside), len(inside)), len(inside), None,
                complete / everything, len({r["helper"] for r in inside})])
    return figures


def off_calendar_help(organization):
    def judge(piece):
        hours = organization.hours_of(piece["helper"], organization.date(piece["start"]))
        return None if hours is None else not hours.is_working(piece["start"])

    return share_of_pieces(organization, "off_calendar_help", judge, ought_to_be_judged=True)


def boundary_breaches(organization):
    def judge(piece):
        helper, start = piece["helper"], piece["start"]
        zone = organization.zone_of(helper, organization.date(start))
        date = date_at(zone, start)

        def holds(boundary, date):
            (first, end), row = boundary
            begun = row.get("from") is None or day(row["from"]) <= date
            return first <= date < end and begun and (row.get("to") is None or date < day(row["to"]))

        def covers(boundary, date):
            row = boundary[1]
            if not holds(boundary, date) or row.get("weekday") not in [None, date.isoweekday()]:
                return False
            begin, end = span(zone, date, of_day(row.get("starts") or "00:00"), of_day(row.get("ends") or "24:00"))
            return begin <= start < end

        own = organization.boundaries.get(helper, [])
        if any(covers(b, d) for b in own for d in [before(date), date]):
            return True
        return False if any(holds(b, date) for b in own) else None

    return share_of_pieces(organization, "boundary_breaches", judge, ought_to_be_judged=False)


def figures(organization):
    result = []
    pieces_known = organization.has("help_contributions") or (
        organization.has("help_requests.resolved_at") and organization.has("help_requests.helper_id"))
    if not pieces_known:
        return result
    result += helper_concentration(organization)
    if organization.has("agreements"):
        result += capacity_use(organization)
        if organization.has("agreement_boundaries"):
            result += boundary_breaches(organization)
    if organization.has("calendars"):
        result += off_calendar_help(organization)
    return result
