"""Section C: what people say."""

from limits import TOLERANCE, mean, net_promoter_score, wilson
from load import SCOPES

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
    surveys, sheets, last = {}, {}, {}
    for answer in organization.data["answers"]:
        surveys.setdefault(answer["survey"], []).append(answer["submittedAt"])
    for answer in sorted(organization.data["answers"], key=lambda a: a["submittedAt"]):
        if organization.in_window(max(surveys[answer["survey"]])):
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
        result.append({
            **answer, "sheet": (survey, token), "organization": "", "department": department, "team": team})
    return result


def people_behind(answers):
    """The same token in two surveys may be anybody: at least as many as the largest survey has sheets."""
    sheets = {a["sheet"] for a in answers}
    return max(sum(survey == other for other, _ in sheets) for survey, _ in sheets)


def by_scope(answers):
    for scope in SCOPES:
        for scope_id in sorted({a[scope] for a in answers} - {None}):
            yield scope, scope_id, [a for a in answers if a[scope] == scope_id]


def coverage(population, counted, scope):
    return sum(a[scope] is not None for a in counted) / len(population)


def scale(answer):
    return answer["scaleMin"], answer["scaleMax"]


def usual_scale(answers):
    """The scale of most of the answers, of equals the lower one."""
    counts = {}
    for answer in answers:
        counts[scale(answer)] = counts.get(scale(answer), 0) + 1
    return min(counts, key=lambda s: (-counts[s], s))


def net_promoter_scores(answers):
    population = [a for a in answers if (a["instrument"], a["item"]) == ("enps", "recommend")]
    counted = [a for a in population if scale(a) == (0, 10)]
    rows = []
    for scope, scope_id, inside in by_scope(counted):
        promoters = sum(a["score"] >= 9 - TOLERANCE for a in inside)
        detractors = sum(a["score"] <= 6 + TOLERANCE for a in inside)
        rows.append([
            "employee_net_promoter_score", "default", scope, scope_id, "", "", "score",
            *net_promoter_score(promoters, detractors, len(inside)), len(inside), None,
            coverage(population, counted, scope), people_behind(inside)])
    return rows


def satisfaction_scores(answers):
    population = [a for a in answers if a["item"] not in OTHER_KPIS.get(a["instrument"], [])]
    by_item = {}
    for answer in population:
        by_item.setdefault((answer["instrument"], answer["item"]), []).append(answer)
    by_item = {item: [a for a in group if scale(a) == usual_scale(group)] for item, group in by_item.items()}
    counted = [a for group in by_item.values() for a in group]
    rows = []
    for (instrument, item), group in sorted(by_item.items()):
        least, most = scale(group[0])
        for scope, scope_id, inside in by_scope(group):
            n, scores = len(inside), [a["score"] for a in inside]
            estimates = [
                ("mean", mean(scores, least, most)),
                ("top_two", wilson(sum(s >= most - 1 - TOLERANCE for s in scores), n))]
            if 0 <= least and most <= 10:
                for value in range(int(least), int(most) + 1):
                    estimates.append((f"share_{value}", wilson(scores.count(value), n)))
            for statistic, estimate in estimates:
                rows.append([
                    "satisfaction_score", "default", scope, scope_id, "item", f"{instrument}/{item}", statistic,
                    *estimate, n, None, coverage(population, counted, scope), people_behind(inside)])
    return rows


def figures(organization):
    answers = last_answers(organization)
    return net_promoter_scores(answers) + satisfaction_scores(answers)
