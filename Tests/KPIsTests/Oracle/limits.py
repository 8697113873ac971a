"""Values with their 95 % limits, as (value, lower, upper), and quantiles."""

import math
from fractions import Fraction
from functools import lru_cache

Z = 1.959963984540054
TOLERANCE = 1e-9


def type_7(values, q):
    ordered = sorted(values)
    position = (len(ordered) - 1) * q
    below = math.floor(position)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (position - below) * (ordered[above] - ordered[below])


def wilson(count, n):
    if n == 0:
        return None, None, None
    share = count / n
    centre = (share + Z * Z / (2 * n)) / (1 + Z * Z / n)
    margin = Z / (1 + Z * Z / n) * math.sqrt(share * (1 - share) / n + Z * Z / (4 * n * n))
    return share, max(0.0, centre - margin), min(1.0, centre + margin)


def poisson_at_most(count, expected):
    if expected == 0:
        return 1.0
    return math.fsum(math.exp(k * math.log(expected) - expected - math.lgamma(k + 1)) for k in range(count + 1))


def bisection(is_below, low, high):
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if is_below(middle) else (low, middle)
    return (low + high) / 2


@lru_cache(None)
def garwood(count):
    """Exact limits of a Poisson count."""
    most = 10 * count + 50.0
    upper = bisection(lambda x: poisson_at_most(count, x) > 0.025, 0.0, most)
    if count == 0:
        return 0.0, upper
    return bisection(lambda x: 1 - poisson_at_most(count - 1, x) < 0.025, 0.0, most), upper


def rate(count, exposure):
    if not exposure:
        return None, None, None
    lower, upper = garwood(count)
    return count / exposure, lower / exposure, upper / exposure


@lru_cache(None)
def t_quantile_975(degrees):
    """By Simpson's rule over the angle whose tangent is t/sqrt(degrees), and bisection."""
    scale = math.exp(math.lgamma((degrees + 1) / 2) - math.lgamma(degrees / 2)) / math.sqrt(math.pi)

    def upper_half(t, steps=4000):
        angle = math.atan(t / math.sqrt(degrees))
        h = angle / steps
        total = 1 + math.cos(angle) ** (degrees - 1)
        for i in range(1, steps):
            total += (4 if i % 2 else 2) * math.cos(i * h) ** (degrees - 1)
        return scale * total * h / 3

    low, high = 1.0, 20.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if upper_half(middle) < 0.475 else (low, middle)
    return low


def mean(values, least=-math.inf, most=math.inf):
    n = len(values)
    exact = sum(map(Fraction, values)) / n
    value = float(exact)
    if n < 2:
        return value, None, None
    variance = sum((Fraction(v) - exact) ** 2 for v in values) / (n - 1)
    margin = t_quantile_975(n - 1) * math.sqrt(variance / n)
    return value, max(least, value - margin), min(most, value + margin)


def ratio_of_sums(pairs):
    """Of (y, x) of each person."""
    n, total = len(pairs), math.fsum(x for _, x in pairs)
    if total == 0:
        return None, None, None
    r = math.fsum(y for y, _ in pairs) / total
    if n < 2:
        return r, None, None
    variance = n / (n - 1) * math.fsum((y - r * x) ** 2 for y, x in pairs) / total ** 2
    margin = t_quantile_975(n - 1) * math.sqrt(variance)
    return r, max(0.0, r - margin), r + margin


def net_promoter_score(promoters, detractors, n):
    """Limits: adjusted Wald, three answers more, three quarters of one at either end."""
    up, down, total = promoters + 0.75, detractors + 0.75, n + 3
    centre = (up - down) / total
    error = math.sqrt(((up + down) / total - centre ** 2) / total)
    return (
        100 * (promoters - detractors) / n, max(-100.0, 100 * (centre - Z * error)),
        min(100.0, 100 * (centre + Z * error)))


# Concentration


def gini(values):
    n, total = len(values), math.fsum(values)
    if n < 2 or total == 0:
        return None
    differences = math.fsum(abs(a - b) for a in values for b in values)
    return differences / (2 * n * total) * n / (n - 1)


def gini_with_limits(values):
    value = gini(values)
    if value is None or len(values) < 3:
        return value, None, None
    deletions = [values[:i] + values[i + 1:] for i in range(len(values))]
    if any(math.fsum(d) == 0 for d in deletions):
        return value, None, None
    deleted = [gini(d) for d in deletions]
    centre = math.fsum(deleted) / len(deleted)
    error = math.sqrt((len(values) - 1) / len(values) * math.fsum((g - centre) ** 2 for g in deleted))
    return value, max(0.0, value - Z * error), min(1.0, value + Z * error)


def top_share(values, percent):
    total = math.fsum(values)
    count = -(-len(values) * percent // 100)
    return math.fsum(sorted(values)[-count:]) / total if total > 0 else None


def absence_factor(values):
    total, held = math.fsum(values), 0.0
    if total == 0:
        return None
    for count, value in enumerate(sorted(values, reverse=True), 1):
        held += value
        if held / total >= 0.5 - TOLERANCE:
            return float(count)
