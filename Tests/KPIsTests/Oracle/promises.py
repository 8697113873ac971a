"""What was agreed, promised and planned, and what became of it."""

import datetime
import math

from hours import SECOND
from limits import ratio_of_sums, wilson_of_records
from records import DAY
from scopes import REFUSED, at_place, by_scope, distinct, shares, stranger
from survival import curve, quantile
from workforce import headcount

RECENT = datetime.timedelta(days=92)


def in_seconds(estimate):
    return tuple(None if v is None else v / SECOND for v in estimate)


# Commitments


def minutes_due(row):
    return row["minutes_agreed"] if row["minutes_asked"] is None else row["minutes_asked"]


def commitments_due(organization):
    return [r for r in organization.rows("commitments") if organization.in_window(r["due_at"])]


def count_one_each(organization):
    """One that lacks its minutes is enough, and so is that nobody ever told how many were given."""
    return not organization.has("commitments.minutes_delivered") or any(
        minutes_due(r) is None for r in commitments_due(organization))


def commitments(organization):
    is_one_each = count_one_each(organization)
    for row in commitments_due(organization):
        delivered = organization.seen(row["delivered_at"])
        if is_one_each:
            sums = float(delivered is not None), 1.0
        elif delivered is None:
            sums = 0.0, minutes_due(row)
        elif row["minutes_delivered"] is None:
            sums = None
        else:
            sums = min(row["minutes_delivered"], minutes_due(row)), minutes_due(row)
        asked_and_agreed = row["minutes_agreed"], row["minutes_asked"]
        yield at_place(
            organization.place(row["helper_id"], organization.date(row["due_at"])), person=row["helper_id"],
            recipient=row["recipient_id"], sums=sums, agreed=None if None in asked_and_agreed else asked_and_agreed,
            verdict=delivered is not None and delivered <= row["due_at"],
            delay=(0, (organization.end if delivered is None else max(row["due_at"], delivered)) - row["due_at"],
                   "open" if delivered is None else "event"))


def fewer(organization):
    """Of those who promise and those to whom they do, as far as these are known."""
    def people(scope, scope_id, records):
        helpers = distinct(records, "person")
        if not organization.has("commitments.recipient_id"):
            return helpers
        return min(helpers, distinct(records, "recipient"))

    return people


def ratio_of(records, name, most=math.inf):
    people = {}
    for record in records:
        own = people.setdefault(record["person"], [[], []])
        for values, value in zip(own, record[name]):
            values.append(value)
    return ratio_of_sums([(math.fsum(y), math.fsum(x)) for y, x in people.values()], most)


def commitments_kept(organization):
    population, people = list(commitments(organization)), fewer(organization)

    def is_known(record):
        return organization.is_known(record["person"])

    measures = []
    if organization.has("commitments.delivered_at"):
        measures.append(("default", "sums", 1.0))
    if organization.has("commitments.minutes_asked") and organization.has("commitments.minutes_agreed"):
        measures.append(("agreed_of_asked", "agreed", math.inf))
    for measure, name, most in measures:
        for scope, scope_id, inside, coverage, is_refused in by_scope(
                organization, population, lambda r: r[name] is not None and is_known(r),
                lambda r: r[name] is not None):
            estimate = REFUSED
            if not is_refused and name == "sums" and count_one_each(organization):
                estimate = wilson_of_records([(r["person"], r["sums"][0] == 1) for r in inside])
            elif not is_refused:
                estimate = ratio_of(inside, name, most)
            yield ["commitments_kept", measure, scope, scope_id, "", "", "ratio", *estimate, len(inside), None,
                   coverage, people(scope, scope_id, inside)]
    if not organization.has("commitments.delivered_at"):
        return
    yield from shares(organization, "commitments_kept", population, "on_time", is_complete=is_known, people=people)
    for scope, scope_id, inside, coverage, is_refused in by_scope(
            organization, population, is_known, lambda r: True):
        yield from times("commitments_kept", "lateness", scope, scope_id, inside, coverage, is_refused, "delay",
                         people(scope, scope_id, inside))


def times(kpi, measure, scope, scope_id, inside, coverage, is_refused, name, people):
    steps = [] if is_refused else curve([r[name] for r in inside])
    censored = sum(r[name][2] == "open" for r in inside)
    for statistic, q in [("p50", 0.5), ("p90", 0.9)]:
        estimate = REFUSED if is_refused else in_seconds(quantile(steps, q))
        yield [kpi, measure, scope, scope_id, "", "", statistic, *estimate, len(inside), censored, coverage, people]


# Agreements


def is_fresh(organization, person):
    """Whether one that is valid began or was reviewed lately."""
    def is_recent(date):
        return date is not None and date < organization.end_date and organization.end_date - date <= RECENT

    return any(
        is_recent(first) or is_recent(reviewed) for first, end, reviewed in organization.agreements[person]
        if first <= organization.last_date < end)


def agreement_coverage(organization):
    holders = organization.holders_of_agreements()
    if organization.has("people"):
        population = [
            at_place(organization.last_place_of(p), person=p, verdict=p in holders) for p in organization.present()]
        population += [stranger() for p in holders if not organization.in_people(p)]
        yield from shares(organization, "agreement_coverage", population, is_of_people=True)
    if not organization.has("agreements.reviewed_on"):
        return
    population = [
        at_place(organization.last_place_of(p), person=p, verdict=is_fresh(organization, p)) for p in holders]
    yield from shares(
        organization, "agreement_coverage", population, "reviewed", is_of_people=True,
        is_complete=lambda r: organization.is_known(r["person"]))


# Rituals and feedback


def place_of_team(organization, team, instant):
    return team, team and organization.department_of_team(team, organization.date(instant))


def rituals_kept(organization):
    population = [
        at_place(
            place_of_team(organization, r["team_id"], r["planned_at"]), person=None, kind=r["kind"],
            verdict=organization.seen(r["held_at"]) is not None)
        for r in organization.rows("rituals") if organization.in_window(r["planned_at"])]
    return shares(
        organization, "rituals_kept", population, is_of_people=True, breakdowns=["kind"],
        people=headcount(organization))


def feedback_acted_on(organization):
    month = 30 * DAY
    seen = [
        {**r, "acted_on_at": organization.seen(r["acted_on_at"])} for r in organization.rows("feedback")
        if r["submitted_at"] < organization.end]
    people = headcount(organization)

    def few(scope, scope_id, inside):
        """No more than there are items, of which nobody knows whose they are."""
        return min(people(scope, scope_id, inside), len(inside))

    def record(row, **fields):
        return at_place(place_of_team(organization, row["team_id"], row["submitted_at"]), person=None, **fields)

    population = [
        record(r, verdict=r["acted_on_at"] is not None and r["acted_on_at"] - r["submitted_at"] <= month)
        for r in seen if organization.in_window(r["submitted_at"] + month)]
    yield from shares(organization, "feedback_acted_on", population, is_of_people=True, people=people)
    population = []
    for row in seen:
        submitted, acted = row["submitted_at"], row["acted_on_at"]
        if acted is None or acted >= organization.start:
            stretch = (
                max(0, organization.start - submitted), (organization.end if acted is None else acted) - submitted,
                "open" if acted is None else "event")
            population.append(record(row, time=stretch))
    for scope, scope_id, inside, coverage, is_refused in by_scope(organization, population):
        yield from times("feedback_acted_on", "time_to_action", scope, scope_id, inside, coverage, is_refused, "time",
                         few(scope, scope_id, inside))


def figures(organization):
    rows = []
    if organization.has("commitments"):
        rows += commitments_kept(organization)
    if organization.has("agreements"):
        rows += agreement_coverage(organization)
    if organization.has("rituals.held_at"):
        rows += rituals_kept(organization)
    if organization.has("feedback.acted_on_at"):
        rows += feedback_acted_on(organization)
    return rows
