"""The helper overload index."""

from hours import HOUR, instant_of, local_time, union
from limits import TOLERANCE, type_7, wilson
from load import hours_given
from records import DAY, after, before, dates_between
from scopes import at_place, by_scope

WEIGHTS = {
    "load": 0.30, "recovery": 0.25, "after_hours": 0.20, "concentration": 0.15, "one_sidedness": 0.05,
    "unacknowledged": 0.05}


def clamped(x):
    return min(1.0, max(0.0, x))


class Helper:
    """What a person did and had on the dates of the index."""

    def __init__(self, organization, person):
        self.organization, self.person = organization, person
        days = len(organization.dates) if organization.is_ad_hoc else 28
        self.dates = dates_between(before(organization.end_date, days), organization.end_date)
        self.zone = organization.zone_of(person, organization.last_date)
        self.start = instant_of(self.zone, self.dates[0], 0)
        self.end = min(organization.end, instant_of(self.zone, organization.end_date, 0))
        # What began more than two weeks before the first date is not looked at.
        first = instant_of(organization.zone, before(self.dates[0], 14), 0)
        self.all_pieces = [p for p in organization.given_by.get(person, []) if first <= p["start"]]
        self.pieces = self.within(self.all_pieces)
        self.received = self.within(organization.received_by.get(person, []))
        self.hours = hours_given(self.pieces)
        self.capacity = organization.capacity(person, self.dates)

    def within(self, pieces):
        return [p for p in pieces if self.start <= p["start"] < self.end]

    def is_employed_throughout(self):
        return all(self.organization.employment(self.person, d) for d in self.dates)

    def local_date(self, instant):
        return local_time(self.zone, instant).date()

    def calendar(self, date):
        return self.organization.hours_of(self.person, date)

    def has_calendar(self):
        return all(self.calendar(d) for d in self.dates)

    def use(self):
        return None if self.hours is None or self.capacity is None else self.hours / self.capacity

    # Components, from 0 to 1, None without data

    def load(self):
        return None if self.use() is None else clamped((self.use() - 0.8) / 0.7)

    def work(self):
        """Spans of work: calendar outside leave, plus help.

        From ten days before the dates on: a longer rest than 35 hours makes no difference.
        """
        spans = []
        for date in dates_between(before(self.dates[0], 10), after(self.dates[-1], 2)):
            calendar = self.calendar(date)
            if calendar and not self.organization.is_away(self.person, date):
                spans += calendar.spans_of(date)
        spans = [(a, b) for a, b in spans if a < b]
        for piece in self.all_pieces:
            length = round((piece["minutes"] or 0) * 60_000_000)
            spans.append((piece["start"], piece["start"] + length))
        return union(s for s in spans if s[0] < self.end)

    def recovery(self):
        if not self.has_calendar():
            return None
        rests = {}
        last_end = None
        for start, end in self.work():
            rest = float("inf") if last_end is None else start - last_end
            rests.setdefault(self.local_date(start), []).append(rest)
            last_end = end
        short_days = sum(d in rests and max(rests[d]) < 11 * HOUR for d in self.dates)
        short_blocks = 0
        for first in range(0, len(self.dates) - 6, 7):
            block = [r for d in self.dates[first:first + 7] for r in rests.get(d, [])]
            short_blocks += bool(block) and max(block) < 35 * HOUR
        help_dates = {self.local_date(p["start"]) for p in self.all_pieces}
        late_in_run = sum(all(before(d, i) in help_dates for i in range(6)) for d in self.dates)
        # 8 of 28 days; a window of another length has its share.
        return clamped((short_days + short_blocks + late_in_run) / 8 * 28 / len(self.dates))

    def after_hours(self):
        if not self.has_calendar():
            return None
        counts = {}
        for piece in self.pieces:
            wall = local_time(self.zone, piece["start"])
            if not self.calendar(wall.date()).is_working(piece["start"]):
                at_night = wall.hour >= 22 or wall.hour < 6
                counts[wall.date()] = max(counts.get(wall.date(), 0), 2 if at_night else 1)
        return clamped(sum(counts.values()) / (len(self.dates) / 7) / 3)

    def concentration(self):
        organization = self.organization
        team, _ = organization.place(self.person, organization.last_date)
        if team is None:
            return None
        members = [p for p in organization.everybody() if organization.place(p, organization.last_date)[0] == team]
        pieces = {m: self.within(organization.given_by.get(m, [])) for m in members}
        if all(p["minutes"] is not None for m in members for p in pieces[m]):
            help = {m: hours_given(pieces[m]) for m in members}
        else:
            help = {m: len(pieces[m]) for m in members}
        total = sum(help.values())
        if total == 0:
            return None
        capacities = [organization.capacity(m, self.dates) for m in members]
        share = 1 / len(members)
        if None not in capacities:
            share = self.capacity / sum(capacities)
        return clamped((help[self.person] / total / share - 1) / 2)

    def one_sidedness(self):
        knows_recipients = self.organization.has("help_requests.requester_id") or self.organization.has(
            "help_contributions.recipient_id")
        received = hours_given(self.received)
        if not knows_recipients or received is None or self.use() is None:
            return None
        b = (self.hours - received) / (self.hours + received + 2)
        return max(0.0, b) * min(1.0, self.use())

    def unacknowledged(self):
        organization = self.organization
        if not organization.has("recognitions") and not organization.has("help_contributions.rating"):
            return None
        if len(self.pieces) < 5:
            return None

        def is_acknowledged(piece):
            thanks = organization.recognitions.get((piece["recipient"], self.person), [])
            start = piece["start"]
            return piece["rated"] or any(start <= given <= start + 14 * DAY for given in thanks)

        return 1 - sum(map(is_acknowledged, self.pieces)) / len(self.pieces)

    def components(self):
        return {name: getattr(self, name)() for name in WEIGHTS}


def index(components):
    known = {name: score for name, score in components.items() if score is not None}
    if not known:
        return None
    weight = sum(WEIGHTS[name] for name in known)
    if weight < 0.60 - TOLERANCE:
        return None
    return 100 * sum(WEIGHTS[name] * score for name, score in known.items()) / weight


def helpers(organization):
    """Those employed on all dates, and those who aren't in `people`, of whom nothing is known."""
    for person in sorted(organization.given_by):
        helper = Helper(organization, person)
        is_stranger = not organization.in_people(person)
        if helper.pieces and (is_stranger or helper.is_employed_throughout()):
            components = {} if is_stranger else helper.components()
            yield at_place(
                organization.place(person, organization.last_date), person=person, index=index(components),
                components={name: score for name, score in components.items() if score is not None})


def statistics(values):
    for threshold in [50, 60, 70]:
        yield f"share_{threshold}", wilson(sum(v >= threshold - TOLERANCE for v in values), len(values))
    for percent in [25, 50, 75]:
        yield f"p{percent}", (type_7(values, percent / 100) if values else None, None, None)


def figures(organization):
    rows = []
    for scope, scope_id, inside, coverage, is_refused in by_scope(
            organization, list(helpers(organization)), lambda h: h["index"] is not None):
        for statistic, estimate in statistics([] if is_refused else [h["index"] for h in inside]):
            rows.append([
                "helper_overload_index", "default", scope, scope_id, "", "", statistic, *estimate, len(inside), None,
                coverage, len(inside)])
    return rows
