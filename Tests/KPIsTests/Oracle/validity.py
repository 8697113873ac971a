"""Whether the overload index goes with burnout, of teams, and whether it hangs on its weights."""

from collections import Counter, defaultdict
from math import fsum

from limits import midranks, spearman
from overload import WEIGHTS, helpers
from scopes import REFUSED
from surveys import BURNOUT, burnout_of_people, last_answers, people_behind

FEWEST = 10


def commonest(sets):
    """Of sets of components the one that is there most often, then the heavier, then that with the earlier component."""
    counts = Counter(map(frozenset, sets))

    def rank(names):
        return counts[names], round(sum(WEIGHTS[n] for n in names), 9), [n in names for n in WEIGHTS]

    return max(counts, key=rank) if counts else None


def agreement(xs, ys):
    return spearman(list(zip(midranks(xs), midranks(ys))))


def weighted(components, weights):
    return 100 * fsum(weights[n] * s for n, s in components.items()) / fsum(weights[n] for n in components)


def stability(compared):
    if len(compared) < FEWEST:
        return None
    plain = [weighted(h["components"], WEIGHTS) for h in compared]
    found = []
    for name in WEIGHTS:
        for factor in [0.5, 1.5]:
            weights = {**WEIGHTS, name: factor * WEIGHTS[name]}
            found.append(agreement(plain, [weighted(h["components"], weights) for h in compared])[0])
    return min((f for f in found if f is not None), default=None)


def by_team(records, name):
    teams = defaultdict(list)
    for record in records:
        if record["team"] is not None:
            teams[record["team"]].append(record[name])
    return {team: fsum(values) / len(values) for team, values in teams.items()}


def fewest_people(organization, helpers_behind, answered):
    return min(len({h["person"] for h in helpers_behind}), people_behind(organization, answered) if answered else 0)


def figures(organization):
    everybody = list(helpers(organization))
    work = next(scale for measure, *scale in BURNOUT if measure == "work")
    answered = list(burnout_of_people(last_answers(organization), *work))
    common = commonest(h["components"] for h in everybody if h["index"] is not None)
    compared = [h for h in everybody if h["index"] is not None and set(h["components"]) == common]
    scored = [a for a in answered if a["score"] is not None]
    complete = sum(r["team"] is not None for r in compared + scored)
    population = len(everybody) + len(answered)
    coverage = complete / population if population else None

    def row(statistic, estimate, n, people):
        return ["overload_validity", "default", "organization", "", "", "", statistic, *estimate, n, None, coverage,
                people]

    if organization.refuses(coverage):
        return [
            row("spearman", REFUSED, population, fewest_people(organization, everybody, answered)),
            row("stability", REFUSED, len(everybody), len(everybody))]
    indices, burnout = by_team(compared, "index"), by_team(scored, "score")
    teams = sorted(indices.keys() & burnout.keys())
    pairs = [indices[t] for t in teams], [burnout[t] for t in teams]
    inside = [[r for r in records if r["team"] in teams] for records in (compared, scored)]
    return [
        row("spearman", agreement(*pairs) if len(teams) >= FEWEST else REFUSED, len(teams),
            fewest_people(organization, *inside)),
        row("stability", (stability(compared), None, None), len(compared), len(compared))]
