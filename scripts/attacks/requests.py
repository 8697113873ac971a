"""Requests, whoever asked without a name, and what free text names."""
import collections
import datetime
import math

from attacks.printed import NEAR, SMALL, in_period, number


def times(records, begin, *ends):
    """How many records took each number of seconds."""
    found = collections.Counter()
    for record in records:
        start = datetime.datetime.fromisoformat(record[begin])
        took = {datetime.datetime.fromisoformat(record[end]) - start for end in ends if record[end]}
        found.update(round(wait.total_seconds()) for wait in took)
    return found


def match_quantiles(export, records):
    """Quantiles of times, and limits of them, that are one record's very second."""
    requests = times(records["help_requests"], "opened_at", "first_response_at", "resolved_at")
    seconds = {
        "time_to_resolve": requests, "time_to_first_response": requests,
        "commitments_kept": times(records["commitments"], "due_at", "delivered_at"),
        "feedback_acted_on": times(records["feedback"], "submitted_at", "acted_on_at"),
        "tenure_survival": times(records["people"], "joined_on", "left_on")}
    told = tried = 0
    for row in export.rows:
        if row["unit"] != "s" or row["statistic"] not in ("p50", "p90"):
            continue
        kpi = row["kpi"]
        if kpi == "backlog":
            kpi, end = (kpi, row["to"]), row["to"] + "T00:00:00+00:00"
            if kpi not in seconds:
                seconds[kpi] = times([
                    {**r, "end": end} for r in records["help_requests"] if r["opened_at"][:10] < row["to"]
                    and not any(r[name] and r[name][:10] < row["to"] for name in ("resolved_at", "withdrawn_at"))
                ], "opened_at", "end")
        alike = seconds[kpi]
        for column in ("value", "lower", "upper"):
            value = number(row[column])
            if value is None:
                continue
            tried += 1
            digits = 10 ** (math.floor(math.log10(value)) - 1) if value > 0 else 1
            is_coarse = digits > 1 and abs(value / digits - round(value / digits)) < NEAR
            if not is_coarse and alike[round(value)] == 1 and abs(value - round(value)) < NEAR:
                told += 1
    return told, tried


def anonymous_requests(export, requests):
    """Anonymous requests in figures with fewer than five known askers inside or outside."""
    told = set()
    anonymous = [r for r in requests if r["anonymous"] == "true"]
    for row in export.rows:
        if row["breakdown"] != "anonymity" or row["state"] != "released" or row["scope"] != "organization":
            continue
        inside = [r for r in requests if in_period(r["opened_at"], row)]
        for is_anonymous in ("true", "false"):
            few = {r["requester_id"] for r in inside if r["anonymous"] == is_anonymous} - {""}
            if len(few) < SMALL:
                told |= {r["request_id"] for r in inside if r["anonymous"] == "true"}
    return len(told), len(anonymous)


def shares_of_anonymous(export, requests):
    """Shares of anonymous requests with fewer than five requests on a side, or, where they keep their askers, five people."""
    told = tried = 0
    keeps_askers = any(r["anonymous"] == "true" and r["requester_id"] for r in requests)
    for row in export.rows:
        if row["kpi"] != "anonymous_requests" or row["measure"] != "default" or not row["value"]:
            continue
        tried += 1
        # Where a request without an asker belongs can't be known below the organization: it is shown nowhere there.
        inside = [r for r in requests if in_period(r["opened_at"], row)]
        sides = [[r for r in inside if r["anonymous"] == flag] for flag in ("true", "false")]
        few = min(len({r["requester_id"] for r in side} - {""}) if keeps_askers else len(side) for side in sides)
        told += row["scope"] != "organization" or few < SMALL
    return told, tried


def free_texts(export, recognitions, rituals):
    """Published values and kinds, which are free text, that few have: fewer than five givers or receivers, or rituals."""
    told, tried = set(), set()
    for row in export.rows:
        name, text = row["breakdown"], row["breakdown_value"]
        if row["kpi"] == "recognition_reach" and name == "value_tag":
            inside = [
                r for r in recognitions if in_period(r["given_at"], row)
                and text in [tag.strip() for tag in r["value_tags"].split("|")]]
            few = min(len({r[role] for r in inside}) for role in ("giver_id", "receiver_id"))
        elif row["kpi"] == "rituals_kept" and name == "kind":
            few = sum(r["kind"] == text and in_period(r["planned_at"], row) for r in rituals)
        else:
            continue
        tried.add((name, text, row["from"], row["to"]))
        if few < SMALL:
            told.add((name, text, row["from"], row["to"]))
    return len(told), len(tried)
