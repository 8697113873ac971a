"""Section D: who joins, stays and leaves."""

from limits import rate, wilson
from load import SCOPES
from records import after, before, day
from survival import curve, quantile, survival_at

SECONDS_OF_DAY = 86_400


def places(organization, place):
    team, department = place
    return dict(zip(SCOPES, ["", department, team]))


def headcounts(organization, date):
    """By scope and scope_id, who is employed on a date."""
    result = {}
    for person in organization.everybody():
        if organization.employment(person, date):
            for scope, scope_id in places(organization, organization.place(person, date)).items():
                if scope_id is not None:
                    result.setdefault((scope, scope_id), set()).add(person)
    return result


def exits(organization):
    """(separation, by scope the scope_id of its last day)"""
    for employment in organization.all_employments():
        if organization.first_date <= employment["left"] < organization.end_date:
            last_day = before(employment["left"])
            place = organization.place_in_employment(employment, last_day)
            yield employment, places(organization, place)


def turnover_and_separation_rate(organization):
    days = {d: headcounts(organization, d) for d in organization.dates}
    opening, closing = headcounts(organization, organization.eve), headcounts(organization, organization.last_date)
    left, joined = list(exits(organization)), []
    for employment in organization.all_employments():
        if organization.first_date <= employment["joined"] < organization.end_date:
            place = organization.place_in_employment(employment, employment["joined"])
            joined.append((employment, places(organization, place)))
    month_ends = [d for d in organization.dates if after(d).day == 1]
    everywhere = {key for day in days.values() for key in day} | set(opening) | set(closing)
    everywhere |= {(s, i) for _, where in joined + left for s, i in where.items() if i is not None}
    in_window = [
        e for e in organization.all_employments() if e["left"] >= organization.first_date]

    def coverage(scope, label=None):
        """Employments of the window whose place is known on their last day in it, against turnover's idle rows too."""
        known = 0
        for employment in in_window:
            last_day = before(min(employment["left"], organization.end_date))
            is_unlabelled = label and employment["left"] < organization.end_date and employment[label] is None
            place = places(organization, organization.place_in_employment(employment, last_day))
            known += place[scope] is not None and not is_unlabelled
        return known / (len(in_window) + idle_separations(organization))

    rows = []
    for scope, scope_id in sorted(everywhere, key=lambda k: (SCOPES.index(k[0]), k[1])):
        def size(day):
            return len(day.get((scope, scope_id), ()))

        exposed = set().union(*(day.get((scope, scope_id), set()) for day in days.values()))
        person_days = sum(size(day) for day in days.values())
        here = [e for e, where in left if where[scope] == scope_id]
        average = person_days / len(days)
        labels = {
            "all": lambda e: True, "voluntary": lambda e: e["type"] == "voluntary",
            "involuntary": lambda e: e["type"] == "involuntary", "regretted": lambda e: e["regretted"] is True,
            "unlabelled": lambda e: e["type"] is None}
        for measure, counts in labels.items():
            column = {"all": "people", "regretted": "turnover.regretted"}.get(measure, "turnover.separation_type")
            label = {"voluntary": "type", "involuntary": "type", "regretted": "regretted"}.get(measure)
            if organization.has(column) and exposed:
                # What kind of leaving it was is about those who left.
                people = len(exposed) if measure == "all" else min(len(exposed), len({e["person"] for e in here}))
                rows.append([
                    "turnover_rate", measure, scope, scope_id, "", "", "ratio",
                    *rate(sum(map(counts, here)), average), len(exposed), None, coverage(scope, label), people])
        if exposed:
            mean = sum(size(days[d]) for d in month_ends) / len(month_ends) if month_ends else None
            for measure, denominator in [("month_ends", mean), ("open_close", (size(opening) + size(closing)) / 2)]:
                rows.append([
                    "turnover_rate", measure, scope, scope_id, "", "", "ratio", *rate(len(here), denominator),
                    len(exposed), None, coverage(scope), len(exposed)])
            rows.append([
                "separation_rate", "default", scope, scope_id, "", "", "rate",
                *rate(len(here), person_days / 365.25), len(exposed), None, coverage(scope), len(exposed)])
        arrived = [e for e, where in joined if where[scope] == scope_id]
        counts = [
            ("joins", len(arrived), len({e["person"] for e in arrived})),
            ("exits", len(here), len({e["person"] for e in here})),
            ("headcount_open", size(opening), size(opening)), ("headcount_close", size(closing), size(closing))]
        for measure, count, people in counts:
            rows.append([
                "turnover_rate", measure, scope, scope_id, "", "", "count", float(count), None, None, count, None,
                coverage(scope), people])
    return rows


def idle_separations(organization):
    """Rows of turnover in the window that ended no employment; they only lower coverage."""
    return sum(
        organization.first_date <= day(row["leftOn"]) < organization.end_date for row in organization.idle_separations)


def retention_rate(organization):
    cohort = []
    for person in organization.everybody():
        employment = organization.employment(person, organization.eve)
        if employment:
            stayed = employment["left"] > organization.last_date
            cohort.append((stayed, places(organization, organization.place(person, organization.eve))))
    rows = []
    for scope in SCOPES:
        for scope_id in sorted({where[scope] for _, where in cohort} - {None}):
            inside = [stayed for stayed, where in cohort if where[scope] == scope_id]
            rows.append([
                "retention_rate", "default", scope, scope_id, "", "", "ratio", *wilson(sum(inside), len(inside)),
                len(inside), None,
                sum(w[scope] is not None for _, w in cohort) / (len(cohort) + idle_separations(organization)),
                len(inside)])
    return rows


def tenure_survival(organization):
    tenures = []
    for employment in organization.all_employments():
        joined, left = employment["joined"], employment["left"]
        if left < organization.first_date:
            continue
        has_left = left < organization.end_date
        exit = left if has_left else organization.end_date
        stretch = (
            max(0, (organization.first_date - joined).days), (exit - joined).days, "event" if has_left else "open")
        place = organization.place_in_employment(employment, before(exit))
        tenures.append((employment["person"], stretch, places(organization, place)))
    rows = []
    for scope in SCOPES:
        for scope_id in sorted({where[scope] for _, _, where in tenures} - {None}):
            inside = [(p, stretch) for p, stretch, where in tenures if where[scope] == scope_id]
            stretches = [s for _, s in inside]
            estimates = [(f"s{days}", survival_at(stretches, days)) for days in [90, 365, 730]]
            p50 = quantile(curve(stretches), 0.5)
            estimates.append(("p50", tuple(None if v is None else float(v * SECONDS_OF_DAY) for v in p50)))
            for statistic, estimate in estimates:
                rows.append([
                    "tenure_survival", "default", scope, scope_id, "", "", statistic, *estimate, len(inside),
                    sum(how == "open" for _, _, how in stretches),
                    sum(w[scope] is not None for _, _, w in tenures) / (len(tenures) + idle_separations(organization)),
                    len({p for p, _ in inside})])
    return rows


def is_whole_year(organization):
    first, end = organization.first_date, organization.end_date
    return (first.month, first.day, end) == (1, 1, first.replace(year=first.year + 1))


def figures(organization):
    if not organization.has("people"):
        return []
    rows = turnover_and_separation_rate(organization) + retention_rate(organization)
    if organization.is_ad_hoc or is_whole_year(organization):
        rows += tenure_survival(organization)
    return rows
