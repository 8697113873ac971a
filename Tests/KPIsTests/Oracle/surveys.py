"""Section C: what people say."""

import functools
from collections import Counter

from limits import TOLERANCE, mean, net_promoter_score, wilson
from scopes import REFUSED, at_place, by_scope
from workforce import headcounts

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
    ends, sheets, last, times = {}, {}, {}, {}
    for answer in organization.data["answers"]:
        ends[answer["survey"]] = max(answer["submittedAt"], ends.get(answer["survey"], answer["submittedAt"]))

    def is_late(answer):
        """In the window, and in the month of the survey's last answer."""
        day, last = (organization.date(t) for t in (answer["submittedAt"], ends[answer["survey"]]))
        return organization.in_window(answer["submittedAt"]) and (day.year, day.month) == (last.year, last.month)

    for answer in sorted(organization.data["answers"], key=lambda a: a["submittedAt"]):
        if organization.in_window(ends[answer["survey"]]):
            sheet = (answer["survey"], answer["token"])
            sheets[sheet] = answer
            times.setdefault(sheet, set()).add(is_late(answer))
            last[(*sheet, answer["instrument"], answer["item"])] = answer
    revised = {survey for (survey, _), inside in times.items() if len(inside) == 2}
    result = []
    for (survey, token, instrument, item), answer in last.items():
        newest = sheets[survey, token]
        team = newest.get("team")
        department = newest.get("department")
        if team is not None:
            date = organization.date(newest["submittedAt"])
            department = organization.department_of_team(team, date) or department
        result.append(at_place(
            (team, department), sheet=(survey, token), answer=answer,
            is_late=is_late(answer), is_revised=survey in revised, survey_ended=organization.date(ends[survey])))
    return result


FEWEST_SHOWN = 5


def by_survey(sheets):
    return Counter(survey for survey, _ in sheets)


@functools.lru_cache(maxsize=64)
def those_there(organization, day):
    return headcounts(organization, day)


def shortest_period(scope, day):
    """Of those of which the scope has figures."""
    return day.year, (day.month - 1) // 3 if scope == "team" else day.month


def fewest_of_periods(scope, things, ended, people):
    """In the shortest period that has the fewest: what is shown of the others leaves theirs of all."""
    periods = {}
    for thing in things:
        periods.setdefault(shortest_period(scope, ended(thing)), []).append(thing)
    return min(map(people, periods.values()), default=0)


def people_behind(organization, answers, scope="organization", scope_id=""):
    return fewest_of_periods(
        scope, answers, lambda a: a["survey_ended"],
        lambda own: people_of_one_period(organization, own, scope, scope_id))


def people_of_one_period(organization, answers, scope, scope_id):
    """Those who answered; late ones, where the others can have been shown before.

    The same token in two surveys may be anybody: at least as many as the largest survey has sheets, or was there for.
    """
    everybody, late = {a["sheet"] for a in answers}, {a["sheet"] for a in answers if a["is_late"]}
    was_shown = max(by_survey(everybody - late).values(), default=0) >= FEWEST_SHOWN and late
    if was_shown or any(a["is_revised"] for a in answers):
        everybody = late
    people = by_survey(everybody)
    if organization.has("people"):
        for survey, day in {a["sheet"][0]: a["survey_ended"] for a in answers}.items():
            there = those_there(organization, day)
            if scope == "organization" or any(kind == scope for kind, _ in there):
                people[survey] = min(people[survey], len(there.get((scope, scope_id), ())))
    return max(people.values(), default=0)


def as_one(given):
    """What a sheet answered to some items, late if any of it is."""
    return {**given[0], "is_late": any(a["is_late"] for a in given)}


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
            coverage, people_behind(organization, inside, scope, scope_id)])
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
                    *(REFUSED if is_refused else estimate), len(group), None, coverage,
                    people_behind(organization, group, scope, scope_id)])
    return rows


def answers_to(answers, item):
    return [a for a in answers if item_of(a) == item]


def felt_supported(organization, answers):
    """Who chose one of the two highest values agrees; of fewer than four whole values nobody can say."""
    def has_values(answer):
        least, most = scale(answer)
        return least == int(least) and most == int(most) and most - least >= 3

    rows = []
    for scope, scope_id, inside, coverage, is_refused in by_scope(
            organization, answers_to(answers, ("felt_supported", "felt_supported")), has_values):
        agreeing = sum(a["answer"]["score"] >= scale(a)[1] - 1 - TOLERANCE for a in inside)
        comments = sum(a["answer"]["comment"] for a in inside)
        estimates = {"ratio": wilson(agreeing, len(inside)), "comments": (float(comments), None, None)}
        if not organization.has("satisfaction.comment"):
            del estimates["comments"]
        for statistic, estimate in estimates.items():
            rows.append([
                "felt_supported", "default", scope, scope_id, "", "", statistic,
                *(REFUSED if is_refused else estimate), len(inside), None, coverage,
                people_behind(organization, inside, scope, scope_id)])
    return rows


def comfort_asking(organization, answers):
    def is_on_scale(answer):
        return scale(answer) == (1, 10)

    rows = []
    for scope, scope_id, inside, coverage, is_refused in by_scope(
            organization, answers_to(answers, ("comfort_asking", "comfort_asking")), is_on_scale):
        values = scores(filter(is_on_scale, inside))
        estimates = {"mean": mean(values, 1, 10) if values else REFUSED}
        if all(v == int(v) for v in values):
            estimates |= {f"share_{v}": wilson(values.count(v), len(values)) for v in range(1, 11)}
        for statistic, estimate in estimates.items():
            rows.append([
                "comfort_asking", "default", scope, scope_id, "", "", statistic,
                *(REFUSED if is_refused else estimate), len(inside), None, coverage,
                people_behind(organization, inside, scope, scope_id)])
    return rows


def place_on_scale(answer):
    least, most = scale(answer)
    return (answer["answer"]["score"] - least) / (most - least)


def means_of_people(organization, kpi, measure, people, most, is_scored=lambda person: True):
    """Rows of the mean over people of what each has as `score`, from 0 to `most`."""
    for scope, scope_id, inside, coverage, is_refused in by_scope(organization, people, is_scored):
        estimate = REFUSED if is_refused else mean([p["score"] for p in inside], 0, most)
        yield [kpi, measure, scope, scope_id, "", "", "mean", *estimate, len(inside), None, coverage,
               people_behind(organization, inside, scope, scope_id)]


def by_person(answers, instrument, items):
    """The answers of each sheet to some items, of those which have any."""
    sheets = {}
    for answer in answers:
        if item_of(answer)[0] == instrument and item_of(answer)[1] in items:
            sheets.setdefault(answer["sheet"], []).append(answer)
    return sheets.values()


def support_readiness(organization, answers):
    people = []
    for given in by_person(answers, "readiness", OTHER_KPIS["readiness"]):
        yes = sum(abs(a["answer"]["score"] - scale(a)[1]) <= TOLERANCE for a in given)
        people.append({**as_one(given), "score": yes / len(given)})
    return list(means_of_people(organization, "support_readiness", "default", people, 1))


def time_lost_to_conflict(organization, answers):
    people = [{**a, "score": place_on_scale(a)} for a in answers_to(answers, ("conflict", "share"))]
    return list(means_of_people(organization, "time_lost_to_conflict", "default", people, 1))


BURNOUT = [("personal", "p", 6, 3), ("work", "w", 7, 4), ("client", "c", 6, 3)]
REVERSED = "w7"


def burnout_of_people(answers, letter, count, fewest):
    """Who answered any item of a scale, and what they have on it, from 0 to 100; None for too few answers."""
    for given in by_person(answers, "cbi", [f"{letter}{i}" for i in range(1, count + 1)]):
        points = [100 * (1 - place_on_scale(a) if item_of(a)[1] == REVERSED else place_on_scale(a)) for a in given]
        yield {**as_one(given), "score": sum(points) / len(points) if len(points) >= fewest else None}


def burnout(organization, answers):
    rows = []
    for measure, *scale_of_items in BURNOUT:
        people = list(burnout_of_people(answers, *scale_of_items))
        rows += means_of_people(
            organization, "burnout_inventory", measure, people, 100, lambda person: person["score"] is not None)
    return rows


SUBJECTS = [
    net_promoter_scores, satisfaction_scores, felt_supported, comfort_asking, support_readiness, time_lost_to_conflict,
    burnout]


def figures(organization):
    answers = last_answers(organization)
    return [row for subject in SUBJECTS for row in subject(organization, answers)]
