"""An XmR chart written from docs/signals.md alone, over whole series: the oracle of ControlChartOracleTests.

Reads a JSON list of series (each a list of numbers, null where a period has none) and writes for each a list with, for
each period, null or [number of the stretch's first period, points that fix the limits, centre, lower, upper, rule,
above]. Fractions are exact, so nothing hangs on the order of sums.
"""

import json
import sys
from fractions import Fraction

FACTOR = Fraction(266, 100)
FIRM, LEAST, RUN = 24, 12, 8


def near(a, b):
    return abs(a - b) <= Fraction(1, 10**9) * max(1, abs(b))


def read(series):
    points = [(i, Fraction(v)) for i, v in enumerate(series) if v is not None]
    answer = [None] * len(series)
    begin = 0
    for k, (period, value) in enumerate(points):
        before = [v for _, v in points[begin:k]][:FIRM]
        start = points[begin][0]
        if len(before) < LEAST:
            answer[period] = [start, None, None, None, None, None, None]
            continue
        centre = sum(before) / len(before)
        moves = [abs(b - a) for a, b in zip(before, before[1:])]
        width = FACTOR * sum(moves) / len(moves)
        last = [v for _, v in points[begin : k + 1]][-RUN:]
        sides = {0 if near(v, centre) else 1 if v > centre else -1 for v in last}
        rule = None
        if len(sides) == 1 and 0 not in sides:
            rule = "eight in a row"
        elif not near(value, centre + width) and value > centre + width:
            rule = "outside"
        elif not near(value, centre - width) and value < centre - width:
            rule = "outside"
        answer[period] = [
            start, len(before), float(centre), float(centre - width), float(centre + width), rule,
            value > centre if rule else None,
        ]
        if rule == "eight in a row":
            begin = k - RUN + 1
    return answer


print(json.dumps([read(series) for series in json.load(open(sys.argv[1]))]))
