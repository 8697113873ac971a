"""Single answers to surveys, by what is printed of a group, and by what is printed of others.

The attacker knows how many answered: a share of those who were invited tells it of small groups. They know some of the
answers: their own and an accomplice's, or all but one.
"""
import collections
import functools
import math

from attacks.answers import RESPONSE, SAFETY
from attacks.printed import NEAR, SMALL, step

#: They themselves, and whoever tells them.
IN_THE_KNOW = 2
CODES = ("coded_low", "coded_high")
#: Under so many on one side a share is coded, and as few who differ from the others hide a mean.
CODED = 3
#: Of more people more than one distribution prints alike, but at the very ends.
MOST_ENUMERATED = 20
NEAR_A_WHOLE = 1e-6
#: What a period's surveys have figures of their own in.
SHORTER = {"quarter": ["month"], "year": ["month", "quarter"]}


class Group:
    """A printed or hidden figure of some answers, and what their sum is between, in steps of the scale."""

    def __init__(self, figure, row, answers):
        self.figure, self.row, self.answers = figure, row, answers
        self.scores = sorted(a.steps for a in answers)
        n = len(answers)
        self.low, self.high = 0.0, float(figure.steps * n)
        state = row["state"] if row else ""
        if state in CODES and figure.is_share:
            self.low, self.high = (0, CODED - 1) if state == CODES[0] else (n - CODED + 1, n)
        elif row and row["value"]:
            middle, half = figure.in_steps(float(row["value"])), figure.half_step(step(int(row["n"])))
            self.low, self.high = max(0.0, n * (middle - half)), min(self.high, n * (middle + half))

    @property
    def is_shown(self):
        return bool(self.row and self.row["value"])

    @property
    def is_right(self):
        """Whether the records say what is printed: they don't where a row was held back."""
        return self.low - NEAR <= sum(self.scores) <= self.high + NEAR and (
            not self.row or not self.row["n"] or abs(int(self.row["n"]) - len(self.scores)) <= SMALL)

    def others(self, known, is_largest):
        """The answers but the largest, or least, that so many gave in each survey that is pooled: tokens of two surveys may be
        one person's."""
        surveys = collections.defaultdict(list)
        for answer in self.answers:
            surveys[answer.survey].append(answer.steps)
        return [
            steps for own in surveys.values()
            for steps in sorted(own, reverse=is_largest)[known:]]

    def told_to_few(self):
        """How many answers nobody, one or two of the group can tell, of whom the answers tell most."""
        return max(self.told(known) for known in range(IN_THE_KNOW + 1))

    def told(self, known):
        """How many of the others' answers those who gave so many can tell, of whom the answers tell most."""
        small, large = self.others(known, is_largest=True), self.others(known, is_largest=False)
        if not small:
            return 0
        if len(small) == 1:
            return self.told_to_all_others()
        total, most = sum(self.scores), self.figure.steps * len(large)
        # Of two or more, unless they are all at one end, one can always have more and another less.
        is_low = math.floor(self.high + NEAR_A_WHOLE) - (total - sum(small)) < 1 and not any(small)
        is_high = math.ceil(self.low - NEAR_A_WHOLE) - (total - sum(large)) > most - 1 and sum(large) == most
        return len(small) if is_low or is_high else 0

    def told_to_all_others(self):
        """How many answers all others together can tell, each of them."""
        total = sum(self.scores)

        def fits(own):
            low, high = self.low - total + own, self.high - total + own
            return range(
                max(0, math.ceil(low - NEAR_A_WHOLE)), min(self.figure.steps, math.floor(high + NEAR_A_WHOLE)) + 1)
        return sum(len(fits(own)) == 1 for own in self.scores)

    def is_on_one_side(self):
        """Whether two of the group can tell that everybody else is on one side of the scale's middle."""
        middle, total = self.figure.steps / 2, sum(self.scores)
        small, large = self.others(IN_THE_KNOW, is_largest=True), self.others(IN_THE_KNOW, is_largest=False)
        if not small:
            return False
        most = self.high - (total - sum(small))
        least = self.figure.steps * len(large) - (self.low - (total - sum(large)))
        # That conflict takes nobody half of the time is nothing of anybody.
        return least < middle or most < middle and self.figure.tells_at_low_end


class Surveys:
    """Groups by figure, period and place, and which of them are others' sums."""

    def __init__(self, export, answers, departments):
        self.departments = departments
        self.groups = {}
        #: By figure, and by kind and end of the period, and place.
        self.printed = collections.defaultdict(dict)
        self.left = []
        self.sums = []
        rows = collections.defaultdict(list)
        for row in export.rows:
            rows[row["kpi"], row["measure"], row["statistic"], row["breakdown_value"]].append(row)
        for figure, everybody in answers.of.items():
            by_place = collections.defaultdict(list)
            for answer in everybody:
                places = {("organization", ""), ("department", answer.department), ("team", answer.team)}
                for place in places:
                    if place[0] == "organization" or place[1]:
                        by_place[place].append(answer)
            own = {}
            for row in rows[figure.name]:
                self.printed[figure][row["period"], row["to"], row["scope"], row["scope_id"]] = row
                inside = [a for a in by_place[row["scope"], row["scope_id"]] if row["from"] <= a.day < row["to"]]
                # In the same survey nobody has two answers, so that there are as many people at least.
                if inside and row["state"] != "no_data":
                    group = Group(figure, row, inside)
                    if group.is_right:
                        own[row["period"], row["from"], row["scope"], row["scope_id"]] = group
            self.groups[figure] = own
            self.add_sums(figure, own)

    def add_sums(self, figure, own):
        """What is left over is a group, too."""
        for (period, first, scope, scope_id), whole in own.items():
            families = []
            for kind in ("department", "team"):
                if scope == "organization" or scope == "department" and kind == "team":
                    families.append([
                        g for key, g in own.items() if key[:3] == (period, first, kind)
                        and (scope == "organization" or self.departments.get(key[3]) == scope_id)])
            for kind in ("month", "quarter"):
                if (period, kind) in [("quarter", "month"), ("year", "month"), ("year", "quarter")]:
                    families.append([
                        g for key, g in own.items() if key[0] == kind and key[2:] == (scope, scope_id)
                        and whole.row["from"] <= g.row["from"] and g.row["to"] <= whole.row["to"]])
            for parts in families:
                if not parts:
                    continue
                counted = {a for part in parts for a in part.answers}
                rest = [a for a in whole.answers if a not in counted]
                if sum(len(p.answers) for p in parts) + len(rest) != len(whole.answers):
                    continue
                left = Group(figure, None, rest)
                self.left.append(left)
                self.sums.append((whole, parts + [left]))

    def shown(self):
        for figure, own in self.groups.items():
            for group in own.values():
                if group.is_shown:
                    yield group

    def narrow(self):
        """Takes wholes from parts and parts from wholes, until nothing moves."""
        is_moving = True
        while is_moving:
            is_moving = False
            for whole, parts in self.sums:
                low, high = sum(p.low for p in parts), sum(p.high for p in parts)
                bounds = [(whole, low, high)]
                bounds += [(p, whole.low - high + p.high, whole.high - low + p.low) for p in parts]
                for group, least, most in bounds:
                    if least > group.low + NEAR_A_WHOLE or most < group.high - NEAR_A_WHOLE:
                        group.low, group.high = max(group.low, least), min(group.high, most)
                        is_moving = True


def people(groups_and_counts):
    """Of several figures of the same people the one that tells most."""
    most = {}
    for group, count in groups_and_counts:
        key = (group.figure, tuple(sorted(a.person for a in group.answers)))
        most[key] = max(most.get(key, 0), count)
    return sum(most.values())


def answers_in_means(surveys):
    """Answers that follow from the figure of the group, for nobody, one or two of it."""
    shown = list(surveys.shown())
    return (
        people((g, g.told_to_few()) for g in shown),
        people((g, len(g.answers)) for g in shown))


def answers_in_codes(surveys):
    """Answers that follow from a coded share, if the two on its smaller side tell each other."""
    coded = [
        g for own in surveys.groups.values() for g in own.values() if g.row["state"] in CODES]
    return (
        people((g, g.told_to_few()) for g in coded),
        people((g, len(g.answers)) for g in coded))


def sides_of_everybody(surveys):
    """People of whom it follows, for two of the group, on which side of the scale's middle they are: means near an end."""
    means = [g for g in surveys.shown() if not g.figure.is_share]
    return (
        people((g, len(g.answers) if g.is_on_one_side() else 0) for g in means),
        people((g, len(g.answers)) for g in means))


def answers_told_to_all_others(surveys):
    """Answers that follow if all others of the group tell theirs."""
    shown = list(surveys.shown())
    return (
        people((g, g.told_to_all_others()) for g in shown),
        people((g, len(g.answers)) for g in shown))


def answers_by_elimination(surveys):
    """Answers that follow from several figures together, of groups, shown or not, and of what is left beside them."""
    everybody = [g for own in surveys.groups.values() for g in own.values()] + [g for g in surveys.left if g.answers]
    alone = [group.told_to_few() for group in everybody]
    surveys.narrow()
    return (
        people((g, max(g.told_to_few() - told, of_alike(g))) for g, told in zip(everybody, alone)),
        people((g, len(g.answers)) for g in everybody))


def answers_that_came_late(surveys):
    """Answers that moved a survey to the next period, where the others' figure stood, or stands, in the one before."""
    told, tried = [], []
    for figure, own in surveys.groups.items():
        for (period, first, scope, scope_id), group in own.items():
            early = [a for a in group.answers if a.given < first]
            late = [a for a in group.answers if a.given >= first]
            if not group.is_shown or len(early) < SMALL or not 0 < len(late) < SMALL or figure is RESPONSE:
                continue
            former = surveys.printed[figure].get((period, first, scope, scope_id))
            # An older export has it where this one hasn't.
            half = len(early) * figure.half_step(step(len(early)))
            known = Group(figure, former, early)
            if not known.is_shown:
                known.low, known.high = sum(known.scores) - half, sum(known.scores) + half
            left = Group(figure, None, late)
            left.low, left.high = max(left.low, group.low - known.high), min(left.high, group.high - known.low)
            told.append((left, left.told_to_few()))
            tried.append((left, len(late)))
    return people(told), people(tried)


def small_groups_in_pooled_surveys(surveys):
    """Answers of under five people, in a quarter or year, that are left beside its months' or quarters' shown figures, if the
    difference tells their mean to half of the scale."""
    told, tried = [], []
    for own in surveys.groups.values():
        for (period, _, *place), whole in own.items():
            for kind in SHORTER.get(period, ()) if whole.is_shown else ():
                shown = [
                    g for key, g in own.items() if [key[0], *key[2:]] == [kind, *place] and g.is_shown
                    and whole.row["from"] <= g.row["from"] and g.row["to"] <= whole.row["to"]]
                counted = {a for part in shown for a in part.answers}
                left = Group(whole.figure, None, [a for a in whole.answers if a not in counted])
                if not shown or not 0 < max(collections.Counter(a.survey for a in left.answers).values(), default=0) < SMALL:
                    continue
                most = left.high
                left.low = max(left.low, whole.low - sum(g.high for g in shown))
                left.high = min(left.high, whole.high - sum(g.low for g in shown))
                told.append((left, len(left.answers) if left.high - left.low < most / 2 else 0))
                tried.append((left, len(left.answers)))
    return people(told), people(tried)


def of_alike(group):
    """If a mean is hidden since all but two answer the same, and it follows what that is: how many those are."""
    n, steps = len(group.scores), group.figure.steps
    if n < SMALL or group.is_shown or group.figure.is_share:
        return 0
    answer, count = collections.Counter(group.scores).most_common(1)[0]
    if n - count >= CODED:
        return 0
    few = CODED - 1
    fits = [
        v for v in range(steps + 1) if (n - few) * v <= group.high + NEAR_A_WHOLE and (n - few) * v + few * steps >= group.low - NEAR_A_WHOLE]
    return count if fits == [answer] else 0


@functools.lru_cache(maxsize=None)
def multisets(n, steps):
    """Of so many answers from 0 to `steps`: how many distributions have each sum."""
    counts = [[0] * (n * steps + 1) for _ in range(n + 1)]
    counts[0][0] = 1
    for value in range(steps + 1):
        for size in range(1, n + 1):
            for total in range(value, n * steps + 1):
                counts[size][total] += counts[size - 1][total - value]
    return counts[n]


@functools.lru_cache(maxsize=None)
def alike(n, steps):
    """Those of which all but two are the same, which are hidden."""
    counts = collections.Counter()
    for value in range(steps + 1):
        for first in range(steps + 1):
            for second in range(first, steps + 1):
                counts[(n - 2) * value + first + second] += 1
    return counts


def only_distributions(surveys):
    """People in groups of which only one distribution of answers prints what is printed."""
    told, tried = [], []
    for group in surveys.shown():
        n, steps = len(group.scores), group.figure.steps
        if group.figure.is_share:
            continue
        tried.append((group, n))
        if not SMALL <= n <= MOST_ENUMERATED or steps * n > 1000:
            continue
        sums = range(math.ceil(group.low - NEAR_A_WHOLE), math.floor(group.high + NEAR_A_WHOLE) + 1)
        if sum(multisets(n, steps)[s] - alike(n, steps)[s] for s in sums) == 1:
            told.append((group, n))
    return people(told), people(tried)


def agreement(export, surveys):
    """People whose side of the scale follows from a mean and how far people agree: all are as near to the mean.

    No item's answers vary more than all together, so that nobody is further from the mean than all of it.
    """
    told, tried = [], []
    agreed = {
        (r["period"], r["from"], r["scope"], r["scope_id"]): r for r in export.rows
        if r["kpi"] == "psychological_safety" and r["statistic"] == "rwg" and r["value"]}
    for key, group in surveys.groups.get(SAFETY, {}).items():
        row = agreed.get(key)
        if row is None or not group.is_shown:
            continue
        tried.append((group, len(group.answers)))
        least, n, items = float(row["value"]) - 0.5 / step(int(row["n"])), len(group.answers), len(SAFETY.items)
        # r = J (1 - q) / (J (1 - q) + q), of which q is the variance over 4.
        share = least / (items - (items - 1) * least) if least > 0 else 0
        furthest = math.sqrt((n - 1) ** 2 / n * 4 * (1 - share)) * SAFETY.steps / 6
        middle = SAFETY.steps / 2
        if group.low / n - furthest > middle or group.high / n + furthest < middle:
            told.append((group, n))
    return people(told), people(tried)
