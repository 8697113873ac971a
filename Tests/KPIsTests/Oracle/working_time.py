"""An independent computation of working time, for tests: every shift, one by one, with Python's own zones.

Usage: python3 working_time.py QUESTIONS.json
Prints JSON: for each calendar the answers to its questions. Needs only Python's standard library (3.9 or later).
"""

import datetime
import json
import sys
import zoneinfo

EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
DAY = datetime.timedelta(days=1)
MICROSECOND = datetime.timedelta(microseconds=1)


def offset(zone, microseconds):
    return (EPOCH + microseconds * MICROSECOND).astimezone(zone).utcoffset() // MICROSECOND


def instant(zone, wall):
    """The first instant at which the zone's clocks show a wall time; in a gap the gap's end."""
    guess = (wall.replace(tzinfo=zone, fold=0) - EPOCH) // MICROSECOND
    if (EPOCH + guess * MICROSECOND).astimezone(zone).replace(tzinfo=None) == wall:
        return guess
    before, after = guess - 86_400_000_000, guess + 86_400_000_000
    while after - before > 1:
        middle = (before + after) // 2
        if offset(zone, middle) == offset(zone, guess - 86_400_000_000):
            before = middle
        else:
            after = middle
    return after


def spans(calendar, first, last):
    """The spans of work of the shifts that start on the dates from first to last, without what they share."""
    zone = zoneinfo.ZoneInfo(calendar["zone"])
    holidays = set(calendar["holidays"])
    found = []
    date = first
    while date <= last:
        for weekday, starts, ends in calendar["shifts"]:
            if weekday == date.isoweekday() and date.isoformat() not in holidays:
                midnight = datetime.datetime(date.year, date.month, date.day)
                end = midnight + ends * MICROSECOND + (DAY if ends <= starts else 0 * DAY)
                found.append((instant(zone, midnight + starts * MICROSECOND), instant(zone, end)))
        date += DAY
    merged = []
    for start, end in sorted(found):
        if merged and start <= merged[-1][1]:
            merged[-1][1] = max(merged[-1][1], end)
        else:
            merged.append([start, end])
    return merged


def working_time(calendar, start, end):
    first = (EPOCH + start * MICROSECOND).date() - 3 * DAY
    last = (EPOCH + end * MICROSECOND).date() + 3 * DAY
    return sum(max(0, min(b, end) - max(a, start)) for a, b in spans(calendar, first, last))


with open(sys.argv[1], encoding="utf-8") as file:
    calendars = json.load(file)
json.dump([[working_time(c, *question) for question in c["questions"]] for c in calendars], sys.stdout)
