"""Requests, whoever asked without a name, and what free text names."""
import collections
import datetime
import math

from attacks.printed import NEAR, SMALL, in_period, number


def duration(request):
    times = [request["opened_at"], request["first_response_at"] or request["resolved_at"], request["resolved_at"]]
    opened, answered, resolved = [datetime.datetime.fromisoformat(t) if t else None for t in times]
    return [(end - opened).total_seconds() for end in (answered, resolved) if end]


def match_quantiles(export, requests):
    """Quantiles and limits of them that are one record's very second."""
    seconds = collections.Counter(round(s) for r in requests for s in set(duration(r)))
    told = tried = 0
    for row in export.rows:
        if row["kpi"] not in ("time_to_resolve", "time_to_first_response") or row["unit"] != "s":
            continue
        for column in ("value", "lower", "upper"):
            value = number(row[column])
            if value is None or row["statistic"] == "naive_mean":
                continue
            tried += 1
            digits = 10 ** (math.floor(math.log10(value)) - 1) if value > 0 else 1
            is_coarse = digits > 1 and abs(value / digits - round(value / digits)) < NEAR
            if not is_coarse and seconds[round(value)] == 1 and abs(value - round(value)) < NEAR:
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
