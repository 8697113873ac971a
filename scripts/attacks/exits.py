"""Who of those who left had given much help, or got any, by exits beside support.

The attacker knows more than anybody does: all help that was ever given, but for what the leavers gave and got in the quarter
before the one in which they left. Whom no other division of the leavers into the two groups lets be in the other one is told.
"""
import bisect
import collections
import datetime
import itertools
import math
import os

from attacks.printed import NEAR, day, half_up, half_up_digits, read

Z = 1.959963984540054
MOST_GIVE_LESS = 0.75
#: Divisions that are tried for each leaver.
MOST_TRIED = 5000


def digits(x, rounded):
    """To two digits, downward or upward."""
    unit = 10.0 ** (math.floor(math.log10(x) + NEAR) - 1)
    return rounded(x / unit) * unit


def of_thousandths(p):
    """To two digits that are no finer than thousandths."""
    return half_up_digits(p) if p >= 0.01 else half_up(p * 1000) / 1000


def down(x):
    return digits(x, lambda x: math.floor(x + 1e-6))


def up(x):
    return digits(x, lambda x: math.ceil(x - 1e-6))


def quarters(first):
    """From where to where the four of a year go, and where the one before begins."""
    year = int(first[:4])
    begins = [datetime.date(year - 1, 10, 1)] + [datetime.date(year, m, 1) for m in (1, 4, 7, 10)]
    return list(zip(begins, begins[1:], begins[2:] + [datetime.date(year + 1, 1, 1)]))


def employments(people, turnover):
    """(person, first day, day after the last) of each."""
    ends = collections.defaultdict(set)
    for separation in turnover:
        ends[separation["person_id"]].add(separation["left_on"])
    joined = {(spell["person_id"], spell["joined_on"]) for spell in people}
    for person, first in sorted(joined):
        left = min((end for end in ends[person] if end > first), default="9999-12-31")
        yield person, first, left


def pieces(folder):
    """(day, helper, helped, minutes): contributions, and resolved requests that none names."""
    requests = {r["request_id"]: r for r in read(os.path.join(folder, "help_requests.csv"))}
    named = set()
    for given in read(os.path.join(folder, "help_contributions.csv")):
        named.add(given["request_id"])
        asker = requests.get(given["request_id"], {}).get("requester_id", "")
        if given["helper_id"] != asker:
            yield given["started_at"][:10], given["helper_id"], given["recipient_id"] or asker, given["minutes"]
    for request in requests.values():
        if request["resolved_at"] and request["helper_id"] and request["request_id"] not in named and (
                request["helper_id"] != request["requester_id"]):
            yield request["resolved_at"][:10], request["helper_id"], request["requester_id"], request["effort_minutes"]


def percentile(values):
    values = sorted(values)
    position = MOST_GIVE_LESS * (len(values) - 1)
    low = math.floor(position)
    high = min(low + 1, len(values) - 1)
    return values[low] + (position - low) * (values[high] - values[low])


def is_same(a, b):
    return abs(a - b) <= NEAR * max(1, abs(a))


class Quarter:
    """Those who are followed in it, by group: for how many days, and of whom it is known that they left, after how many."""

    def __init__(self, members):
        self.leavers = [(person, days, is_first) for person, days, has_left, is_first in members if has_left]
        self.exits = sorted(days for _, days, _, _ in members)
        self.own = sorted(days for _, days, _, is_first in members if is_first)
        self.time, self.own_time = sum(self.exits), sum(self.own)
        self.left = collections.Counter(days for _, days, _ in self.leavers)
        self.own_left = collections.Counter(days for _, days, is_first in self.leavers if is_first)

    def sums(self, gone=(), come=()):
        """Of Mantel and Haenszel's rates and of the log-rank test, if those who left after so many days were in the other
        group: out of the first, or into it."""
        first = len([1 for _, _, is_first in self.leavers if is_first]) - len(gone) + len(come)
        time = self.own_time - sum(gone) + sum(come)
        others, share = len(self.leavers) - first, time / self.time
        rates = [first * (1 - share), others * share, len(self.leavers) * share * (1 - share)]
        if not 0 < share < 1:
            rates = [0, 0, 0]
        excess = variance = 0.0
        for days, left in self.left.items():
            at_risk = len(self.exits) - bisect.bisect_left(self.exits, days)
            own = len(self.own) - bisect.bisect_left(self.own, days)
            own += sum(d >= days for d in come) - sum(d >= days for d in gone)
            if left == at_risk:
                continue
            excess += self.own_left[days] - gone.count(days) + come.count(days) - left * own / at_risk
            variance += left * (at_risk - left) / (at_risk - 1) * own / at_risk * (1 - own / at_risk)
        return rates + [excess, variance]


class Division:
    """The leavers of a year in two groups, and what is printed of it."""

    def __init__(self, groups):
        self.quarters = [Quarter(members) for members in groups if members]
        self.sums = [quarter.sums() for quarter in self.quarters]

    def printed(self, changes=()):
        """Ratio, limits and p, after changes: by quarter, who goes out of the first group and who comes into it."""
        sums = dict(enumerate(self.sums))
        for number in {number for number, _, _ in changes}:
            gone = [d for n, d, is_first in changes if n == number and is_first]
            come = [d for n, d, is_first in changes if n == number and not is_first]
            sums[number] = self.quarters[number].sums(gone, come)
        above, below, variance, excess, spread = (math.fsum(own) for own in zip(*sums.values()))
        if above <= 0 or below <= 0 or spread <= 0:
            return None
        factor = math.exp(Z * math.sqrt(variance / (above * below)))
        p = math.erfc(math.sqrt(excess ** 2 / spread / 2))
        ratio = above / below
        return half_up_digits(ratio), down(ratio / factor), up(ratio * factor), of_thousandths(p)

    def told(self):
        """How many leavers can be in no other group than theirs, if what is printed is to be the same."""
        own = self.printed()
        leavers = [
            (number, days, is_first) for number, quarter in enumerate(self.quarters)
            for _, days, is_first in quarter.leavers]
        groups = [[i for i, leaver in enumerate(leavers) if leaver[2] == is_first] for is_first in (True, False)]
        is_open = [False] * len(leavers)

        def distance(i, j):
            return abs(leavers[i][0] - leavers[j][0]), abs(leavers[i][1] - leavers[j][1])

        def changes(i):
            """Divisions in which the leaver is in the other group, those first that are most alike."""
            mine, theirs = (sorted(group, key=lambda j: distance(i, j)) for group in sorted(groups, key=lambda g: i not in g))
            yield (i,)
            yield from ((i, j) for j in theirs)
            for j, l in itertools.permutations(theirs, 2):
                yield from ((i, j, k, l) for k in mine if k != i)

        for i in range(len(leavers)):
            for places in itertools.islice(changes(i), 0 if is_open[i] else MOST_TRIED):
                other = self.printed([leavers[place] for place in places])
                if other and all(map(is_same, own, other)):
                    for place in places:
                        is_open[place] = True
                    break
        return len(leavers) - sum(is_open), len(leavers)


def divisions(first, folder, people, turnover):
    """Of a year, by measure."""
    given = list(pieces(folder))
    spells = list(employments(people, turnover))
    groups = {"given": [], "received": []}
    for before, begin, end in quarters(first):
        minutes, helped = collections.defaultdict(float), set()
        unknown = collections.Counter()
        for date, helper, recipient, length in given:
            if before.isoformat() <= date < begin.isoformat():
                helped.add(recipient)
                minutes[helper] += float(length or 0)
                unknown[helper] += 0 if length else 1
        members = []
        for person, joined, left in spells:
            if joined <= before.isoformat() and begin.isoformat() <= left:
                last = min(left, end.isoformat())
                members.append((person, day(last) - begin.toordinal(), left < end.isoformat()))
        known = [m for m in members if minutes[m[0]] > 0 or not unknown[m[0]]]
        threshold = percentile([minutes[person] for person, _, _ in known]) if known else 0
        groups["given"].append([(*m, minutes[m[0]] > threshold + NEAR) for m in known])
        groups["received"].append([(*m, m[0] in helped) for m in members])
    return {measure: Division(own) for measure, own in groups.items()}


def groups_of_leavers(export, folder, people, turnover):
    """Leavers of whom it follows whether they had helped much, or were helped, of all years that the records say."""
    told = tried = 0
    rows = collections.defaultdict(dict)
    for row in export.rows:
        if row["kpi"] == "exit_rate_by_support" and row["scope"] == "organization" and row["value"]:
            rows[row["from"], row["measure"]][row["statistic"]] = row
    known = {first: divisions(first, folder, people, turnover) for first in sorted({first for first, _ in rows})}
    for (first, measure), row in rows.items():
        division = known[first][measure]
        if {"rate_ratio", "p"} <= row.keys() and division.printed() and all(
                is_same(value, printed) for value, printed in zip(division.printed(), [
                    float(row["rate_ratio"][name]) for name in ("value", "lower", "upper")] + [float(row["p"]["value"])])):
            own = division.told()
            told, tried = told + own[0], tried + own[1]
    return told, tried
