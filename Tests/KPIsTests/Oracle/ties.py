"""Who helps whom: ties of people, and the pieces that they are made of."""

import math

import networkx

from asking import managers, opened_in_window
from limits import TOLERANCE, ratio_of_sums, type_7, wilson, wilson_of_records
from load import hours_given, knows_minutes, knows_pieces, present_by_scope
from scopes import REFUSED, SCOPES, at_place, by_scope, distinct, is_judged, shares, stranger

KINDS = ["emotional", "informational", "instrumental", "appraisal"]


def pieces_between(organization, start, end):
    """With those that lack their helper."""
    return [p for p in organization.records_of_help if start <= p["start"] < end]


def pieces_in_window(organization):
    return pieces_between(organization, organization.start, organization.end)


def is_tie(organization, piece):
    """Whether two known people are its ends."""
    ends = piece["recipient"], piece["helper"]
    return None not in ends and all(map(organization.is_known, ends))


def ties(organization, pieces):
    """Pairs of asker and helper."""
    return sorted({(p["recipient"], p["helper"]) for p in pieces if is_tie(organization, p)})


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
        much = inside if is_refused else [r for r in inside if sum(r["hours"]) >= 2 - TOLERANCE]
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
        # A piece is in a scope where both ends are; whether it is known where they are is another matter.
        def is_complete(piece):
            if not is_tie(organization, piece):
                return False
            places = [at_place(organization.last_place_of(piece[end])) for end in ("recipient", "helper")]
            return all(place[scope] is not None for place in places)

        coverage = sum(map(is_complete, pieces)) / len(pieces) if pieces else None
        is_refused = organization.refuses(coverage)
        groups = {}
        for piece in pieces:
            if is_tie(organization, piece):
                pair = piece["recipient"], piece["helper"]
                scope_id = at_place(common_place(organization, pair))[scope]
                if scope_id is not None:
                    groups.setdefault(scope_id, []).append(pair)
        for scope_id, pairs in sorted(groups.items()):
            people = {p for pair in pairs for p in pair}
            graph = networkx.DiGraph(pairs)
            edges, connected = graph.number_of_edges(), graph.to_undirected().number_of_edges()
            mutual = graph.to_undirected(reciprocal=True).number_of_edges()
            n = len(present.get((scope, scope_id), set()))
            density = edges / (n * (n - 1)) if n > 1 else None
            for statistic, value in [
                    ("edge_reciprocity", networkx.reciprocity(graph)), ("pair_reciprocity", mutual / connected),
                    ("density", density)]:
                if statistic != "density" or organization.has("people"):
                    yield ["reciprocity", "ties", scope, scope_id, "", "", statistic, None if is_refused else value,
                           None, None, edges, None, coverage, len(people)]


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
    earlier = set(ties(organization, pieces_between(
        organization, organization.days_before_start(366), organization.start)))
    population, seen = [], set()
    for piece in pieces_in_window(organization):
        pair = asker, _ = piece["recipient"], piece["helper"]
        if not is_tie(organization, piece):
            population.append(stranger(location=None))
        elif pair not in seen:
            seen.add(pair)
            population.append(at_place(
                organization.last_place_of(asker), person=asker, verdict=pair not in earlier,
                location=location(organization, asker)))
    yield from shares(organization, "inclusion", population, "new_ties", breakdowns=["location"])


def isolation(organization):
    dates, pieces = organization.dates, pieces_in_window(organization)
    tied = {p for pair in ties(organization, pieces) for p in pair}
    there = [
        p for p in organization.everybody()
        if sum(organization.employment(p, d) is not None for d in dates) / len(dates) >= 0.8 - TOLERANCE]
    population = [
        at_place(organization.last_place_of(p), person=p, verdict=p not in tied) for p in there]
    ends = {p[end] for p in pieces if p["helper"] is not None for end in ("recipient", "helper")} - {None}
    population += [stranger() for p in ends if not organization.in_people(p)]
    return shares(organization, "isolation", population, is_of_people=True)


# Across departments


def department(organization, person):
    return organization.last_place_of(person)[1]


def cross_department_help(organization):
    """Of the organization alone."""
    def row(measure, statistic, estimate, n, coverage, people):
        is_refused = organization.refuses(coverage)
        return ["cross_department_help", measure, "organization", "", "", "", statistic,
                *(REFUSED if is_refused else estimate), n, None, coverage, people]

    def is_across(pair):
        asker, helper = [department(organization, p) for p in pair]
        return None if None in (asker, helper) else asker != helper

    pieces = pieces_in_window(organization)
    judged = []
    for piece in pieces:
        pair = piece["recipient"], piece["helper"]
        judged.append((piece, is_across(pair) if is_tie(organization, piece) else None))
    coverage = sum(verdict is not None for _, verdict in judged) / len(judged) if judged else None
    across = {(p["recipient"], p["helper"]): verdict for p, verdict in judged if verdict is not None}
    n = len(across)
    people = len({p for pair in across for p in pair})
    if organization.refuses(coverage):
        n = people = len(pieces)
    verdicts = [(asker, verdict) for (asker, _), verdict in sorted(across.items())]
    yield row("default", "ratio", wilson_of_records(verdicts), n, coverage, people)
    index = 2 * sum(v for _, v in verdicts) / len(verdicts) - 1 if verdicts else None
    yield row("default", "ei_index", (index, None, None), n, coverage, people)

    sizes = {}
    for person in organization.present():
        sizes.setdefault(department(organization, person), []).append(person)
    known = [len(p) for name, p in sizes.items() if name is not None]
    total, everybody = sum(known), len(organization.present())
    within = sum(k * (k - 1) for k in known)
    expected = 1 - within / (total * (total - 1)) if total > 1 else None
    yield row(
        "default", "expected", (expected, None, None), total, total / everybody if everybody else None, total)

    if knows_minutes(organization):
        def has_all(piece, verdict):
            return verdict is not None and piece["minutes"] is not None

        timed = [(p, v) for p, v in judged if has_all(p, v)]
        coverage = len(timed) / len(judged) if judged else None
        sums = {}
        for piece, verdict in timed:
            own = sums.setdefault(piece["helper"], [[], []])
            own[0].append(piece["minutes"] if verdict else 0.0)
            own[1].append(piece["minutes"])
        pairs = [(math.fsum(y), math.fsum(x)) for y, x in sums.values()]
        n = len(judged) if organization.refuses(coverage) else len(timed)
        yield row("time", "ratio", ratio_of_sums(pairs, 1.0) if pairs else REFUSED, n, coverage, len(pairs))


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
        asker, helper = piece["recipient"], piece["helper"]
        date = organization.date(piece["start"])
        if date not in chains:
            chains[date] = Chain(organization, date)
        chain, verdict = chains[date], None
        if None not in (asker, helper) and chain.knows(asker) and chain.knows(helper):
            verdict = helper not in chain.above(asker) and asker not in chain.above(helper)
        population.append(at_place(
            organization.place(asker, date), person=asker, verdict=verdict))
    return shares(organization, "peer_help", population)


# What kind of help


def unasked_help(organization):
    population = [
        at_place(organization.place_of_piece(p), person=p["helper"], verdict=not p["is_asked"])
        for p in pieces_in_window(organization) if p["is_contribution"]]
    return shares(
        organization, "unasked_help", population, is_complete=lambda r: organization.is_known(r["person"]))


def help_mix(organization):
    population = [
        at_place(organization.place_of_piece(p), person=p["helper"], kind=p["kind"], verdict=True)
        for p in pieces_in_window(organization)]

    def is_counted(record):
        return record["person"] is not None and record["kind"] in KINDS

    def is_complete(record):
        return is_counted(record) and organization.is_known(record["person"])

    for scope, scope_id, inside, coverage, is_refused in by_scope(organization, population, is_complete, is_counted):
        for kind in KINDS:
            estimate = REFUSED if is_refused else wilson_of_records([(r["person"], r["kind"] == kind) for r in inside])
            yield ["help_mix", "default", scope, scope_id, "kind", kind, "ratio", *estimate, len(inside), None,
                   coverage, distinct(inside, "person")]


def kinds_without_helper(organization):
    requests = []
    for request in opened_in_window(organization):
        team, department, _ = organization.attribution(request)
        requests.append(at_place((team, department), kind=request["kind"], person=request["requester"]))
    helped = [
        at_place(organization.place_of_piece(p), kind=p["kind"])
        for p in pieces_in_window(organization) if p["helper"] is not None]
    for scope, scope_id, inside, coverage, is_refused in by_scope(
            organization, requests, lambda r: r["kind"] in KINDS):
        active = {p["kind"] for p in helped if p[scope] == scope_id}
        asked = {r["kind"] for r in inside} - {None}
        count = None if is_refused else float(len(asked - active))
        yield ["help_mix", "kinds_without_helper", scope, scope_id, "", "", "count", count, None, None, len(inside),
               None, coverage, distinct(inside, "person")]


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
    namers = {namer for namer, _ in named}
    strangers = {p for p in namers if not organization.in_people(p)}
    everybody = len(present) + len(strangers)
    coverage = len(namers & set(present)) / everybody if everybody else None
    is_refused = coverage is None or coverage < max(0.8, organization.least_coverage) - TOLERANCE

    def row(statistic, value, n):
        return ["support_map", "default", "organization", "", "", "", statistic, None if is_refused else value, None,
                None, n, None, coverage, len(present)]

    named = {pair for pair in named if set(pair) <= set(present)}
    graph = networkx.DiGraph(sorted(named))
    graph.add_nodes_from(present)
    if knows_recipients(organization):
        helped = {
            pair for pair in ties(organization, pieces_in_window(organization))
            if set(pair) <= set(present) and pair[0] in namers}
        both = named | helped
        yield row("jaccard", len(named & helped) / len(both) if both else None, len(both))
    yield row("unnamed", float(sum(graph.in_degree(p) == 0 for p in present)), len(present))
    yield row("components", float(networkx.number_weakly_connected_components(graph)), len(present))
    cuts = list(networkx.articulation_points(graph.to_undirected()))
    yield row("brokers", float(len(cuts)), len(present))


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
