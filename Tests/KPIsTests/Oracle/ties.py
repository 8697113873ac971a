"""Who helps whom: ties of people, and the pieces that they are made of."""

import math

import networkx

from asking import opened_in_window
from help_requests import people_behind
from limits import TOLERANCE, ratio_of_sums, type_7, wilson, wilson_of_records
from load import hours_given, knows_minutes, knows_pieces, present_by_scope
from scopes import REFUSED, SCOPES, at_place, by_scope, distinct, parts_of, shares, stranger

LEAST_NAMERS = 0.8
KINDS = ["emotional", "informational", "instrumental", "appraisal"]


def pieces_between(organization, start, end):
    """With those that lack their helper."""
    return [p for p in organization.records_of_help if start <= p["start"] < end]


def pieces_in_window(organization):
    return pieces_between(organization, organization.start, organization.end)


def ends(piece):
    return piece["recipient"], piece["helper"]


def is_tie(piece):
    return None not in ends(piece)


def is_tie_of_known(organization, piece):
    return is_tie(piece) and all(map(organization.is_known, ends(piece)))


def ties(pieces):
    """Pairs of asker and helper."""
    return sorted({ends(p) for p in pieces if is_tie(p)})


def people_at_ends(pairs):
    """Of those who ask and those who help the fewer."""
    return min(len({asker for asker, _ in pairs} - {None}), len({helper for _, helper in pairs} - {None}))


def knows_recipients(organization):
    return organization.has("help_requests.requester_id") or organization.has("help_contributions.recipient_id")


def common_place(organization, people):
    """The team and the department that all of them are in; None where they aren't in one, or it isn't known."""
    places = [organization.last_place_of(p) for p in people]
    return tuple(names[0] if len(set(names)) == 1 else None for names in zip(*places))


# Giving and receiving


def balances(organization):
    """Of those who gave or received."""
    given, received = {}, {}
    for piece in pieces_in_window(organization):
        if piece["helper"] is not None:
            given.setdefault(piece["helper"], []).append(piece)
            if piece["recipient"] is not None:
                received.setdefault(piece["recipient"], []).append(piece)
    for person in sorted(given.keys() | received.keys()):
        hours = [hours_given(p.get(person, [])) if organization.knows_hours else None for p in (given, received)]
        yield at_place(organization.last_place_of(person), person=person, hours=None if None in hours else hours)


def balance(hours):
    given, received = hours
    return (given - received) / (given + received + 2)


def reciprocity_of_people(organization):
    def is_counted(record):
        return record["hours"] is not None

    def is_complete(record):
        return is_counted(record) and organization.is_known(record["person"])

    for scope, scope_id, inside, coverage, is_refused in by_scope(
            organization, list(balances(organization)), is_complete, is_counted):
        # Of those whose hours are unknown any may have that much.
        much = [r for r in inside if r["hours"] is None or sum(r["hours"]) >= 2 - TOLERANCE]
        found = [] if is_refused else [balance(r["hours"]) for r in inside]
        figures = [
            (f"p{percent}", REFUSED if is_refused else (type_7(found, percent / 100), None, None), inside)
            for percent in [25, 50, 75]]
        even = 0 if is_refused else sum(abs(balance(r["hours"])) <= 0.5 + TOLERANCE for r in much)
        figures.append(("share_balanced", REFUSED if is_refused else wilson(even, len(much)), much))
        for statistic, estimate, group in figures:
            yield ["reciprocity", "default", scope, scope_id, "", "", statistic, *estimate, len(group), None, coverage,
                   distinct(group, "person")]


def reciprocity_of_ties(organization):
    pieces, present = pieces_in_window(organization), present_by_scope(organization)
    for scope in SCOPES:
        def is_complete(piece):
            places = [at_place(organization.last_place_of(p)) for p in ends(piece)]
            return is_tie_of_known(organization, piece) and all(place[scope] is not None for place in places)

        coverage = sum(map(is_complete, pieces)) / len(pieces) if pieces else None
        is_refused = organization.refuses(coverage)
        groups = {scope_id: [] for s, scope_id in present if s == scope}
        for piece in pieces:
            scope_id = at_place(common_place(organization, ends(piece)))[scope]
            if scope_id is not None:
                groups.setdefault(scope_id, []).append(piece)
        for scope_id, inside in sorted(groups.items()):
            pairs = ties(inside)
            n = len(inside) if is_refused else len(pairs)
            for statistic, value in statistics_of_ties(pairs, len(present.get((scope, scope_id), set()))):
                if statistic != "density" or organization.has("people"):
                    yield ["reciprocity", "ties", scope, scope_id, "", "", statistic, None if is_refused else value,
                           None, None, n, None, coverage, people_at_ends(pairs)]


def statistics_of_ties(pairs, people):
    graph = networkx.DiGraph(pairs)
    edges = graph.number_of_edges()
    mutual = graph.to_undirected(reciprocal=True).number_of_edges()
    yield "edge_reciprocity", float(networkx.reciprocity(graph)) if edges else None
    yield "pair_reciprocity", mutual / graph.to_undirected().number_of_edges() if edges else None
    yield "density", edges / (people * (people - 1)) if people > 1 else None


# Who is reached


def location(organization, person):
    return (organization.spell(person, organization.last_date) or {}).get("location")


def inclusion(organization):
    received = {p["recipient"] for p in pieces_in_window(organization) if p["helper"] is not None}
    included = received | {r["requester"] for r in opened_in_window(organization)}
    population = [
        at_place(organization.last_place_of(p), person=p, verdict=p in included, location=location(organization, p))
        for p in organization.present()]
    population += [
        stranger(location=None) for p in sorted(included - {None}) if not organization.in_people(p)]
    yield from shares(organization, "inclusion", population, is_of_people=True, breakdowns=["location"])


def new_ties(organization):
    pieces = pieces_in_window(organization)
    earlier = set(ties(pieces_between(organization, organization.days_before_start(366), organization.start)))
    population = []
    for piece in pieces:
        # Of one without a helper nobody knows more than that it lacks one.
        asker = None if piece["helper"] is None else piece["recipient"]
        population.append(at_place(
            organization.last_place_of(asker), pair=ends(piece), location=location(organization, asker)))
    known = {ends(p): is_tie_of_known(organization, p) for p in pieces}
    for scope, scope_id, inside, coverage, is_refused in by_scope(
            organization, population, lambda r: known[r["pair"]], lambda r: None not in r["pair"]):
        for breakdown, value, group in parts_of(inside, ["location"]):
            pairs = sorted({r["pair"] for r in group if None not in r["pair"]})
            estimate, n = wilson_of_records([(asker, (asker, h) not in earlier) for asker, h in pairs]), len(pairs)
            if is_refused:
                estimate, n = REFUSED, len(group)
            yield ["inclusion", "new_ties", scope, scope_id, breakdown, value, "ratio", *estimate, n, None, coverage,
                   people_at_ends(pairs)]


def isolation(organization):
    dates, pairs = organization.dates, ties(pieces_in_window(organization))
    tied = {p for pair in pairs for p in pair}
    there = [
        p for p in organization.everybody()
        if sum(organization.employment(p, d) is not None for d in dates) / len(dates) >= 0.8 - TOLERANCE]
    population = [
        at_place(organization.last_place_of(p), person=p, verdict=p not in tied) for p in there]
    population += [stranger() for p in sorted(tied) if not organization.in_people(p)]
    return shares(organization, "isolation", population, is_of_people=True)


# Across departments


def cross_department_help(organization):
    """Of the organization alone."""
    pieces = pieces_in_window(organization)
    yield from ties_across(organization, pieces)
    if knows_minutes(organization):
        yield hours_across(organization, pieces)


def row_across(organization, measure, statistic, estimate, n, coverage, people):
    return ["cross_department_help", measure, "organization", "", "", "", statistic,
            *(REFUSED if organization.refuses(coverage) else estimate), n, None, coverage, people]


def is_across(organization, pair, date):
    if None in pair:
        return None
    departments = [organization.place(p, date)[1] for p in pair]
    return None if None in departments else departments[0] != departments[1]


def ties_across(organization, pieces):
    """By the departments of the last day."""
    verdicts = {p: is_across(organization, p, organization.last_date) for p in set(map(ends, pieces))}
    coverage = sum(verdicts[ends(p)] is not None for p in pieces) / len(pieces) if pieces else None
    is_refused = organization.refuses(coverage)
    across = sorted((pair, verdict) for pair, verdict in verdicts.items() if verdict is not None)
    n, people = len(across), people_at_ends([pair for pair, _ in across])
    if is_refused:
        n, people = len(pieces), people_at_ends(ties(pieces))
    ratio = wilson_of_records([(asker, verdict) for (asker, _), verdict in across])
    index = None if ratio[0] is None else 2 * ratio[0] - 1
    yield row_across(organization, "default", "ratio", ratio, n, coverage, people)
    yield row_across(organization, "default", "ei_index", (index, None, None), n, coverage, people)

    present, sizes = organization.present(), {}
    for person in present:
        department = organization.last_place_of(person)[1]
        if department is not None:
            sizes[department] = sizes.get(department, 0) + 1
    total = sum(sizes.values())
    within = sum(size * (size - 1) for size in sizes.values())
    expected = 1 - within / (total * (total - 1)) if total > 1 else None
    n = len(present) if is_refused else total
    yield row_across(organization, "default", "expected", (expected, None, None), n, coverage, len(present))


def hours_across(organization, pieces):
    """By the departments of their day."""
    timed = []
    for piece in pieces:
        verdict = is_across(organization, ends(piece), organization.date(piece["start"]))
        if verdict is not None and piece["minutes"] is not None:
            timed.append((piece, verdict))
    coverage = len(timed) / len(pieces) if pieces else None
    sums = {}
    for piece, verdict in timed:
        own = sums.setdefault(piece["recipient"], [[], []])
        own[0].append(piece["minutes"] if verdict else 0.0)
        own[1].append(piece["minutes"])
    ratio = ratio_of_sums([(math.fsum(y), math.fsum(x)) for y, x in sums.values()], 1.0) if sums else REFUSED
    counted = pieces if organization.refuses(coverage) else [p for p, _ in timed]
    return row_across(
        organization, "time", "ratio", ratio, len(counted), coverage, people_at_ends(ties(counted)))


# Along the chain


class Chain:
    """Who manages whom on a date."""

    def __init__(self, organization, date):
        self.manager = {}
        for person in organization.everybody():
            if organization.employment(person, date):
                named = (organization.spell(person, date) or {}).get("manager")
                self.manager[person] = None if named == person else named
        self.named = set(self.manager.values()) - {None}

    def knows(self, person):
        """Employed, and with a manager or somebody's."""
        return person in self.manager and (self.manager[person] is not None or person in self.named)

    def above(self, person):
        found = []
        while (person := self.manager.get(person)) is not None and person not in found:
            found.append(person)
        return found


def peer_help(organization):
    chains, population = {}, []
    for piece in pieces_in_window(organization):
        asker, helper = ends(piece)
        date = organization.date(piece["start"])
        if date not in chains:
            chains[date] = Chain(organization, date)
        chain, verdict = chains[date], None
        if None not in (asker, helper) and chain.knows(asker) and chain.knows(helper):
            verdict = helper not in chain.above(asker) and asker not in chain.above(helper)
        place = (None, None) if helper is None else organization.place(asker, date)
        population.append(at_place(place, person=asker, helper=helper, verdict=verdict))
    return shares(
        organization, "peer_help", population,
        people=lambda scope, scope_id, group: people_at_ends(
            [(r["person"], r["helper"]) for r in group if r["helper"] is not None]))


# What kind of help


def unasked_help(organization):
    population = [
        at_place(organization.place_of_piece(p), person=p["helper"], verdict=not p["is_asked"])
        for p in pieces_in_window(organization) if p["is_contribution"]]
    return shares(
        organization, "unasked_help", population, is_complete=lambda r: organization.is_known(r["person"]))


def help_mix(organization):
    population = [
        at_place(
            organization.place_of_piece(p), person=p["helper"], recipient=p["recipient"], kind=p["kind"], verdict=True)
        for p in pieces_in_window(organization)]

    def is_counted(record):
        return record["person"] is not None and record["kind"] in KINDS

    def is_complete(record):
        return is_counted(record) and organization.is_known(record["person"])

    for scope, scope_id, inside, coverage, is_refused in by_scope(organization, population, is_complete, is_counted):
        # Of those without a helper nobody knows more than that they lack one.
        n, inside = len(inside), [r for r in inside if r["person"] is not None]
        if not inside:
            continue
        people = distinct(inside, "person")
        if knows_recipients(organization):
            people = min(people, distinct(inside, "recipient"))
        for kind in KINDS:
            estimate = REFUSED if is_refused else wilson_of_records([(r["person"], r["kind"] == kind) for r in inside])
            yield ["help_mix", "default", scope, scope_id, "kind", kind, "ratio", *estimate, n, None,
                   coverage, people]


def kinds_without_helper(organization):
    requests = []
    for request in opened_in_window(organization):
        team, department, _ = organization.attribution(request)
        requests.append(at_place((team, department), kind=request["kind"], request=request))
    helped = [
        at_place(organization.place_of_piece(p), kind=p["kind"])
        for p in pieces_in_window(organization) if p["helper"] is not None]
    for scope, scope_id, inside, coverage, is_refused in by_scope(
            organization, requests, lambda r: r["kind"] in KINDS):
        active = {p["kind"] for p in helped if p[scope] == scope_id}
        asked = {r["kind"] for r in inside} - {None}
        count = None if is_refused else float(len(asked - active))
        yield ["help_mix", "kinds_without_helper", scope, scope_id, "", "", "count", count, None, None, len(inside),
               None, coverage, people_behind(organization, inside)]


# What people say, and what happens


def survey_ends(organization):
    ends = {}
    for answer in organization.data["answers"]:
        ends[answer["survey"]] = max(answer["submittedAt"], ends.get(answer["survey"], answer["submittedAt"]))
    return ends


def support_map(organization):
    """Of the organization alone."""
    ends, present = survey_ends(organization), organization.present()
    named = {
        (row["person_id"], row["colleague_id"]) for row in organization.rows("support_ties")
        if row["survey_id"] not in ends or organization.in_window(ends[row["survey_id"]])}
    if not named:
        return
    namers = {namer for namer, _ in named}
    strangers = [p for p in {p for pair in named for p in pair} if not organization.in_people(p)]
    everybody = len(present) + len(strangers)
    coverage = len(namers & set(present)) / everybody if everybody else None
    few = len(namers & set(present)) < (LEAST_NAMERS - TOLERANCE) * len(present)
    is_refused = organization.refuses(coverage)

    def row(statistic, value, n, people):
        if is_refused or few:
            n, people = everybody if is_refused else len(present), len(present)
        return ["support_map", "default", "organization", "", "", "", statistic, None if is_refused or few else value,
                None, None, n, None, coverage, people]

    named = {pair for pair in named if set(pair) <= set(present)}
    graph = networkx.DiGraph(sorted(named))
    graph.add_nodes_from(present)
    if knows_recipients(organization):
        helped = {
            pair for pair in ties(pieces_in_window(organization)) if set(pair) <= set(present) and pair[0] in namers}
        both = named | helped
        yield row("jaccard", len(named & helped) / len(both) if both else None, len(both), people_at_ends(both))
    n = len(present)
    yield row("unnamed", float(sum(graph.in_degree(p) == 0 for p in present)), n, n)
    if n > 0:
        yield row("components", float(networkx.number_weakly_connected_components(graph)), n, n)
        yield row("brokers", float(len(list(networkx.articulation_points(graph.to_undirected())))), n, n)


def figures(organization):
    rows = []
    if organization.has("support_ties") and organization.has("people") and organization.is_quarter():
        rows += support_map(organization)
    if organization.has("help_contributions.request_id"):
        rows += unasked_help(organization)
    if not knows_pieces(organization):
        return rows
    if organization.has("help_requests.kind") or organization.has("help_contributions.kind"):
        rows += help_mix(organization)
        if organization.has("help_requests.kind"):
            rows += kinds_without_helper(organization)
    if not knows_recipients(organization):
        return rows
    if knows_minutes(organization):
        rows += reciprocity_of_people(organization)
    rows += reciprocity_of_ties(organization)
    if not organization.has("people"):
        return rows
    if organization.is_quarter():
        rows += inclusion(organization)
        rows += new_ties(organization)
        rows += isolation(organization)
    if organization.has("people.department_id") or organization.has("teams.department_id"):
        rows += cross_department_help(organization)
    if organization.has("people.manager_id"):
        rows += peer_help(organization)
    return rows
