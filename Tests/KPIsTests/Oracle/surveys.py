"""Section C: what people say."""

from collections import Counter

from limits import TOLERANCE, mean, net_promoter_score, wilson
from scopes import REFUSED, at_place, by_scope

OTHER_KPIS = {
    "enps": ["recommend"],
    "felt_supported": ["felt_supported"],
    "comfort_asking": ["comfort_asking"],
    "cbi": [f"p{i}" for i in range(1, 7)] + [f"w{i}" for i in range(1, 8)] + [f"c{i}" for i in range(1, 7)],
    "edmondson": [f"e{i}" for i in range(1, 8)],
    "readiness": ["one_to_one", "conflict_free", "strengths", "scope", "free_hours", "trust"],
    "conflict": ["share"],
}


def last_answers(organization):
    """Of the surveys that ended in the window: the last answer per survey, token and item."""
    ends, sheets, last = {}, {}, {}
    for answer in organization.data["answers"]:
        ends[answer["survey"]] = max(answer["submittedAt"], ends.get(answer["survey"], answer["submittedAt"]))
    for answer in sorted(organization.data["answers"], key=lambda a: a["submittedAt"]):
        if organization.in_window(ends[answer["survey"]]):
            sheet = (answer["survey"], answer["token"])
            sheets[sheet] = answer
            last[(*sheet, answer["instrument"], answer["item"])] = answer
    result = []
    for (survey, token, instrument, item), answer in last.items():
        newest = sheets[survey, token]
        team = newest.get("team")
        department = newest.get("department")
        if team is not None:
            date = organization.date(newest["submittedAt"])
            department = organization.department_of_team(team, date) or department
        result.append(at_place((team, department), sheet=(survey, token), answer=answer))
    return result


def people_behind(answers):
    """The same token in two surveys may be anybody: at least as many as the largest survey has sheets."""
    return max(Counter(survey for survey, _ in {a["sheet"] for a in answers}).values())


def item_of(record):
    return record["answer"]["instrument"], record["answer"]["item"]


def scale(record):
    return record["answer"]["scaleMin"], record["answer"]["scaleMax"]


def scores(records):
    return [r["answer"]["score"] for r in records]


def usual_scale(answers):
    """The scale of most of the answers, of equals the lower one."""
    counts = Counter(map(scale, answers))
    return min(counts, key=lambda s: (-counts[s], s))


def net_promoter_scores(organization, answers):
    population = [a for a in answers if item_of(a) == ("enps", "recommend")]
    rows = []
    for scope, scope_id, inside, coverage, is_refused in by_scope(
            organization, population, lambda a: scale(a) == (0, 10)):
        promoters = sum(s >= 9 - TOLERANCE for s in scores(inside))
        detractors = sum(s <= 6 + TOLERANCE for s in scores(inside))
        estimate = REFUSED if is_refused else net_promoter_score(promoters, detractors, len(inside))
        rows.append([
            "employee_net_promoter_score", "default", scope, scope_id, "", "", "score", *estimate, len(inside), None,
            coverage, people_behind(inside)])
    return rows


def by_item(answers):
    groups = {}
    for answer in answers:
        groups.setdefault(item_of(answer), []).append(answer)
    return groups


def statistics_of_item(counted, least, most):
    """(statistic, estimate) of the answers on an item's scale, of which there may be none."""
    values, n = scores(counted), len(counted)
    yield "mean", mean(values, least, most) if values else REFUSED
    if least != int(least) or most != int(most):
        return
    high = sum(s >= most - 1 - TOLERANCE for s in values)
    low = sum(s <= least + 1 + TOLERANCE for s in values)
    yield "top_two", wilson(high, n)
    if most - least >= 4:
        yield "bottom_two", wilson(low, n)
        yield "between", wilson(n - high - low, n)
    if 0 <= least and most <= 10 and all(s == int(s) for s in values):
        for value in range(int(least), int(most) + 1):
            yield f"share_{value}", wilson(values.count(value), n)


def satisfaction_scores(organization, answers):
    population = [a for a in answers if item_of(a)[1] not in OTHER_KPIS.get(item_of(a)[0], [])]
    scales = {item: usual_scale(group) for item, group in by_item(population).items()}

    def counts(answer):
        return scale(answer) == scales[item_of(answer)]

    rows = []
    for scope, scope_id, inside, coverage, is_refused in by_scope(organization, population, counts):
        for item, group in by_item(inside).items():
            for statistic, estimate in statistics_of_item(list(filter(counts, group)), *scales[item]):
                rows.append([
                    "satisfaction_score", "default", scope, scope_id, "item", "/".join(item), statistic,
                    *(REFUSED if is_refused else estimate), len(group), None, coverage, people_behind(group)])
    return rows


def figures(organization):
    answers = last_answers(organization)
    return net_promoter_scores(organization, answers) + satisfaction_scores(organization, answers)
