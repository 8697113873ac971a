"""Section B: who gives how much help, and when."""

import math

from hours import date_at, instant_of, of_day, span
from limits import (
    TOLERANCE, absence_factor, gini_by_chance, gini_with_limits, mean, ratio_of_sums, top_share, wilson_of_records)
from records import after, before, dates_between, day
from scopes import REFUSED, SCOPES, at_place, by_scope, distinct, is_judged, shares, stranger


def hours_given(pieces):
    """0 without a piece, None where there are pieces but no minutes."""
    known = [p["minutes"] for p in pieces if p["minutes"] is not None]
    return math.fsum(known) / 60 if known or not pieces else None


def knows_minutes(organization):
    return organization.has("help_requests.effort_minutes") or organization.has("help_contributions.minutes")


def knows_pieces(organization):
    return organization.has("help_contributions") or (
        organization.has("help_requests.resolved_at") and organization.has("help_requests.helper_id"))


# Concentration


def present_by_scope(organization):
    """By scope and scope_id, who is employed on the last day."""
    present = {}
    for person in organization.everybody():
        if organization.employment(person, organization.last_date):
            where = at_place(organization.place(person, organization.last_date))
            for scope in SCOPES:
                if where[scope] is not None:
                    present.setdefault((scope, where[scope]), set()).add(person)
    return present


def help_of(organization, measure, people, pieces):
    """What each of them gave, as far as that is known; `pieces` by helper."""
    if measure == "pieces":
        return [float(len(pieces.get(p, []))) for p in sorted(people)]
    given = [hours_given(pieces.get(p, [])) for p in sorted(people)] if organization.knows_hours else []
    return [hours for hours in given if hours is not None]


def statistics_of_concentration(gave, there):
    """(statistic, estimate, the values behind it)"""
    yield "gini_helpers", gini_with_limits(gave), gave
    yield "gini_present", gini_with_limits(there), there
    if gave:
        yield "top_5_percent", (top_share(gave, 5), None, None), gave
        yield "top_10_percent", (top_share(gave, 10), None, None), gave
        yield "absence_factor", (absence_factor(gave), None, None), gave


OF_PRESENT = ["gini_present", "gini_by_chance"]
CONCENTRATION = ["gini_helpers", "gini_present", "top_5_percent", "top_10_percent", "absence_factor"]


def concentration_in(organization, measure, records, present, is_refused):
    """(statistic, estimate, n, people) of the records and the people of a place"""
    pieces = {}
    for record in records:
        if record["helper"] is not None:
            pieces.setdefault(record["helper"], []).append(record)
    if is_refused:
        of_chance = ["gini_by_chance"] if measure == "pieces" else []
        for statistic in CONCENTRATION + of_chance:
            if statistic not in OF_PRESENT or organization.has("people"):
                yield statistic, REFUSED, len(records), len(pieces)
        return
    gave = help_of(organization, measure, pieces, pieces)
    there = help_of(organization, measure, present, pieces)
    for statistic, estimate, values in statistics_of_concentration(gave, there):
        yield statistic, estimate, len(values), len(values)
    if measure == "pieces" and there:
        yield "gini_by_chance", (gini_by_chance(there), None, None), len(there), len(there)


def helper_concentration(organization):
    population = [
        at_place(organization.place_of_piece(piece), helper=piece["helper"], minutes=piece["minutes"])
        for piece in organization.records_of_help if organization.in_window(piece["start"])]
    present = present_by_scope(organization)
    figures = []
    for measure in ["pieces", "time"] if knows_minutes(organization) else ["pieces"]:
        def is_complete(record):
            helper = record["helper"]
            return helper is not None and organization.is_known(helper) and (
                measure == "pieces" or record["minutes"] is not None)

        for scope in SCOPES:
            known = [r for r in population if r[scope] is not None]
            coverage = sum(map(is_complete, known)) / len(population) if population else None
            is_refused = organization.refuses(coverage)
            groups = {scope_id: [] for s, scope_id in present if s == scope}
            for record in known:
                groups.setdefault(record[scope], []).append(record)
            for scope_id in sorted(groups):
                for statistic, estimate, n, people in concentration_in(
                        organization, measure, groups[scope_id], present.get((scope, scope_id), set()), is_refused):
                    figures.append([
                        "helper_concentration", measure, scope, scope_id, "", "", statistic, *estimate, n, None,
                        coverage, people])
    return figures


# Capacity


def use_of_capacity(organization, person, dates):
    """(hours, capacity) between the first instant of the first date and the last date's end; None: not known."""
    capacity = organization.capacity(person, dates)
    if capacity is None:
        return None
    start = instant_of(organization.zone, dates[0], 0)
    end = instant_of(organization.zone, after(dates[-1]), 0)
    own = [p for p in organization.given_by.get(person, []) if start <= p["start"] < end]
    return hours_given(own) if organization.knows_hours else None, capacity


def iso_weeks(organization):
    """Those whose Thursday is in the window, from their Monday, cut at the end."""
    for date in organization.dates:
        if date.isoweekday() == 4:
            yield dates_between(before(date, 3), min(after(date, 4), organization.end_date))


def uses_of_capacity(organization, stretches):
    """Of everybody with capacity in each of some stretches of dates."""
    for person in sorted(organization.agreed):
        place = organization.place(person, organization.last_date)
        for dates in stretches:
            use = use_of_capacity(organization, person, dates)
            if use:
                yield at_place(place, person=person, use=use)


def capacity_use(organization):
    def is_counted(record):
        return record["use"][0] is not None

    def is_complete(record):
        return is_counted(record) and organization.is_known(record["person"])

    def above(records):
        return wilson_of_records([(r["person"], r["use"][0] / r["use"][1] > 1 + TOLERANCE) for r in records])

    figures = []
    for measure, stretches, estimate_of in [
            ("default", [organization.dates], lambda records: ratio_of_sums([r["use"] for r in records])),
            ("above_capacity", list(iso_weeks(organization)), above)]:
        population = list(uses_of_capacity(organization, stretches))
        for scope, scope_id, inside, coverage, is_refused in by_scope(
                organization, population, is_complete, is_counted):
            estimate = REFUSED if is_refused else estimate_of(inside)
            figures.append([
                "capacity_use", measure, scope, scope_id, "", "", "ratio", *estimate, len(inside), None, coverage,
                distinct(inside, "person")])
    return figures


def agreed(organization):
    """Seconds a week of everybody present; 0 without an agreement."""
    population = [
        at_place(
            organization.last_place_of(p), person=p, verdict=True,
            seconds=3600.0 * organization.hours_agreed(p, organization.last_date))
        for p in organization.present()]
    population += [
        stranger(seconds=None) for p in organization.holders_of_agreements() if not organization.in_people(p)]
    figures = []
    for scope, scope_id, inside, coverage, is_refused in by_scope(organization, population, is_judged):
        estimate = REFUSED if is_refused else mean([r["seconds"] for r in inside], least=0.0)
        figures.append([
            "capacity_use", "agreed", scope, scope_id, "", "", "per_week", *estimate, len(inside), None, coverage,
            distinct(inside, "person")])
    return figures


# Shares of pieces


def share_of_pieces(organization, kpi, judge, ought_to_be_judged):
    """Of the pieces of the window of which `judge` says true or false, the share of true.

    `ought_to_be_judged`: whether the others count against coverage, as those without a helper do.
    """
    population = []
    for piece in organization.records_of_help:
        if organization.in_window(piece["start"]):
            helper = piece["helper"]
            verdict = None if helper is None else judge(piece)
            if verdict is not None or ought_to_be_judged or helper is None:
                population.append(at_place(organization.place_of_piece(piece), helper=helper, verdict=verdict))

    def is_counted(record):
        return record["verdict"] is not None

    def is_complete(record):
        return is_counted(record) and organization.is_known(record["helper"])

    figures = []
    for scope, scope_id, inside, coverage, is_refused in by_scope(organization, population, is_complete, is_counted):
        estimate = REFUSED if is_refused else wilson_of_records([(r["helper"], r["verdict"]) for r in inside])
        figures.append([
            kpi, "default", scope, scope_id, "", "", "ratio", *estimate, len(inside), None, coverage,
            distinct(inside, "helper")])
    return figures


def off_calendar_help(organization):
    def judge(piece):
        hours = organization.hours_of(piece["helper"], organization.date(piece["start"]))
        return None if hours is None else not hours.is_working(piece["start"])

    return share_of_pieces(organization, "off_calendar_help", judge, ought_to_be_judged=True)


def is_in_force(boundary, date):
    (first, end), row = boundary
    begun = row.get("from") is None or day(row["from"]) <= date
    return first <= date < end and begun and (row.get("to") is None or date < day(row["to"]))


def boundary_breaches(organization):
    def judge(piece):
        helper, start = piece["helper"], piece["start"]
        zone = organization.zone_of(helper, organization.date(start))
        date = date_at(zone, start)

        def covers(boundary, date):
            row = boundary[1]
            if not is_in_force(boundary, date) or row.get("weekday") not in [None, date.isoweekday()]:
                return False
            begin, end = span(zone, date, of_day(row.get("starts") or "00:00"), of_day(row.get("ends") or "24:00"))
            return begin <= start < end

        own = organization.boundaries.get(helper, [])
        if any(covers(b, d) for b in own for d in [before(date), date]):
            return True
        return False if any(is_in_force(b, date) for b in own) else None

    return share_of_pieces(organization, "boundary_breaches", judge, ought_to_be_judged=False)


def people_with_a_window(organization):
    """Of those with an agreement on the last day."""
    population = [
        at_place(
            organization.last_place_of(p), person=p,
            verdict=any(is_in_force(b, organization.last_date) for b in organization.boundaries.get(p, [])))
        for p in organization.holders_of_agreements()]
    return shares(
        organization, "boundary_breaches", population, "people_with_a_window", is_of_people=True,
        is_complete=lambda r: organization.is_known(r["person"]))


def figures(organization):
    result = []
    if organization.has("agreements") and organization.has("people"):
        result += agreed(organization)
    if organization.has("agreement_boundaries"):
        result += people_with_a_window(organization)
    if not knows_pieces(organization):
        return result
    result += helper_concentration(organization)
    if organization.has("agreements"):
        if knows_minutes(organization):
            result += capacity_use(organization)
        if organization.has("agreement_boundaries"):
            result += boundary_breaches(organization)
    if organization.has("calendars"):
        result += off_calendar_help(organization)
    return result
