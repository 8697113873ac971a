"""Time zones, and the hours of a calendar."""

import bisect
import datetime
import zoneinfo
from functools import lru_cache

SECOND = 1_000_000
HOUR = 3600 * SECOND
EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
MICROSECOND = datetime.timedelta(microseconds=1)


def local_time(zone, instant):
    return (EPOCH + instant * MICROSECOND).astimezone(zoneinfo.ZoneInfo(zone)).replace(tzinfo=None, fold=0)


def date_at(zone, instant):
    return local_time(zone, instant).date()


@lru_cache(None)
def instant_of(zone, date, time):
    """Of a wall time: the first of two, and the gap's end where it is skipped."""
    wall = datetime.datetime(date.year, date.month, date.day) + time * MICROSECOND

    def instant(local):
        return (local.replace(tzinfo=zoneinfo.ZoneInfo(zone), fold=0) - EPOCH) // MICROSECOND

    if local_time(zone, instant(wall)) == wall:
        return instant(wall)
    low, high = (instant(wall + i * datetime.timedelta(days=1)) for i in (-1, 1))
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if local_time(zone, middle) < wall else (low, middle)
    return high


def of_day(text):
    hours, minutes = text.split(":")
    return (int(hours) * 60 + int(minutes)) * 60 * SECOND


def span(zone, date, starts, ends):
    """Of two times of day, the second on the next day unless it is above the first."""
    next_day = date + datetime.timedelta(days=1)
    return (
        instant_of(zone, date, starts),
        instant_of(zone, date, ends) if ends > starts else instant_of(zone, next_day, ends))


def union(spans):
    """In order; those that touch are one."""
    merged = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged


class WorkingHours:
    def __init__(self, calendar, zone):
        self.zone = calendar.get("zone") or zone
        self.shifts = [(s["weekday"], of_day(s["starts"]), of_day(s["ends"])) for s in calendar["shifts"]]
        self.holidays = {datetime.date.fromisoformat(h) for h in calendar["holidays"]}
        self.totals = None

    def has_work(self, date):
        return date not in self.holidays and any(weekday == date.isoweekday() for weekday, _, _ in self.shifts)

    def spans_of(self, date):
        """Those that start on a date."""
        if date in self.holidays:
            return []
        return [span(self.zone, date, a, b) for weekday, a, b in self.shifts if weekday == date.isoweekday()]

    def is_working(self, instant):
        date = date_at(self.zone, instant)
        days = [date + datetime.timedelta(days=i) for i in (-2, -1, 0, 1)]
        return any(a <= instant < b for d in days for a, b in self.spans_of(d))

    def total(self, instant):
        """Working time from a day long before all records to an instant."""
        if self.totals is None:
            day = datetime.date(2021, 1, 1)
            spans = union(s for i in range(6 * 366) for s in self.spans_of(day + datetime.timedelta(days=i)))
            sums, done = [], 0
            for start, end in spans:
                sums.append(done)
                done += end - start
            self.totals = [s for s, _ in spans], spans, sums
        starts, spans, sums = self.totals
        position = bisect.bisect_right(starts, instant) - 1
        assert 0 <= position < len(spans) - 1, "records from 2021 to 2026"
        start, end = spans[position]
        return sums[position] + min(instant, end) - start

    def clock(self, start, instant, waits):
        """What the clock of a request that was opened at `start` reads."""
        reading = self.total(instant) - self.total(start)
        for begin, end in union((a, instant if b is None else b) for a, b in waits):
            begin, end = max(begin, start), min(end, instant)
            if begin < end:
                reading -= self.total(end) - self.total(begin)
        return reading
