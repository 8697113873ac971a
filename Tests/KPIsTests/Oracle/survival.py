"""Kaplan-Meier with late entry. A stretch is (entry, exit, how it ended): "event", "withdrawn" or "open"."""

import math
from bisect import bisect_left, bisect_right
from collections import Counter

from limits import TOLERANCE, Z


class AtRisk:
    def __init__(self, stretches):
        self.entries = sorted(entry for entry, _, _ in stretches)
        self.exits = sorted(exit for _, exit, _ in stretches)
        self.ages = sorted(set(self.exits))
        self.events = Counter(exit for _, exit, how in stretches if how == "event")
        self.withdrawals = Counter(exit for _, exit, how in stretches if how == "withdrawn")

    def at(self, age):
        """How many entered by an age and haven't left before it."""
        return bisect_right(self.entries, age) - bisect_left(self.exits, age)

    def first_gap(self):
        """The age at which nobody is left at risk while somebody enters later."""
        if self.entries[0] > 0:
            return 0
        for age in self.ages:
            entered = bisect_right(self.entries, age)
            if entered < len(self.entries) and entered == bisect_right(self.exits, age):
                return age
        return None


def curve(stretches):
    """[(age, S, lower limit of S, upper limit of S)] at the ages of events before the first gap."""
    risk = AtRisk(stretches)
    gap = risk.first_gap()
    survival, variance, steps = 1.0, 0.0, []
    for age in sorted(risk.events):
        if gap is not None and age >= gap:
            break
        n, d = risk.at(age), risk.events[age]
        survival *= (n - d) / n
        if survival == 0:
            steps.append((age, 0.0, None, None))
            continue
        variance += d / (n * (n - d))
        error = math.sqrt(variance) / abs(math.log(survival))
        v = math.log(-math.log(survival))
        steps.append((age, survival, math.exp(-math.exp(v + Z * error)), math.exp(-math.exp(v - Z * error))))
    return steps


def quantile(steps, q):
    """The age, with its limits."""
    def first(column):
        for step in steps:
            if step[column] is not None and step[column] <= 1 - q + TOLERANCE:
                return step[0]
        return None

    return first(1), first(2), first(3)


def survival_at(stretches, age):
    """S at an age, with its limits."""
    risk = AtRisk(stretches)
    gap = risk.first_gap()
    if gap is not None and age >= gap:
        return None, None, None
    value = 1.0, None, None
    for step in curve(stretches):
        if step[0] <= age:
            value = step[1:]
    if age > risk.ages[-1] and value[0] != 0:
        return None, None, None
    return value


def withdrawn_share(stretches):
    risk = AtRisk(stretches)
    if risk.first_gap() is not None:
        return None
    untouched, share = 1.0, 0.0
    for age in risk.ages:
        n, answered, withdrawn = risk.at(age), risk.events[age], risk.withdrawals[age]
        share += untouched * withdrawn / n
        untouched *= (n - answered - withdrawn) / n
    return share
