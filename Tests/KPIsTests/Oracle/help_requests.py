"""Section A: how soon requests are answered and closed."""

from limits import mean, type_7, wilson
from records import DAY, final_close, first_close, first_response
from survival import curve, quantile, withdrawn_share
from hours import SECOND


def in_seconds(estimate):
    return tuple(None if v is None else v / SECOND for v in estimate)


def scopes_of(organization, request):
    team, department, date = organization.attribution(request)
    hours = organization.hours_of_team(team, date) if team else None
    return {"organization": "", "department": department, "team": team, "hours": hours, "request": request}


def is_answered(request):
    """By a response, or by the close; who is named as helper helps from then on."""
    return request["firstResponseAt"] is not None or first_close(request)[1] == "event"


def people_behind(organization, records):
    requests = [r["request"] for r in records]
    answered = [r for r in requests if is_answered(r)]
    counts = []
    if organization.has("help_requests.requester_id"):
        counts.append(len({r["requester"] for r in requests} - {None}))
    if organization.has("help_requests.helper_id") and answered:
        counts.append(len({r["helper"] for r in answered} - {None}))
    return min(counts, default=0)


def by_scope(records):
    """(scope, scope_id, the records inside, coverage at that level)"""
    for scope in ["organization", "department", "team"]:
        known = [r for r in records if r[scope] is not None]
        for scope_id in sorted({r[scope] for r in known}):
            yield scope, scope_id, [r for r in known if r[scope] == scope_id], len(known) / len(records)


def level(organization, request):
    spell = organization.spell(request["requester"], organization.date(request["openedAt"]))
    return spell.get("level") if spell else None


def time_to_help(organization, kpi, measure, ending, with_mean, working):
    start, end = organization.start, organization.end
    records, population = [], 0
    for request in organization.requests:
        ended, how = ending(request)
        if ended is not None and ended < start:
            continue
        population += 1
        record = scopes_of(organization, request)
        if working and record["hours"] is None:
            continue
        opened = request["openedAt"]

        def age(instant):
            return record["hours"].clock(opened, instant, request["waits"]) if working else instant - opened

        anonymous = request["anonymous"]
        record.update({
            "stretch": (age(max(start, opened)), age(end if ended is None else ended), how),
            "kind": request["kind"], "channel": request["channel"], "urgency": request["urgency"],
            "level": level(organization, request),
            "anonymity": None if anonymous is None else "anonymous" if anonymous else "named",
        })
        records.append(record)
    figures = []
    for scope, scope_id, inside, coverage in by_scope(records):
        coverage *= len(records) / population
        groups = [("", "", inside)]
        for breakdown in ["kind", "channel", "urgency", "level", "anonymity"]:
            for value in sorted({r[breakdown] for r in inside} - {None}):
                groups.append((breakdown, value, [r for r in inside if r[breakdown] == value]))
        for breakdown, value, group in groups:
            def add(statistic, estimate, members, censored):
                figures.append([
                    kpi, measure, scope, scope_id, breakdown, value, statistic, *estimate, len(members), censored,
                    coverage, people_behind(organization, members)])

            stretches = [r["stretch"] for r in group]
            steps = curve(stretches)
            censored = sum(how != "event" for _, _, how in stretches)
            add("p50", in_seconds(quantile(steps, 0.5)), group, censored)
            add("p90", in_seconds(quantile(steps, 0.9)), group, censored)
            if organization.has("help_requests.withdrawn_at"):
                add("withdrawn_share", (withdrawn_share(stretches), None, None), group, None)
            closed = [r for r in group if r["stretch"][2] == "event"]
            if with_mean and closed:
                add("naive_mean", in_seconds(mean([r["stretch"][1] for r in closed], least=0)), closed, None)
    return figures


def due(organization, opened, hours, waits, target):
    """When a request's target falls due, if that is before the end."""
    end = organization.end
    if hours is None:
        return opened + target if opened + target < end else None
    if hours.clock(opened, end - 1, waits) < target:
        return None
    low, high = opened, end - 1
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if hours.clock(opened, middle, waits) < target else (low, middle)
    return high


def response_target_met(organization):
    target = int(organization.settings.get("response_target_minutes", 120)) * 60 * SECOND
    records = []
    for request in organization.requests:
        record = scopes_of(organization, request)
        opened, hours = request["openedAt"], record["hours"]
        over, _ = final_close(request)
        if over is not None and over < organization.days_before_start(31):
            continue
        falls_due = due(organization, opened, hours, request["waits"], target)
        if falls_due is None or falls_due < organization.start:
            continue
        answered, how = first_response(request)
        record["outcome"] = "missed"
        if how == "withdrawn" and answered < falls_due:
            record["outcome"] = "withdrawn"
        if how == "event":
            reading = hours.clock(opened, answered, request["waits"]) if hours else answered - opened
            record["outcome"] = "met" if reading <= target else "missed"
        records.append(record)
    figures = []
    for scope, scope_id, inside, coverage in by_scope(records):
        counted = [r for r in inside if r["outcome"] != "withdrawn"]
        met = sum(r["outcome"] == "met" for r in counted)
        if counted:
            figures.append([
                "response_target_met", "default", scope, scope_id, "", "", "ratio", *wilson(met, len(counted)),
                len(counted), None, coverage, people_behind(organization, counted)])
        if organization.has("help_requests.withdrawn_at"):
            figures.append([
                "response_target_met", "default", scope, scope_id, "", "", "withdrawn",
                float(len(inside) - len(counted)), None, None, len(inside), None, coverage,
                people_behind(organization, inside)])
    return figures


def backlog(organization):
    records = []
    for request in organization.requests:
        if final_close(request)[1] == "open":
            record = scopes_of(organization, request)
            answered = first_response(request)[1] == "event"
            record["state"] = "in_progress" if answered else "need_help"
            record["age"] = organization.end - request["openedAt"]
            records.append(record)
    figures = []
    for scope, scope_id, inside, coverage in by_scope(records):
        groups = [("", "", inside)]
        for state in ["in_progress", "need_help"] if organization.has("help_requests.first_response_at") else []:
            groups.append(("state", state, [r for r in inside if r["state"] == state]))
        for breakdown, value, group in groups:
            def add(measure, statistic, number):
                figures.append([
                    "backlog", measure, scope, scope_id, breakdown, value, statistic, number, None, None, len(group),
                    None, coverage, people_behind(organization, group)])

            if group:
                ages = [r["age"] for r in group]
                add("default", "count", float(len(group)))
                add("age", "p50", type_7(ages, 0.5) / SECOND)
                add("age", "p90", type_7(ages, 0.9) / SECOND)
    return figures


def reopened(organization):
    records = []
    for request in organization.requests:
        closed, how = first_close(request)
        if how == "event" and organization.in_window(closed + 14 * DAY):
            record = scopes_of(organization, request)
            again = request["reopenedAt"]
            record["again"] = again is not None and again - closed <= 14 * DAY
            records.append(record)
    figures = []
    for scope, scope_id, inside, coverage in by_scope(records):
        figures.append([
            "reopened", "default", scope, scope_id, "", "", "ratio",
            *wilson(sum(r["again"] for r in inside), len(inside)), len(inside), None, coverage,
            people_behind(organization, inside)])
    return figures


def figures(organization):
    result = []
    clocks = [("elapsed", False)]
    if organization.has("calendars"):
        clocks.append(("working", True))
    if organization.has("help_requests.first_response_at"):
        for name, working in clocks:
            result += time_to_help(
                organization, "time_to_first_response", name, first_response, False, working)
        result += response_target_met(organization)
    if organization.has("help_requests.resolved_at"):
        for name, working in clocks:
            result += time_to_help(
                organization, "time_to_resolve", f"first_close_{name}", first_close, True, working)
            result += time_to_help(
                organization, "time_to_resolve", f"final_close_{name}", final_close, True, working)
        result += backlog(organization)
        if organization.has("help_requests.reopened_at"):
            result += reopened(organization)
    return result
