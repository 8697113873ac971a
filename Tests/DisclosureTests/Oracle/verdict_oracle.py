"""Whether published headline figures changed against their own past, written from the words of the rule alone.

Reads JSON from the file that is named, [{"kind": "month" | "quarter" | "year", "cells": [{"kpi", "measure", "statistic", "scope", "scale",
"matters", "direction", "isStock", "points": [{"from", "state", "value", "lower", "upper", "coverage", "version",
"settings", "step", "signal", "response"}, …]}, …]}, …], points in order of period. Writes [[[{"verdict", "reference", "p"}, …], …], …] in the same order. A blank
verdict is "".

Limits of a difference: MOVER, from the limits of its parts (Newcombe, Statistics in Medicine 17, 1998, 873-890, method 10;
Zou and Donner, Statistics in Medicine 27, 2008, 1693-1702). Spread between periods: mean moving range by 1.128, which is
d2 of two values. Which are kept of many: Benjamini and Hochberg, J. R. Statist. Soc. B 57, 1995, 289-300.
"""

import json
import math
import sys
from collections import defaultdict

from scipy.stats import t as student

WINDOW = {"month": 12, "quarter": 8, "year": 6}
YEAR = {"month": 12, "quarter": 4, "year": 1}
MONTHS = {"month": 1, "quarter": 3, "year": 12}
LEAST_COVERAGE = 0.9
MOST_MOVED = 0.1  # of the response, against the mean of those before
LEAST_POINTS = 2  # of a reference
OWN_RANGES_FROM = 6  # points, whose own ranges tell their spread
LEAST_POOLED = 10  # ranges
NORMAL = 1.96
D2 = 1.128
DEGREES_PER_RANGE = 0.62
MOST_EARLY, MOST_LATER = 15.0, 20.0  # degrees of the ranges of several cells
FALSE_DISCOVERIES = 0.10
CHART_FROM = 12  # earlier points
CHART_ANEW = 4  # points after a run
RUN = "eight in a row"
RUN_LENGTH = 8
EXACT = 1e-9  # what differs by less is the arithmetic's


def mover(value, value_limit, others, limits):
    """The arm of the value less the mean of the others; each limit is the one that lies towards the other side."""
    return math.sqrt((value - value_limit) ** 2 + sum((w - l) ** 2 for w, l in zip(others, limits)) / len(others) ** 2)


def benjamini_hochberg(ps, rate):
    """For each p whether its hypothesis is rejected."""
    bound = max((p for i, p in enumerate(sorted(ps), 1) if p <= i / len(ps) * rate), default=None)
    return [bound is not None and p <= bound for p in ps]


def period(point, kind):
    year, month, _ = map(int, point["from"].split("-"))
    return (year * 12 + month - 1) // MONTHS[kind]


def has_value(point):
    return point["state"] == "released" and point["value"] is not None


def covered(point):
    return has_value(point) and (point["coverage"] is None or point["coverage"] >= LEAST_COVERAGE)


def comparable(point):
    return covered(point) and point["lower"] is not None and point["upper"] is not None


def answered_otherwise(point, others):
    """Whether another share of those asked answered than to the others; no where that of either isn't known."""
    known = [w["response"] for w in others if w["response"] is not None]
    if point["response"] is None or not known:
        return False
    return abs(point["response"] - sum(known) / len(known)) > MOST_MOVED + EXACT


class Scale:
    def __init__(self, name):
        self.log = name == "log"

    def on(self, number):
        """None where the scale has no such number, as the logarithm of 0."""
        if not self.log:
            return number
        return math.log(number) if number > 0 else None

    def back(self, number):
        return math.exp(number) if self.log else number

    def step(self, point):
        step = point["step"] or 0.0
        return step / point["value"] if self.log else step


def arm_towards(scale, point, others, up):
    """The arm between a point and the mean of others, where `up` says that the point lies above; None where a limit is open."""
    own = scale.on(point["lower" if up else "upper"])
    limits = [scale.on(w["upper" if up else "lower"]) for w in others]
    if own is None or None in limits:
        return None
    return mover(scale.on(point["value"]), own, [scale.on(w["value"]) for w in others], limits)


def quotient(a, b):
    """How often b goes into a; of nothing by nothing, 0."""
    if b:
        return a / b
    return math.inf if a else 0.0


def chart_verdict(points, i):
    """What the control chart says of the point, or None where it isn't the judge."""
    before = [w for w in points[:i] if has_value(w) and w["version"] == points[i]["version"]]
    if len(before) < CHART_FROM or any(RUN in (w["signal"] or "") for w in before[-CHART_ANEW:]):
        return None
    if answered_otherwise(points[i], before[-CHART_FROM:]):
        return None
    signal = points[i]["signal"]
    if signal is None or signal == "":
        return "as usual"
    recent = before[-(RUN_LENGTH - 1):] + [points[i]] if RUN in signal else [points[i]]
    others = before[:len(before) + 1 - len(recent)][-CHART_FROM:]
    if allows_for_nothing(recent, others):
        return "can't tell"
    return signal


def allows_for_nothing(recent, others):
    """Whether the difference of two means may be 0, by MOVER; where none of the recent has limits that isn't known."""
    if all(w["lower"] is None and w["upper"] is None for w in recent):
        return False
    a, b = (sum(w["value"] for w in group) / len(group) for group in (recent, others))
    near, far = ("lower", "upper") if a >= b else ("upper", "lower")
    if any(w[near] is None and w[far] is not None for w in recent):
        return True
    limits = [[w["value"] if w[side] is None else w[side] for w in group] for side, group in ((near, recent), (far, others))]
    squares = [
        sum((w["value"] - limit) ** 2 for w, limit in zip(group, ends)) / len(group) ** 2
        for group, ends in zip((recent, others), limits)
    ]
    return abs(a - b) <= math.sqrt(sum(squares))


class Case:
    """One cell in one period, up to what it needs others for."""

    def __init__(self, cell, i, kind):
        self.cell, self.scale = cell, Scale(cell["scale"])
        self.point = point = cell["points"][i]
        self.verdict, self.reference, self.p = "", None, None
        self.k, self.ranges, self.open = 0, [], True
        if not covered(point):
            return
        self.verdict = chart_verdict(cell["points"], i) or ""
        if cell["matters"] is None or cell["isStock"]:
            return
        now = period(point, kind)
        earlier = [
            w for w in cell["points"][:i]
            if comparable(w) and now - WINDOW[kind] <= period(w, kind) < now
            and w["version"] == point["version"] and w["settings"] == point["settings"]
        ]
        values = [self.scale.on(w["value"]) for w in earlier]
        value = self.scale.on(point["value"])
        if value is None or None in values:
            return
        if not comparable(point):
            return
        if len(values) < LEAST_POINTS:
            self.verdict = "too early"
            return
        if answered_otherwise(point, earlier):
            self.verdict = ""
            return
        self.k = len(values)
        self.ranges = [abs(b - a) for a, b in zip(values, values[1:])]
        mean = sum(values) / self.k
        self.reference = self.scale.back(mean)
        self.d = value - mean
        self.step = max(self.scale.step(w) for w in earlier + [point])
        self.arm = arm_towards(self.scale, point, earlier, self.d >= 0)
        self.outward = arm_towards(self.scale, point, earlier, self.d < 0)
        self.open = self.arm is None
        if self.open:
            self.verdict = "can't tell"
        self.year_ago = None if kind == "year" else next((w for w in earlier if period(w, kind) == now - YEAR[kind]), None)

    @property
    def figure(self):
        return tuple(self.cell[key] for key in ("kpi", "measure", "statistic", "scope"))

    def measure(self, pool):
        """Finds p; `pool`: the ranges of all cells of the figure."""
        self.early = self.k < OWN_RANGES_FROM
        own = math.fsum(self.ranges) / len(self.ranges)
        degrees = DEGREES_PER_RANGE * len(self.ranges)
        if len(pool) >= LEAST_POOLED and len(pool) > len(self.ranges):
            common = math.fsum(pool) / len(pool)
            own = common if self.early else max(own, common)
            degrees = min(MOST_EARLY if self.early else MOST_LATER, DEGREES_PER_RANGE * len(pool))
        elif self.early:
            self.verdict = "too early"
            return
        spread = max(own, self.step) / D2 * math.sqrt(1 + 1 / self.k)
        z = quotient(abs(self.d), spread)
        if self.arm:
            z = min(z, NORMAL * abs(self.d) / self.arm)
        self.p = 2 * float(student.sf(z, degrees))

    def season(self):
        if self.year_ago is None:
            return False
        difference = self.scale.on(self.point["value"]) - self.scale.on(self.year_ago["value"])
        arm = arm_towards(self.scale, self.point, [self.year_ago], difference >= 0)
        return arm is None or NORMAL * quotient(abs(difference), arm) < NORMAL

    def within(self, bound):
        """Whether both limits of the difference lie between -bound and bound."""
        down, up = (self.arm, self.outward) if self.d >= 0 else (self.outward, self.arm)
        return self.d - down >= -bound and self.d + up <= bound

    def judge(self, kept):
        matters = self.cell["matters"]
        if kept and abs(self.d) >= matters - EXACT:
            side = {"higher is better": 1, "lower is better": -1}.get(self.cell["direction"], 0) * self.d
            self.verdict = "better" if side > 0 else "worse" if side < 0 else "changed"
            self.verdict += ", early" if self.early else ""
            self.verdict += ", as a year ago: season?" if self.season() else ""
        elif self.outward is not None and self.within(matters + EXACT):
            self.verdict = "steady"
        else:
            self.verdict = "can't tell"


def verdicts(cells, kind):
    """For each cell and point, its Case."""
    cases = [[Case(cell, i, kind) for i in range(len(cell["points"]))] for cell in cells]
    pools, families = defaultdict(list), defaultdict(list)
    for case in (case for row in cases for case in row):
        pools[case.point["from"], case.figure] += case.ranges
    for case in (case for row in cases for case in row):
        if case.k and not case.open:
            case.measure(pools[case.point["from"], case.figure])
            if case.p is not None:
                families[case.point["from"], case.cell["scope"]].append(case)
    for family in families.values():
        for case, kept in zip(family, benjamini_hochberg([case.p for case in family], FALSE_DISCOVERIES)):
            case.judge(kept)
    return cases


def answer(organization):
    for cell in organization["cells"]:
        cell.setdefault("matters", None)
        for point in cell["points"]:
            for key in ["value", "lower", "upper", "coverage", "signal", "response"]:
                point.setdefault(key, None)
    return [
        [{"verdict": case.verdict, "reference": case.reference, "p": case.p} for case in row]
        for row in verdicts(organization["cells"], organization["kind"])
    ]


if __name__ == "__main__":
    with open(sys.argv[1]) as file:
        json.dump([answer(organization) for organization in json.load(file)], sys.stdout)
