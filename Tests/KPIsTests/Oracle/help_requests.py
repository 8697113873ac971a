"""Section A: how soon requests are answered and closed."""

from hours import SECOND
from limits import mean, type_7, wilson_of_records
from records import DAY, final_close, first_close, first_response, reopenings
from scopes import REFUSED, at_place, by_scope
from survival import curve, quantile, withdrawn_share
from workforce import headcounts


def in_seconds(estimate):
    return tuple(None if v is None else v / SECOND for v in estimate)


def record_of(organization, request):
    team, department, date = organization.attribution(request)
    hours = organization.hours_of_team(team, date) if team else None
    return at_place((team, department), hours=hours, request=request)


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


def level(organization, request):
    spell = organization.spell(request["requester"], organization.date(request["openedAt"]))
    return spell.get("level") if spell else None


def open_in_window(organization, ending, working):
    """A record of each, with (its age at entry, at its end, how it ended); None without a clock."""
    records = []
    for request in organization.requests:
        ended, how = ending(request)
        if ended is not None and ended < organization.start:
            continue
        record = record_of(organization, request)
        hours, opened, waits = record["hours"], request["openedAt"], request["waits"]

        def age(instant):
            return hours.clock(opened, instant, waits) if working else instant - opened

        anonymous, stretch = request["anonymous"], None
        if hours or not working:
            entry = age(max(organization.start, opened))
            stretch = (entry, age(organization.end if ended is None else ended), how)
        record.update({
            "stretch": stretch, "how": how,
            "kind": request["kind"], "channel": request["channel"], "urgency": request["urgency"],
            "level": level(organization, request),
            "anonymity": None if anonymous is None else "anonymous" if anonymous else "named",
        })
        records.append(record)
    return records


def breakdowns(records):
    """(breakdown, value, its records)"""
    yield "", "", records
    for breakdown in ["kind", "channel", "urgency", "level", "anonymity"]:
        for value in sorted({r[breakdown] for r in records} - {None}):
            yield breakdown, value, [r for r in records if r[breakdown] == value]


def statistics_of_time(organization, group, is_refused, with_mean):
    """(statistic, estimate, the records behind it, how many are censored)"""
    stretches = [r["stretch"] for r in group]
    steps = [] if is_refused else curve(stretches)
    censored = sum(r["how"] != "event" for r in group)
    for statistic, q in [("p50", 0.5), ("p90", 0.9)]:
        yield statistic, REFUSED if is_refused else in_seconds(quantile(steps, q)), group, censored
    if organization.has("help_requests.withdrawn_at"):
        yield "withdrawn_share", REFUSED if is_refused else (withdrawn_share(stretches), None, None), group, None
    closed = [r for r in group if r["how"] == "event"]
    if with_mean and closed:
        estimate = REFUSED if is_refused else in_seconds(mean([r["stretch"][1] for r in closed], least=0))
        yield "naive_mean", estimate, closed, None


def time_to_help(organization, kpi, measure, ending, with_mean, working):
    figures = []
    population = open_in_window(organization, ending, working)
    for scope, scope_id, inside, coverage, is_refused in by_scope(
            organization, population, lambda r: r["stretch"] is not None):
        for breakdown, value, group in breakdowns(inside):
            for statistic, estimate, members, censored in statistics_of_time(
                    organization, group, is_refused, with_mean):
                figures.append([
                    kpi, measure, scope, scope_id, breakdown, value, statistic, *estimate, len(members), censored,
                    coverage, people_behind(organization, members)])
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


def outcome(request, hours, falls_due, target):
    answered, how = first_response(request)
    if how == "withdrawn" and answered < falls_due:
        return "withdrawn"
    if how != "event":
        return "missed"
    return "met" if reading_of(request, hours, answered) <= target else "missed"


def reading_of(request, hours, instant):
    """Of the request's clock."""
    opened = request["openedAt"]
    return hours.clock(opened, instant, request["waits"]) if hours else instant - opened


def by_askers(records, verdict):
    return wilson_of_records([(r["request"]["requester"], verdict(r)) for r in records])


def target_outcomes(organization):
    """(request, outcome) of those whose target falls due in the window."""
    for record in target_records(organization):
        yield record["request"], record["outcome"]


def target_records(organization):
    target, earliest_end = target_of(organization), organization.days_before_start(31)
    for request in organization.requests:
        over, _ = final_close(request)
        if over is not None and over < earliest_end:
            continue
        record = record_of(organization, request)
        falls_due = due(organization, request["openedAt"], record["hours"], request["waits"], target)
        if falls_due is None or falls_due < organization.start:
            continue
        record["outcome"] = outcome(request, record["hours"], falls_due, target)
        yield record


def target_of(organization):
    return int(organization.settings.get("response_target_minutes", 120)) * 60 * SECOND


def is_answered_within_a_minute(record):
    answered, how = first_response(record["request"])
    return how == "event" and answered - record["request"]["openedAt"] <= 60 * SECOND


def response_target_met(organization):
    records = list(target_records(organization))
    figures = []
    for scope, scope_id, inside, coverage, is_refused in by_scope(organization, records):
        counted = [r for r in inside if r["outcome"] != "withdrawn"]
        if counted:
            for measure, verdict in [
                    ("default", lambda r: r["outcome"] == "met"),
                    ("answered_within_a_minute", is_answered_within_a_minute)]:
                estimate = REFUSED if is_refused else by_askers(counted, verdict)
                figures.append([
                    "response_target_met", measure, scope, scope_id, "", "", "ratio", *estimate, len(counted), None,
                    coverage, people_behind(organization, counted)])
        if organization.has("help_requests.withdrawn_at"):
            count = None if is_refused else float(len(inside) - len(counted))
            figures.append([
                "response_target_met", "default", scope, scope_id, "", "", "withdrawn", count, None, None,
                len(inside), None, coverage, people_behind(organization, inside)])
    if organization.has("help_requests.resolved_at"):
        figures += answered_yet_open(organization)
    return figures


def as_it_stood(request, instant):
    """With what had happened by then."""
    seen = {
        name: None if name.endswith("At") and value is not None and value > instant else value
        for name, value in request.items()}
    seen["reopenings"] = [
        (at, None if closed is None or closed > instant else closed)
        for at, closed in request["reopenings"] if at <= instant]
    return seen


def answered_yet_open(organization):
    """Of those answered in time whose 14 days since opening end in the window."""
    records, target = [], target_of(organization)
    for request in organization.requests:
        fortnight = request["openedAt"] + 14 * DAY
        if organization.in_window(fortnight):
            record = record_of(organization, request)
            answered, how = first_response(request)
            if how == "event" and reading_of(request, record["hours"], answered) <= target:
                record["open"] = final_close(as_it_stood(request, fortnight))[1] == "open"
                records.append(record)
    figures = []
    for scope, scope_id, inside, coverage, is_refused in by_scope(organization, records):
        estimate = REFUSED if is_refused else by_askers(inside, lambda r: r["open"])
        figures.append([
            "response_target_met", "answered_yet_open", scope, scope_id, "", "", "ratio", *estimate, len(inside), None,
            coverage, people_behind(organization, inside)])
    return figures


def backlog(organization):
    records = []
    for request in organization.requests:
        if final_close(request)[1] == "open":
            record = record_of(organization, request)
            answered = first_response(request)[1] == "event"
            record["state"] = "in_progress" if answered else "need_help"
            record["age"] = organization.end - request["openedAt"]
            records.append(record)
    figures = []
    there = headcounts(organization, organization.last_date) if organization.has("people") else None
    for scope, scope_id, inside, coverage, is_refused in by_scope(organization, records):
        groups = [("", "", inside)]
        for state in ["in_progress", "need_help"] if organization.has("help_requests.first_response_at") else []:
            groups.append(("state", state, [r for r in inside if r["state"] == state]))
        for breakdown, value, group in groups:
            if not group:
                continue
            ages = [r["age"] for r in group]
            for measure, statistic, number in [
                    ("default", "count", float(len(group))), ("age", "p50", type_7(ages, 0.5) / SECOND),
                    ("age", "p90", type_7(ages, 0.9) / SECOND)]:
                figures.append([
                    "backlog", measure, scope, scope_id, breakdown, value, statistic,
                    None if is_refused else number, None, None, len(group), None, coverage,
                    people_behind(organization, group) if there is None or measure == "age"
                    else len(there.get((scope, scope_id), set()))])
    return figures


def reopened(organization):
    records = []
    for request in organization.requests:
        closed, how = first_close(request)
        if how == "event" and organization.in_window(closed + 14 * DAY):
            record = record_of(organization, request)
            again = reopenings(request)
            record["again"] = bool(again) and again[0] - closed <= 14 * DAY
            records.append(record)
    figures = []
    for scope, scope_id, inside, coverage, is_refused in by_scope(organization, records):
        estimate = REFUSED if is_refused else by_askers(inside, lambda r: r["again"])
        figures.append([
            "reopened", "default", scope, scope_id, "", "", "ratio", *estimate, len(inside), None, coverage,
            people_behind(organization, inside)])
    return figures


def figures(organization):
    result = []
    clocks = [("elapsed", False)]
    if organization.has("calendars") and organization.has("teams.calendar_id"):
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
        if organization.has("help_requests.reopened_at") or organization.has("request_reopenings.reopened_at"):
            result += reopened(organization)
    return result
