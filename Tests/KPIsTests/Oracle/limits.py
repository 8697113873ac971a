"""Values with their 95 % limits, as (value, lower, upper), and quantiles."""

import math
from functools import lru_cache

from scipy import special, stats

Z = 1.959963984540054
TOLERANCE = 1e-9


def type_7(values, q):
    ordered = sorted(values)
    position = (len(ordered) - 1) * q
    below = math.floor(position)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (position - below) * (ordered[above] - ordered[below])


def wilson(count, n, effective=None):
    """`effective`: the n that the limits go by, where that is another."""
    if n == 0:
        return None, None, None
    share, size = count / n, effective or n
    centre = (share + Z * Z / (2 * size)) / (1 + Z * Z / size)
    margin = Z / (1 + Z * Z / size) * math.sqrt(share * (1 - share) / size + Z * Z / (4 * size * size))
    return share, max(0.0, centre - margin), min(1.0, centre + margin)


def wilson_of_records(verdicts):
    """Of (person, whether it is so) of each record. A record of an unknown person is a person of its own."""
    n, count, people = len(verdicts), sum(is_so for _, is_so in verdicts), {}
    for position, (person, is_so) in enumerate(verdicts):
        sums = people.setdefault(position if person is None else person, [0, 0])
        sums[0] += is_so
        sums[1] += 1
    m = len(people)
    if not 0 < count < n or m < 2:
        return wilson(count, n)
    p = count / n
    variance = m / (m - 1) * math.fsum((y - p * x) ** 2 for y, x in people.values()) / n ** 2
    effect = max(1.0, variance / (p * (1 - p) / n))
    return wilson(count, n, n / effect)


def poisson_at_most(count, expected):
    if expected == 0:
        return 1.0
    return math.fsum(math.exp(k * math.log(expected) - expected - math.lgamma(k + 1)) for k in range(count + 1))


def bisection(is_below, low, high):
    while True:
        middle = (low + high) / 2
        if middle in (low, high):
            return middle
        low, high = (middle, high) if is_below(middle) else (low, middle)


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


def rate_ratio(count, exposure, others, others_exposure):
    """Limits: Clopper-Pearson on how the events of both are split."""
    total = count + others
    if total == 0 or not exposure or not others_exposure:
        return None, None, None
    scale = others_exposure / exposure
    lower, upper = (0.0 if count == 0 else stats.beta.ppf(0.025, count, others + 1)), None
    if others > 0:
        upper = stats.beta.ppf(0.975, count + 1, others)
        upper = float(upper / (1 - upper) * scale)
    lower = float(lower / (1 - lower) * scale)
    return count / others * scale if others else None, lower, upper


def spearman(pairs):
    """Limits: Fisher's z (Bonett, Wright 2000), from ten pairs on."""
    xs, ys = zip(*pairs) if pairs else ((), ())
    if len(set(xs)) < 2 or len(set(ys)) < 2:
        return None, None, None
    rho, n = float(stats.spearmanr(xs, ys)[0]), len(pairs)
    if n < 10:
        return rho, None, None
    if abs(rho) >= 1 - TOLERANCE:
        return rho, rho, rho
    error = math.sqrt((1 + rho * rho / 2) / (n - 3))
    return rho, math.tanh(math.atanh(rho) - Z * error), math.tanh(math.atanh(rho) + Z * error)


def midranks(values):
    """Of numbers that agree in twelve digits the same."""
    return [float(rank) for rank in stats.rankdata([float(f"{v:.12g}") for v in values])]


def t_within(t, degrees):
    """How likely Student's t lies between -t and t (Abramowitz, Stegun 26.7.3 and 26.7.4)."""
    angle = math.atan(t / math.sqrt(degrees))
    cosine = math.cos(angle)
    term, total = (1.0, 1.0) if degrees % 2 == 0 else (cosine, cosine if degrees > 1 else 0.0)
    for k in range(2 + degrees % 2, degrees - 1, 2):
        term *= (k - 1) / k * cosine ** 2
        total += term
    if degrees % 2 == 0:
        return math.sin(angle) * total
    return 2 / math.pi * (angle + math.sin(angle) * total)


@lru_cache(None)
def t_quantile_975(degrees):
    return bisection(lambda t: t_within(t, degrees) < 0.95, 1.0, 20.0)


def mean(values, least=-math.inf, most=math.inf):
    n = len(values)
    value = math.fsum(values) / n
    if n < 2:
        return value, None, None
    variance = math.fsum((v - value) ** 2 for v in values) / (n - 1)
    margin = t_quantile_975(n - 1) * math.sqrt(variance / n)
    return value, max(least, value - margin), min(most, value + margin)


def ratio_of_sums(pairs, most=math.inf):
    """Of (y, x) of each person."""
    n, total = len(pairs), math.fsum(x for _, x in pairs)
    if total == 0:
        return None, None, None
    r = math.fsum(y for y, _ in pairs) / total
    if n < 2:
        return r, None, None
    variance = n / (n - 1) * math.fsum((y - r * x) ** 2 for y, x in pairs) / total ** 2
    margin = t_quantile_975(n - 1) * math.sqrt(variance)
    return r, max(0.0, r - margin), min(most, r + margin)


def net_promoter_score(promoters, detractors, n):
    """Limits: adjusted Wald, three answers more, three quarters of one at either end."""
    up, down, total = promoters + 0.75, detractors + 0.75, n + 3
    centre = (up - down) / total
    error = math.sqrt(((up + down) / total - centre ** 2) / total)
    return (
        100 * (promoters - detractors) / n, max(-100.0, 100 * (centre - Z * error)),
        min(100.0, 100 * (centre + Z * error)))


# Concentration


def gini(ordered):
    n, total = len(ordered), math.fsum(ordered)
    if n < 2 or total == 0:
        return None
    differences = 2 * math.fsum((2 * i - n + 1) * value for i, value in enumerate(ordered))
    return differences / (2 * n * total) * n / (n - 1)


def gini_with_limits(values):
    ordered = sorted(values)
    value, n = gini(ordered), len(ordered)
    if value is None or n < 3:
        return value, None, None
    deleted = [gini(ordered[:i] + ordered[i + 1:]) for i in range(n)]
    if None in deleted:
        return value, None, None
    centre = math.fsum(deleted) / n
    error = math.sqrt((n - 1) / n * math.fsum((g - centre) ** 2 for g in deleted))
    return value, max(0.0, value - Z * error), min(1.0, value + Z * error)


def gini_by_chance(values):
    """What it comes to where as many fall on people by chance (the Gini of a Poisson distribution)."""
    total = math.fsum(values)
    if total == 0 or len(values) < 2:
        return None
    x = 2 * total / len(values)
    return float(special.ive(0, x) + special.ive(1, x))


def fairest(days, people):
    """The Gini of whole days dealt as evenly as they can be."""
    each, rest = divmod(days, people)
    return gini([float(each)] * (people - rest) + [float(each + 1)] * rest)


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
