"""Kaplan-Meier with late entry. A stretch is (entry, exit, how it ended): "event", "withdrawn" or "open"."""

import math
from fractions import Fraction

from limits import TOLERANCE, Z


def first_gap(stretches):
    """The age at which nobody is left at risk while somebody enters later."""
    if all(entry > 0 for entry, _, _ in stretches):
        return 0
    for age in sorted({exit for _, exit, _ in stretches}):
        enters_later = any(entry > age for entry, _, _ in stretches)
        stays = any(entry <= age < exit for entry, exit, _ in stretches)
        if enters_later and not stays:
            return age
    return None


def curve(stretches):
    """[(age, S, lower limit of S, upper limit of S)] at the ages of events before the first gap."""
    gap = first_gap(stretches)
    survival, variance, steps = Fraction(1), Fraction(0), []
    for age in sorted({exit for _, exit, how in stretches if how == "event"}):
        if gap is not None and age >= gap:
            break
        n = sum(entry <= age <= exit for entry, exit, _ in stretches)
        d = sum(exit == age and how == "event" for _, exit, how in stretches)
        survival *= Fraction(n - d, n)
        if survival == 0:
            steps.append((age, 0.0, None, None))
            continue
        variance += Fraction(d, n * (n - d))
        s = float(survival)
        error = math.sqrt(float(variance)) / abs(math.log(s))
        v = math.log(-math.log(s))
        steps.append((age, s, math.exp(-math.exp(v + Z * error)), math.exp(-math.exp(v - Z * error))))
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
    gap = first_gap(stretches)
    if gap is not None and age >= gap:
        return None, None, None
    value = 1.0, 1.0, 1.0
    for step in curve(stretches):
        if step[0] <= age:
            value = step[1:]
    if age > max(exit for _, exit, _ in stretches) and value[0] != 0:
        return None, None, None
    return value


def withdrawn_share(stretches):
    if first_gap(stretches) is not None:
        return None
    untouched, share = Fraction(1), Fraction(0)
    for age in sorted({exit for _, exit, _ in stretches}):
        n = sum(entry <= age <= exit for entry, exit, _ in stretches)
        answered = sum(exit == age and how == "event" for _, exit, how in stretches)
        withdrawn = sum(exit == age and how == "withdrawn" for _, exit, how in stretches)
        share += untouched * Fraction(withdrawn, n)
        untouched *= Fraction(n - answered - withdrawn, n)
    return float(share)
