"""Whether those who give much help, or get some, leave more often than others."""

import datetime
import math

from scipy import stats

from hours import instant_of
from limits import TOLERANCE, Z, type_7
from load import hours_given, knows_pieces
from records import after, before, dates_between
from scopes import REFUSED, at_place, by_scope, distinct
from ties import knows_recipients, pieces_between
from workforce import idle_rows, is_whole_year, knows_exits


def months_later(date, months):
    """The same day of another month, or its last."""
    number = date.year * 12 + date.month - 1 + months
    first, following = (datetime.date(n // 12, n % 12 + 1, 1) for n in (number, number + 1))
    return min(first.replace(day=1) + datetime.timedelta(days=date.day - 1), before(following))


def quarters(organization):
    """(first date, the date after the last) of three months each; the last ends with the window."""
    count, first = 0, organization.first_date
    while first < organization.end_date:
        count += 1
        following = months_later(organization.first_date, 3 * count)
        yield first, min(following, organization.end_date)
        first = following


def members(organization):
    """Of each quarter everybody who was there on all days of the three months before it."""
    for quarter, (first, end) in enumerate(quarters(organization)):
        begin = months_later(first, -3)
        pieces = [
            p for p in pieces_between(
                organization, instant_of(organization.zone, begin, 0), instant_of(organization.zone, first, 0))
            if p["helper"] is not None]
        counts_hours = any(p["minutes"] is not None for p in pieces)
        helped = {p["recipient"] for p in pieces}
        for person in organization.everybody():
            if not all(organization.employment(person, d) for d in dates_between(begin, first)):
                continue
            own = [p for p in pieces if p["helper"] == person]
            left = organization.employment(person, before(first))["left"]
            yield at_place(
                organization.place(person, before(first)), person=person, quarter=quarter,
                days=sum(d < left for d in dates_between(first, end)), has_left=left < end,
                given=hours_given(own) if counts_hours else float(len(own)), received=person in helped)


def with_groups(records, measure):
    """(record, whether it is in the first group)"""
    for quarter in {r["quarter"] for r in records}:
        inside = [r for r in records if r["quarter"] == quarter]
        if measure == "given":
            threshold = type_7([r["given"] for r in inside], 0.75)
        for record in inside:
            yield record, record["received"] if measure == "received" else record["given"] > threshold + TOLERANCE


def strata(grouped):
    """Of each quarter the records of the first group, and the others."""
    for quarter in sorted({r["quarter"] for r, _ in grouped}):
        yield [[r for r, is_first in grouped if r["quarter"] == quarter and is_first is wanted]
               for wanted in (True, False)]


def events(records):
    return sum(r["has_left"] for r in records)


def time(records):
    return sum(r["days"] for r in records)


def mantel_haenszel(grouped):
    """Limits: Greenland, Robins 1985."""
    above, below, variance = [], [], []
    for first, others in strata(grouped):
        if time(first) and time(others):
            total = time(first) + time(others)
            above.append(events(first) * time(others) / total)
            below.append(events(others) * time(first) / total)
            variance.append((events(first) + events(others)) * time(first) * time(others) / total ** 2)
    above, below = math.fsum(above), math.fsum(below)
    if below == 0:
        return REFUSED
    if above == 0:
        return 0.0, None, None
    error = math.sqrt(math.fsum(variance) / (above * below))
    centre = math.log(above / below)
    return above / below, math.exp(centre - Z * error), math.exp(centre + Z * error)


def log_rank(grouped):
    """Stratified: the sums over quarters and days of what is more than expected, and of its variance."""
    excess, variance = [], []
    for first, others in strata(grouped):
        everybody = first + others
        for day in {r["days"] for r in everybody if r["has_left"]}:
            at_risk, of_first = (sum(r["days"] >= day for r in group) for group in (everybody, first))
            left, left_of_first = (
                sum(r["has_left"] and r["days"] == day for r in group) for group in (everybody, first))
            expected = left * of_first / at_risk
            excess.append(left_of_first - expected)
            # Of those at risk any could have been the ones who left.
            variance += [
                (k - expected) ** 2 * float(stats.hypergeom.pmf(k, at_risk, of_first, left))
                for k in range(min(left, of_first) + 1)]
    if math.fsum(variance) < TOLERANCE:
        return None
    return float(stats.chi2.sf(math.fsum(excess) ** 2 / math.fsum(variance), 1))


def compared(grouped):
    """Those who left while somebody of each group was there, in a quarter in which both have time, and not as the last of all."""
    for first, others in strata(grouped):
        if time(first) and time(others):
            for leaver in (r for r in first + others if r["has_left"]):
                still_there = [[r for r in group if r["days"] >= leaver["days"]] for group in (first, others)]
                went_on = [
                    r for group in still_there for r in group if r["days"] > leaver["days"] or not r["has_left"]]
                if all(still_there) and went_on:
                    yield leaver, any(r is leaver for r in first)


def rows_of(organization, population, measure):
    def is_complete(record):
        return record["person"] is not None and (measure == "received" or record["given"] is not None)

    for scope, scope_id, inside, coverage, is_refused in by_scope(organization, population, is_complete):
        ratio, p, n = REFUSED, None, len(inside)
        people = distinct(inside, "person")
        if not is_refused:
            grouped = list(with_groups(inside, measure))
            ratio, p = mantel_haenszel(grouped), log_rank(grouped)
            n = distinct([r for r, _ in grouped if r["days"] > 0], "person")
            # Those of them whom the figures compare, in the group in which fewer did.
            leavers = list(compared(grouped))
            people = min(n, *(
                distinct([r for r, is_first in leavers if is_first is wanted], "person") for wanted in (True, False)))
        for statistic, estimate in [("rate_ratio", ratio), ("p", (p, None, None))]:
            yield ["exit_rate_by_support", measure, scope, scope_id, "", "", statistic, *estimate, n, None, coverage,
                   people]


def figures(organization):
    is_asked = organization.is_ad_hoc or is_whole_year(organization)
    if not is_asked or not (organization.has("people") and knows_exits(organization) and knows_pieces(organization)):
        return []
    population = list(members(organization)) + idle_rows(organization)
    measures = ["given", "received"] if knows_recipients(organization) else ["given"]
    return [row for measure in measures for row in rows_of(organization, population, measure)]
