"""Distributions of answers that a mean, its limits and three bands leave."""
import collections
import itertools
import math

from attacks.printed import SMALL, half_up

BANDS = {"top_two": lambda v: v >= 4, "between": lambda v: v == 3, "bottom_two": lambda v: v <= 2}


def t_limit(n):
    """The 0.975 quantile of Student's t, by bisection of its distribution (n - 1 degrees, two or more)."""
    degrees = n - 1
    scale = math.exp(math.lgamma((degrees + 1) / 2) - math.lgamma(degrees / 2)) / math.sqrt(degrees * math.pi)

    def area(x, pieces=400):
        width = x / pieces
        values = [(1 + (i * width) ** 2 / degrees) ** (-(degrees + 1) / 2) for i in range(pieces + 1)]
        return scale * width / 3 * (values[0] + values[-1] + 4 * sum(values[1:-1:2]) + 2 * sum(values[2:-1:2]))
    low, high = 0.0, 40.0
    for _ in range(50):
        middle = (low + high) / 2
        low, high = (middle, high) if area(middle) < 0.475 else (low, middle)
    return low


T_LIMITS = {n: t_limit(n) for n in range(5, 24)}


def survey_distributions(export):
    """Groups of up to 20 answers from 1 to 5 whose distribution is the only one that prints what is printed."""
    groups = collections.defaultdict(dict)
    for row in export.rows:
        if row["kpi"] == "satisfaction_score" and row["value"]:
            groups[row["scope"], row["scope_id"], row["breakdown_value"], row["period"], row["from"]][
                row["statistic"]] = row
    told = tried = 0
    for rows in groups.values():
        tried += 1
        if sum(name.startswith("share_") for name in rows) >= 4:
            told += 1
            continue
        mean = rows.get("mean")
        if mean is None or int(mean["n"]) > 20:
            continue

        def prints(counts):
            n = sum(counts)
            average = sum(v * c for v, c in zip(range(1, 6), counts)) / n
            if abs((half_up(average * 10) / 10 if export.is_rounded else average) - float(mean["value"])) > 1e-6:
                return False
            spread = math.sqrt(sum(c * (v - average) ** 2 for v, c in zip(range(1, 6), counts)) / (n - 1) / n)
            low = max(1, average - T_LIMITS[n] * spread)
            if export.is_rounded:
                low = math.floor(low * 10 + 1e-6) / 10
            if mean["lower"] and abs(low - float(mean["lower"])) > 1e-4:
                return False
            return all(
                name not in rows or export.prints(
                    sum(c for v, c in zip(range(1, 6), counts) if is_in(v)) / n, rows[name])
                for name, is_in in BANDS.items())
        left = 0
        for n in export.sizes(mean):
            if n < SMALL:
                continue
            for bars in itertools.combinations(range(n + 4), 4):
                edges = (-1, *bars, n + 4)
                if prints([b - a - 1 for a, b in zip(edges, edges[1:])]):
                    left += 1
                    if left > 1:
                        break
        told += left == 1
    return told, tried
