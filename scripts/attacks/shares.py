"""Counts behind shares, by their limits and by taking one from another."""
import math

from attacks.printed import number, step


def solve(lower, upper):
    """The share of which both are Wilson's limits, whatever the effective size: p between them as their own odds ask."""
    if lower <= 0 or upper >= 1:
        return None
    # (p - l)² / (l (1 - l)) = (u - p)² / (u (1 - u)) = z² / size
    a, b = math.sqrt(lower * (1 - lower)), math.sqrt(upper * (1 - upper))
    return (lower * b + upper * a) / (a + b)


def invert_limits(export):
    """Counts that follow from the limits of shares.

    Limits on the grid are those of all counts that print alike, which the project's tests show: nothing follows from
    them. Others are taken as exact, whatever the design effect.
    """
    told = tried = 0
    for row in export.rows:
        share = (row["kpi"], row["measure"], row["statistic"])
        if share not in export.shares or not row["value"] or not row["upper"] or not row["n"]:
            continue
        tried += 1
        lower, upper = number(row["lower"]) or 0, float(row["upper"])
        parts = step(int(row["n"]))
        is_on_grid = all(abs(limit * parts - round(limit * parts)) < 1e-6 for limit in (lower, upper))
        solved = None if is_on_grid else solve(lower, upper)
        if solved is not None:
            told += sum(abs(solved * n - events) < 1e-6 * n for events, n in export.counts(row)) == 1
    return told, tried


def eliminate(export, departments):
    """Hidden shares whose events and n are the whole's less those of all the others."""
    told, hidden = 0, sum(row["state"] == "suppressed" for row in export.rows)
    for (kpi, measure, statistic, _, _), cells in export.cells.items():
        if (kpi, measure, statistic) not in export.shares:
            continue
        for place, whole in cells.items():
            if not whole["value"]:
                continue
            families = [[p for p in cells if p[0] == "department" and p[2:] == place[2:]]] \
                if place[0] == "organization" else []
            families.append([
                p for p in cells if p[0] == "team" and p[2:] == place[2:]
                and (place[0] == "organization" or departments.get(p[1]) == place[1]) and place[0] != "team"])
            if place[2] == "":
                names = {p[2] for p in cells if p[:2] == place[:2]} - {""}
                families += [[p for p in cells if p[:2] == place[:2] and p[2] == name] for name in names]
            for family in families:
                secret = [p for p in family if not cells[p]["value"]]
                if len(secret) != 1 or cells[secret[0]]["state"] != "suppressed":
                    continue
                known = [export.counts(cells[p]) for p in family if p not in secret]
                total = export.counts(whole)
                if not total or not all(known):
                    continue
                is_exact = all(len(c) == 1 for c in known) and len(total) == 1
                told += is_exact
    return told, hidden
