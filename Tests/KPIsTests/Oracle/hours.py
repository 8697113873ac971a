"""Time zones, and the hours of a calendar."""

import bisect
import datetime
import zoneinfo
from functools import lru_cache

SECOND = 1_000_000
HOUR = 3600 * SECOND
EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
MICROSECOND = datetime.timedelta(microseconds=1)


@lru_cache(100_000)
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
    def __init__(self, calendar, zone, first, end):
        """`first` and `end`: dates around all instants whose working time is asked for."""
        self.zone = calendar.get("zone") or zone
        self.shifts = {}
        for shift in calendar["shifts"]:
            times = of_day(shift["starts"]), of_day(shift["ends"])
            self.shifts.setdefault(shift["weekday"], []).append(times)
        self.holidays = {datetime.date.fromisoformat(h) for h in calendar["holidays"]}
        self.first, self.end = first, end
        self.spans, self.totals = {}, None

    def has_work(self, date):
        return date not in self.holidays and date.isoweekday() in self.shifts

    def spans_of(self, date):
        """Those that start on a date."""
        if date not in self.spans:
            shifts = self.shifts[date.isoweekday()] if self.has_work(date) else []
            self.spans[date] = [span(self.zone, date, a, b) for a, b in shifts]
        return self.spans[date]

    def is_working(self, instant):
        date = date_at(self.zone, instant)
        days = [date + datetime.timedelta(days=i) for i in (-2, -1, 0, 1)]
        return any(a <= instant < b for d in days for a, b in self.spans_of(d))

    def total(self, instant):
        """Working time from the first date to an instant."""
        if self.totals is None:
            days = [self.first + datetime.timedelta(days=i) for i in range((self.end - self.first).days)]
            spans = union(s for d in days for s in self.spans_of(d))
            sums, done = [], 0
            for start, end in spans:
                sums.append(done)
                done += end - start
            self.totals = [s for s, _ in spans], spans, sums
        starts, spans, sums = self.totals
        position = bisect.bisect_right(starts, instant) - 1
        if position < 0:
            return 0
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
