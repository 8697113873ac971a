"""What people are held to, and what they are rewarded for."""

from decimal import Decimal

from limits import mean, midranks, spearman
from load import hours_given, knows_minutes, knows_pieces
from scopes import REFUSED, at_place, by_scope, is_judged, shares

LEAST_OF_LEVEL = 5


def objectives(organization):
    """By person, those valid on the last day."""
    held = {}
    for row in organization.rows("objectives"):
        if organization.is_valid(row):
            held.setdefault(row["person_id"], []).append(row)
    return held


# Objectives


def shares_of_weight(organization):
    """Of each person's weights, as far as there are any."""
    for person, rows in sorted(objectives(organization).items()):
        total = sum(r["weight"] for r in rows)
        if total > 0:
            def share(*beneficiaries):
                return sum(r["weight"] for r in rows if r["beneficiary"] in beneficiaries) / total

            yield at_place(
                organization.last_place_of(person), person=person, others=share("person", "team"),
                organization_wide=share("organization"))


def objective_alignment(organization):
    population = list(shares_of_weight(organization))

    def is_complete(record):
        return organization.is_known(record["person"])

    for measure, name in [("others", "others"), ("organization", "organization_wide")]:
        for scope, scope_id, inside, coverage, is_refused in by_scope(
                organization, population, is_complete, lambda r: True):
            estimate = REFUSED if is_refused else mean([r[name] for r in inside], 0.0, 1.0)
            yield ["objective_alignment", measure, scope, scope_id, "", "", "mean", *estimate, len(inside), None,
                   coverage, len(inside)]
    yield from shares(
        organization, "objective_alignment", [{**r, "verdict": r["others"] > 0} for r in population],
        "people_with_one", is_of_people=True, is_complete=is_complete)


def is_in_conflict(rows):
    """None where it isn't known how all of them are judged."""
    kinds = {r["kind"] for r in rows}
    if "forced_rank" in kinds:
        return True
    # It may be a forced rank.
    return None if None in kinds else kinds == {"individual_target"}


def objective_conflict(organization):
    held = objectives(organization)
    population = [
        at_place(organization.last_place_of(p), person=p, verdict=is_in_conflict(held.get(p, [])))
        for p in organization.holders_of_agreements()]

    def is_complete(record):
        return is_judged(record) and organization.is_known(record["person"])

    return shares(organization, "objective_conflict", population, is_of_people=True, is_complete=is_complete)


# Rewards


def rewards(organization):
    return [r for r in organization.rows("rewards") if organization.in_window(r["given_at"])]


def rewards_for_helping(organization):
    population = [
        at_place(
            organization.place(r["person_id"], organization.date(r["given_at"])), person=r["person_id"],
            verdict=r["for_helping"])
        for r in rewards(organization)]

    def is_complete(record):
        return is_judged(record) and organization.is_known(record["person"])

    return shares(organization, "rewards_for_helping", population, is_complete=is_complete)


def working_days_employed(organization, person):
    count = 0
    for date in organization.dates:
        if organization.employment(person, date):
            hours = organization.hours_of(person, date)
            count += hours.has_work(date) if hours else date.isoweekday() <= 5
    return count


def help_a_day(organization, person):
    own = [p for p in organization.given_by.get(person, []) if organization.in_window(p["start"])]
    hours, days = hours_given(own) if organization.knows_hours else None, working_days_employed(organization, person)
    return hours / days if hours is not None and days else None


def sum_of_amounts(rows):
    """As decimals add up: 0.1 and 0.2 are 0.3."""
    known = [Decimal(repr(r["amount"])) for r in rows if r["amount"] is not None]
    return float(sum(known)) if known else None


def last_rating(rows):
    """Of several at one instant the highest."""
    known = [(r["given_at"], r["rating"]) for r in rows if r["rating"] is not None]
    return max(known)[1] if known else None


def reward_gap(organization):
    given = {}
    for row in rewards(organization):
        given.setdefault(row["person_id"], []).append(row)
    for measure, reward_of in [("amount", sum_of_amounts), ("rating", last_rating)]:
        if not organization.has(f"rewards.{measure}"):
            continue
        population = []
        for person, rows in sorted(given.items()):
            spell = organization.spell(person, organization.last_date) or {}
            population.append(at_place(
                organization.last_place_of(person), person=person, reward=reward_of(rows), level=spell.get("level"),
                help=help_a_day(organization, person)))
        yield from gaps(organization, measure, population)


def gaps(organization, measure, population):
    def is_complete(record):
        return None not in (record["reward"], record["level"], record["help"])

    for scope, scope_id, inside, coverage, is_refused in by_scope(organization, population, is_complete):
        levels, pairs = {}, []
        for record in inside:
            levels.setdefault(record["level"], []).append(record)
        for level in [] if is_refused else sorted(levels):
            own = levels[level]
            if len(own) >= LEAST_OF_LEVEL:
                ranks = [midranks([r[name] for r in own]) for name in ("help", "reward")]
                pairs += [(x / (len(own) + 1), y / (len(own) + 1)) for x, y in zip(*ranks)]
        n = len(inside) if is_refused else len(pairs)
        yield ["reward_gap", measure, scope, scope_id, "", "", "spearman", *spearman(pairs), n, None, coverage, n]


def figures(organization):
    rows = []
    if organization.has("objectives"):
        rows += objective_alignment(organization)
        if organization.has("objectives.kind") and organization.has("agreements"):
            rows += objective_conflict(organization)
    if organization.has("rewards"):
        if organization.has("rewards.for_helping"):
            rows += rewards_for_helping(organization)
        if organization.has("people.level") and knows_pieces(organization) and knows_minutes(organization):
            rows += reward_gap(organization)
    return rows
