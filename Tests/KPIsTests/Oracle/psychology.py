"""Section C: psychological safety, and how good surveys are."""

from fractions import Fraction

from limits import mean, wilson
from scopes import REFUSED, at_place, by_scope
from surveys import as_one, fewest_of_periods, item_of, last_answers, people_behind, scale

SEVEN = [f"e{i}" for i in range(1, 8)]
TURNED = {("edmondson", "e1"), ("edmondson", "e3"), ("edmondson", "e5"), ("cbi", "w7")}
SCALES = {
    "cbi_personal": [("cbi", f"p{i}") for i in range(1, 7)],
    "cbi_work": [("cbi", f"w{i}") for i in range(1, 8)],
    "cbi_client": [("cbi", f"c{i}") for i in range(1, 7)],
    "edmondson": [("edmondson", i) for i in SEVEN],
}
UNIFORM = Fraction(7 ** 2 - 1, 12)
FEWEST_CASES = 30


def exact(number):
    return Fraction(number)


def average(values):
    return sum(values) / len(values)


def variance(values):
    centre = average(values)
    return sum((v - centre) ** 2 for v in values) / (len(values) - 1)


def agreement(cases):
    """r_wg(J), of lists of as many scores."""
    if len(cases) < 2:
        return None
    items = list(zip(*cases))
    ratio = average([variance(scores) for scores in items]) / UNIFORM
    if ratio >= 1:
        return 0.0
    return float(len(items) * (1 - ratio) / (len(items) * (1 - ratio) + ratio))


def correlation_within(groups):
    """ICC(1) from the components of variance: what is between over all."""
    everybody = [v for group in groups for v in group]
    n, count = len(everybody), len(groups)
    if count < 2 or n == count:
        return None
    centre = average(everybody)
    between = sum(len(g) * (average(g) - centre) ** 2 for g in groups) / (count - 1)
    within = sum((v - average(g)) ** 2 for g in groups for v in g) / (n - count)
    size = (n - Fraction(sum(len(g) ** 2 for g in groups), n)) / (count - 1)
    of_groups = (between - within) / size
    return float(of_groups / (of_groups + within)) if between or within else None


def cronbach(cases):
    """By the mean covariance of items and their mean variance, which comes to the same as the sum's variance."""
    items = list(zip(*cases))
    total, own = variance([sum(c) for c in cases]), sum(variance(i) for i in items)
    if total == 0:
        return None
    k = len(items)
    covariance = (total - own) / (k * (k - 1))
    return float(k * k * covariance / total)


# Psychological safety


def by_sheet(answers, items):
    """Of each sheet that answered any of the items, its answers by item."""
    sheets = {}
    for answer in answers:
        if item_of(answer) in items:
            sheets.setdefault(answer["sheet"], {})[item_of(answer)] = answer
    return sheets


def score_of_seven(answer):
    """Turned where high is unsafe; None on another scale."""
    if scale(answer) != (1, 7):
        return None
    score = exact(answer["answer"]["score"])
    return 8 - score if item_of(answer) in TURNED else score


def psychological_safety(organization, answers):
    people = []
    for given in by_sheet(answers, SCALES["edmondson"]).values():
        scores = [score_of_seven(a) for a in given.values()]
        known = [s for s in scores if s is not None]
        person = as_one(list(given.values()))
        people.append({
            **person, "score": average(known) if known else None, "all": known if len(known) == len(SEVEN) else None,
            "by_item": {item: score_of_seven(a) for item, a in given.items()}})

    for scope, scope_id, inside, coverage, is_refused in by_scope(
            organization, people, lambda p: p["score"] is not None):
        def row(statistic, group, estimate):
            group = inside if is_refused else group
            return ["psychological_safety", "default", scope, scope_id, "", "", statistic,
                    *(REFUSED if is_refused else estimate(group)), len(group), None, coverage,
                    people_behind(organization, group, scope, scope_id) if group else 0]

        yield row("mean", inside, lambda group: mean([float(p["score"]) for p in group], 1, 7))
        complete = [p for p in inside if p["all"]]
        yield row("rwg", complete, lambda group: (agreement([
            [p["by_item"]["edmondson", item] for item in SEVEN] for p in group]), None, None))
        if scope == "team":
            continue

        def among_teams(group):
            teams = {}
            for person in group:
                teams.setdefault(person["team"], []).append(person["score"])
            return correlation_within(list(teams.values())), None, None

        yield row("icc1", [p for p in inside if p["team"] is not None], among_teams)

    asked = [a for a in answers if item_of(a) == ("edmondson", "e5")]
    for scope, scope_id, inside, coverage, is_refused in by_scope(organization, asked, lambda a: scale(a) == (1, 7)):
        estimate = REFUSED if is_refused else mean([8 - a["answer"]["score"] for a in inside], 1, 7)
        yield ["psychological_safety", "item_5", scope, scope_id, "", "", "mean", *estimate, len(inside), None, coverage,
               people_behind(organization, inside, scope, scope_id)]


# Survey quality


def response(organization, answers):
    ends, sheets = {}, {}
    for answer in organization.data["answers"]:
        ends[answer["survey"]] = max(answer["submittedAt"], ends.get(answer["survey"], answer["submittedAt"]))
    for answer in answers:
        sheets[answer["sheet"]] = answer
    invited = []
    for row in organization.rows("survey_invitations"):
        survey = row["survey_id"]
        if survey not in ends or not organization.in_window(ends[survey]):
            continue
        team, department = row["team_id"], None
        if team is not None:
            department = organization.department_of_team(team, organization.date(ends[survey]))
        invited.append(at_place(
            (team, department or row["department_id"]), survey=survey, people=row["invited"]))
    surveys = {r["survey"] for r in invited}
    answered = [{**a, "survey": survey} for (survey, _), a in sheets.items() if survey in surveys]
    total = sum(r["people"] for r in invited)
    if not total:
        return
    for scope in ["organization", "department", "team"]:
        placed = 0
        for survey in surveys:
            of_rows = sum(r["people"] for r in invited if r["survey"] == survey and r[scope] is not None)
            of_all = sum(r["people"] for r in invited if r["survey"] == survey)
            nowhere = sum(a["survey"] == survey and a[scope] is None for a in answered)
            placed += max(0, min(of_rows, of_all - nowhere))
        coverage = placed / total if scope != "organization" else 1.0
        for scope_id in sorted({r[scope] for r in invited if r[scope] is not None}):
            groups = {}
            for row in invited:
                if row[scope] == scope_id:
                    groups[row["survey"]] = groups.get(row["survey"], 0) + row["people"]
            n = sum(groups.values())
            count = sum(a["survey"] in groups and a[scope] == scope_id for a in answered)
            estimate = wilson(count, n) if count <= n else (count / n, None, None)
            if organization.refuses(coverage):
                estimate = REFUSED
            yield ["survey_quality", "response", scope, scope_id, "", "", "ratio", *estimate, n, None, coverage,
                   fewest_of_periods(
                       scope, groups, lambda survey: organization.date(ends[survey]),
                       lambda surveys: max(groups[s] for s in surveys))]


def share_of_scale(answer):
    least, most = map(exact, scale(answer))
    share = (exact(answer["answer"]["score"]) - least) / (most - least)
    return 1 - share if item_of(answer) in TURNED else share


def alpha(organization, answers):
    population = []
    for name, items in SCALES.items():
        for given in by_sheet(answers, items).values():
            case = [share_of_scale(given[item]) for item in items] if len(given) == len(items) else None
            population.append({**as_one(list(given.values())), "scale": name, "case": case})
    for scope, scope_id, inside, coverage, is_refused in by_scope(
            organization, population, lambda r: r["case"] is not None):
        for name in SCALES:
            group = [r for r in inside if r["scale"] == name]
            if group:
                enough = not is_refused and len(group) >= FEWEST_CASES
                yield ["survey_quality", "alpha", scope, scope_id, "scale", name, "alpha",
                       cronbach([r["case"] for r in group]) if enough else None, None, None, len(group), None,
                       coverage, people_behind(organization, group, scope, scope_id)]


def figures(organization):
    answers = last_answers(organization)
    rows = list(psychological_safety(organization, answers)) + list(alpha(organization, answers))
    if organization.has("survey_invitations.invited"):
        rows += response(organization, answers)
    return rows
