"""Mentors and buddies."""

from employments import FAR, day
from limits import ratio_of_sums
from records import after, before, dates_between
from scopes import REFUSED, at_place, by_scope, distinct, is_judged, shares, stranger


def active_pairs(organization):
    """Of mentors, on the last day, as long as whom they support is there. Under how many ids makes no difference."""
    return list({
        (r["supported_id"], r["supporter_id"]): r for r in organization.rows("pairings")
        if r["kind"] == "mentor" and organization.is_valid(r) and organization.is_there(r["supported_id"])}.values())


def people_behind(scope, scope_id, records):
    """Of those who support and those who are supported the fewer."""
    return min(distinct(records, "supporter"), distinct(records, "person"))


def pairs_per_100_people(organization):
    supported = [r["supported_id"] for r in active_pairs(organization)]
    population = [
        at_place(organization.last_place_of(p), person=p, pairs=supported.count(p)) for p in organization.present()]
    population += [
        stranger(pairs=None) for p in sorted(set(supported)) if not organization.in_people(p)]
    for scope, scope_id, inside, coverage, is_refused in by_scope(
            organization, population, lambda r: r["pairs"] is not None):
        value = None if is_refused else 100 * sum(r["pairs"] for r in inside) / len(inside)
        yield ["mentoring", "default", scope, scope_id, "", "", "per_100_people", value, None, None, len(inside), None,
               coverage, distinct(inside, "person")]


def meetings_of(organization, kind):
    """(the pairs that it is told of, when it was planned for, when it was first held).

    Each meeting of two people once; without pairs those of which nobody knows whose they are."""
    pairs = {r["pairing_id"]: r for r in organization.rows("pairings")}
    meetings = {}
    for number, meeting in enumerate(organization.rows("pair_meetings")):
        pair = pairs.get(meeting["pairing_id"])
        if pair is None:
            meetings[number] = [], meeting["planned_at"], []
        elif pair["kind"] == kind:
            key = pair["supported_id"], pair["supporter_id"], meeting["planned_at"]
            own, _, held = meetings.setdefault(key, ([], meeting["planned_at"], []))
            own.append(pair)
            held.append(organization.seen(meeting["held_at"]))
    for own, planned, held in meetings.values():
        yield own, planned, min((h for h in held if h is not None), default=None)


def meetings_held(organization):
    population = []
    for pairs, planned, held in meetings_of(organization, "mentor"):
        if not organization.in_window(planned):
            continue
        if not pairs:
            population.append(stranger(supporter=None))
        else:
            person = pairs[0]["supported_id"]
            population.append(at_place(
                organization.place(person, organization.date(planned)), person=person,
                supporter=pairs[0]["supporter_id"], verdict=held is not None))

    def is_complete(record):
        return is_judged(record) and organization.is_known(record["person"])

    return shares(organization, "mentoring", population, "meetings_held", is_complete=is_complete,
                  people=people_behind)


def across_departments(organization):
    population = []
    for pair in active_pairs(organization):
        departments = [organization.last_place_of(pair[end])[1] for end in ("supporter_id", "supported_id")]
        if not organization.in_people(pair["supported_id"]):
            population.append(stranger(supporter=None))
            continue
        population.append(at_place(
            organization.last_place_of(pair["supported_id"]), person=pair["supported_id"],
            supporter=pair["supporter_id"], verdict=None if None in departments else departments[0] != departments[1]))
    return shares(organization, "mentoring", population, "across_departments", people=people_behind)


# Buddies


def joiners(organization, number):
    """(person, the employment's position, it, the date) of those whose day of that number falls in the window."""
    for person in organization.everybody():
        for position, employment in enumerate(organization.employments[person]):
            date = after(employment["joined"], number - 1)
            if organization.first_date <= date < organization.end_date and date < employment["left"]:
                yield person, position, employment, date


def is_of_before(organization, person, position, row):
    """Whether a pair began before an earlier employment ended."""
    return any(day(row["valid_from"]) < e["left"] for e in organization.employments[person][:position])


def has_buddy(organization, person, position, employment, date):
    """One that isn't of an earlier employment."""
    def counts(row):
        first, end = day(row["valid_from"]), day(row["valid_to"]) or FAR
        return (first <= date and first < end and end > employment["joined"]
                and not is_of_before(organization, person, position, row))

    return any(
        counts(r) for r in organization.rows("pairings") if r["kind"] == "buddy" and r["supported_id"] == person)


def buddy_coverage(organization):
    population = [
        at_place(organization.place(p, date), person=p, verdict=has_buddy(organization, p, position, e, date))
        for p, position, e, date in joiners(organization, 7)]
    return shares(organization, "buddy_coverage", population, is_of_people=True)


def working_days(organization, person, dates):
    count = 0
    for date in dates:
        hours = organization.hours_of(person, date)
        count += hours.has_work(date) if hours else date.isoweekday() <= 5
    return count


def check_ins(organization):
    """Meetings that were held in the first 30 days and planned for no more than 31 days before them."""
    held = {}
    for pairs, planned, at in meetings_of(organization, "buddy"):
        if pairs and at is not None and planned < organization.end:
            told = organization.date(planned), organization.date(at), pairs
            held.setdefault(pairs[0]["supported_id"], []).append(told)
    population = []
    for person, position, employment, date in joiners(organization, 30):
        first = employment["joined"]
        dates = dates_between(first, after(first, 30))
        count = sum(
            at in dates and planned >= before(first, 31)
            and not all(is_of_before(organization, person, position, r) for r in pairs)
            for planned, at, pairs in held.get(person, []))
        population.append(at_place(
            organization.place(person, date), person=person, sums=(count, working_days(organization, person, dates))))
    for scope, scope_id, inside, coverage, is_refused in by_scope(organization, population):
        estimate = REFUSED if is_refused else ratio_of_sums([r["sums"] for r in inside])
        yield ["buddy_coverage", "check_ins", scope, scope_id, "", "", "ratio", *estimate, len(inside), None, coverage,
               distinct(inside, "person")]


def figures(organization):
    rows = []
    if not organization.has("pairings"):
        return rows
    has_meetings = organization.has("pair_meetings.held_at")
    if organization.has("people"):
        rows += pairs_per_100_people(organization)
        if organization.has("people.department_id") or organization.has("teams.department_id"):
            rows += across_departments(organization)
        rows += buddy_coverage(organization)
        if has_meetings:
            rows += check_ins(organization)
    if has_meetings:
        rows += meetings_held(organization)
    return rows
