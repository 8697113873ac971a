"""What is printed: the rows of an export, and how their numbers were rounded."""
import collections
import csv
import datetime
import math

SMALL = 5
NEAR = 1e-9


def read(path):
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def number(text):
    return float(text) if text else None


def half_up(x):
    return math.floor(x + 0.5 + NEAR)


def step(n):
    return 100 if n >= 300 else 50 if n >= 150 else 20


class Export:
    """Rows by what they are of, and whether numbers are exact."""

    def __init__(self, path):
        rows = read(path)
        self.rows = rows
        counts = [int(row["n"]) for row in rows if row["n"]]
        self.is_rounded = all(n % 5 == 0 for n in counts)
        self.cells = collections.defaultdict(dict)
        for row in rows:
            key = (row["kpi"], row["measure"], row["statistic"], row["period"], row["from"])
            place = (row["scope"], row["scope_id"], row["breakdown"], row["breakdown_value"])
            self.cells[key][place] = row
        # Ratios that are no shares have two digits, some of which lie off the grid of shares.
        ratios, others = set(), set()
        for row in rows:
            if row["unit"] == "ratio" and row["value"]:
                ratios.add((row["kpi"], row["measure"], row["statistic"]))
                value, parts = float(row["value"]), step(int(row["n"])) if row["n"] else 20
                is_on_grid = abs(value * parts - round(value * parts)) < 1e-6
                if not 0 <= value <= 1 or self.is_rounded and not is_on_grid:
                    others.add((row["kpi"], row["measure"], row["statistic"]))
        self.shares = ratios - others

    def sizes(self, row):
        n = int(row["n"])
        return range(max(1, n - 2), n + 3) if self.is_rounded else [n]

    def prints(self, share, row):
        if not self.is_rounded:
            return abs(share - float(row["value"])) < NEAR
        parts = step(int(row["n"]))
        return abs(half_up(share * parts) / parts - float(row["value"])) < NEAR

    def counts(self, row):
        """All (events, n) of a share that print the row's value and n."""
        found = []
        for n in self.sizes(row):
            middle, spread = float(row["value"]) * n, n / step(int(row["n"])) + 1
            for events in range(max(0, math.floor(middle - spread)), min(n, math.ceil(middle + spread)) + 1):
                if self.prints(events / n, row):
                    found.append((events, n))
        return found


def half_up_digits(x):
    if x <= 0:
        return 0.0
    unit = 10.0 ** (math.floor(math.log10(x) + NEAR) - 1)
    return half_up(x / unit) * unit


def in_period(day, row):
    return row["from"] <= day[:10] < row["to"]


def day(text):
    return datetime.date.fromisoformat(text[:10]).toordinal()
