"""Answers the questions of cases (Tests/Cases) by the oracle and compares.

Usage: python3 cases.py FILE.case…
Prints JSON: a list of what differs or cannot be read, each with path, line and message.
"""

import datetime
import json
import sys

from described import boolean, date, described, instant
from oracle import figures
from records import Organization

TOLERANCE = 1e-9
SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}
NAME = ["measure", "scope", "scope_id", "breakdown", "breakdown_value", "statistic"]
STANDARD = {"measure": "default", "scope": "organization", "scope_id": "", "breakdown": "", "breakdown_value": ""}
# Where a figure of the oracle has them.
POSITIONS = {"value": 7, "lower": 8, "upper": 9, "n": 10, "censored": 11, "coverage": 12, "people": 13}
# What an oracle of numbers leaves to others.
NOT_COMPARED = ["unit", "refusal"]


class Fault(Exception):
    def __init__(self, line, message):
        super().__init__(message)
        self.line = line


# How a field is read, and what a record of the oracle's calls it.
DATASETS = {
    "people": {
        "person_id": ("person", str), "team_id": ("team", str), "department_id": ("department", str),
        "level": ("level", str), "manager_id": ("manager", str), "location": ("location", str),
        "calendar_id": ("calendar", str), "time_zone": ("zone", str),
        "joined_on": ("joinedOn", date), "valid_from": ("from", date), "valid_to": ("to", date),
        "left_on": ("leftOn", date), "rehired": ("rehired", boolean)},
    "teams": {
        "team_id": ("team", str), "department_id": ("department", str), "calendar_id": ("calendar", str),
        "time_zone": ("zone", str), "valid_from": ("from", date), "valid_to": ("to", date)},
    "turnover": {
        "person_id": ("person", str), "left_on": ("leftOn", date), "separation_type": ("type", str),
        "regretted": ("regretted", boolean), "updated_at": ("updatedAt", instant)},
    "leave": {"person_id": ("person", str), "valid_from": ("from", date), "valid_to": ("to", date)},
    "calendars": {
        "calendar_id": ("calendar", str), "time_zone": ("zone", str), "weekday": ("weekday", int),
        "starts": ("starts", str), "ends": ("ends", str)},
    "calendar_holidays": {"calendar_id": ("calendar", str), "holiday": ("holiday", date)},
    "help_requests": {
        "request_id": ("id", str), "requester_id": ("requester", str), "helper_id": ("helper", str),
        "team_id": ("team", str), "kind": ("kind", str), "channel": ("channel", str), "urgency": ("urgency", str),
        "opened_at": ("openedAt", instant), "first_response_at": ("firstResponseAt", instant),
        "resolved_at": ("resolvedAt", instant), "reopened_at": ("reopenedAt", instant),
        "final_closed_at": ("finalClosedAt", instant), "withdrawn_at": ("withdrawnAt", instant),
        "effort_minutes": ("effortMinutes", float), "anonymous": ("anonymous", boolean)},
    "request_waits": {"request_id": ("request", str), "wait_from": ("from", instant), "wait_to": ("to", instant)},
    "request_reopenings": {
        "request_id": ("request", str), "reopened_at": ("at", instant), "closed_at": ("closedAt", instant)},
    "help_contributions": {
        "contribution_id": ("id", str), "request_id": ("request", str), "helper_id": ("helper", str),
        "recipient_id": ("recipient", str), "started_at": ("startedAt", instant), "minutes": ("minutes", float),
        "kind": ("kind", str), "rating": ("rating", float)},
    "recognitions": {
        "recognition_id": ("id", str), "giver_id": ("giver", str), "receiver_id": ("receiver", str),
        "given_at": ("givenAt", instant), "reason": ("reason", str), "value_tags": ("valueTags", str),
        "public": ("isPublic", boolean)},
    "satisfaction": {
        "survey_id": ("survey", str), "response_token": ("token", str), "instrument": ("instrument", str),
        "item": ("item", str), "score": ("score", float), "scale_min": ("scaleMin", float),
        "scale_max": ("scaleMax", float), "submitted_at": ("submittedAt", instant), "team_id": ("team", str),
        "department_id": ("department", str), "level": ("level", str), "location": ("location", str),
        "comment": ("comment", bool)},
    "agreements": {
        "agreement_id": ("agreement", str), "person_id": ("person", str), "hours_per_week": ("hoursPerWeek", float),
        "valid_from": ("from", date), "valid_to": ("to", date), "reviewed_on": ("reviewedOn", date)},
    "agreement_boundaries": {
        "agreement_id": ("agreement", str), "weekday": ("weekday", int), "starts": ("starts", str),
        "ends": ("ends", str), "valid_from": ("from", date), "valid_to": ("to", date)},
}
# Columns that have a value by themselves where the file is silent.
FALLBACKS = {"people": {"valid_from": "joined_on"}}


def blocks(path):
    """(line, name, [(line, text)])"""
    found, is_within = [], False
    with open(path, encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            line = line.rstrip("\n")
            if line.startswith("#"):
                continue
            if not line:
                is_within = False
            elif is_within:
                found[-1][2].append((number, line))
            else:
                found.append((number, line, []))
                is_within = True
    return found


def table(lines):
    """(line, {column: text}) of each row"""
    columns = lines[0][1].split(",")
    for number, text in lines[1:]:
        fields = text.split(",")
        if len(fields) != len(columns):
            raise Fault(number, f"{len(fields)} fields, but {len(columns)} columns")
        yield number, dict(zip(columns, fields))


OWN = set(DATASETS)


def _text(read):
    def text(value):
        read(value)
        return value

    return text


# Of datasets that have no names of their own here a record has the columns' own, and texts, which are only tried.
for _name, _columns in described().items():
    DATASETS.setdefault(_name, {column: (column, _text(read)) for column, read in _columns.items()})


class Records:
    """What was told, in the shape of the oracle's input."""

    def __init__(self):
        self.settings, self.rows, self.columns = {"zone": "UTC"}, {name: [] for name in DATASETS}, set()

    def set(self, lines):
        for _, line in lines:
            name, _, value = line.partition("=")
            self.settings[name] = value

    def add(self, line, dataset, lines):
        if dataset not in DATASETS:
            raise Fault(line, f"the oracle has no dataset {dataset}")
        for number, fields in table(lines):
            row = {}
            for column, fallback in FALLBACKS.get(dataset, {}).items():
                fields[column] = fields.get(column) or fields[fallback]
            for column, text in fields.items():
                if column not in DATASETS[dataset]:
                    raise Fault(number, f"the oracle has no column {dataset}.{column}")
                name, read = DATASETS[dataset][column]
                try:
                    row[name] = read(text) if text else None
                except (KeyError, ValueError):
                    raise Fault(number, f"{column} cannot be \"{text}\"") from None
                if text:
                    self.columns |= {dataset, f"{dataset}.{column}"}
            # Whatever has an end of a spell has an end of an employment.
            if dataset == "people" and row.get("to"):
                self.columns.add("people.left_on")
            self.rows[dataset].append(row)

    def by(self, dataset, name):
        groups = {}
        for row in self.rows[dataset]:
            groups.setdefault(row[name], []).append(row)
        return groups

    def organization(self, first, end, is_ad_hoc):
        waits, boundaries = self.by("request_waits", "request"), self.by("agreement_boundaries", "agreement")
        reopenings = self.by("request_reopenings", "request")
        holidays = self.by("calendar_holidays", "calendar")
        settings = dict(self.settings)
        return Organization({
            "zone": settings.pop("zone"), "from": first, "to": end, "isAdHoc": is_ad_hoc, "settings": settings,
            "columns": sorted(self.columns), "people": self.by("people", "person"), "teams": self.by("teams", "team"),
            "leave": self.by("leave", "person"), "separations": self.rows["turnover"],
            "requests": [
                {**row, "waits": waits.get(row["id"], []), "reopenings": reopenings.get(row["id"], [])}
                for row in self.rows["help_requests"]],
            "contributions": self.rows["help_contributions"], "recognitions": self.rows["recognitions"],
            "others": {name: rows for name, rows in self.rows.items() if name not in OWN},
            "answers": [{**row, "comment": bool(row.get("comment"))} for row in self.rows["satisfaction"]],
            "agreements": [
                {"person": rows[0]["person"], "hours": rows, "boundaries": boundaries.get(agreement, [])}
                for agreement, rows in self.by("agreements", "agreement").items()],
            "calendars": {
                name: {"zone": rows[0].get("zone"), "shifts": rows,
                       "holidays": [row["holiday"] for row in holidays.get(name, [])]}
                for name, rows in self.by("calendars", "calendar").items()}})


def period(name):
    """First day, first day after."""
    year, _, part = name.partition("-")
    year = int(year)
    if part.startswith("W"):
        first = datetime.date.fromisocalendar(year, int(part[1:]), 1)
        return first.isoformat(), (first + datetime.timedelta(days=7)).isoformat()
    if part.startswith("Q"):
        month, months = 3 * int(part[1:]) - 2, 3
    elif part:
        month, months = int(part), 1
    else:
        month, months = 1, 12
    end = year * 12 + month - 1 + months
    return f"{year:04}-{month:02}-01", f"{end // 12:04}-{end % 12 + 1:02}-01"


def question(lines):
    """KPI, first day, first day after, whether that is no period."""
    kpi, *when = lines[0][1].split(" ")
    return (kpi, *when, True) if len(when) == 2 else (kpi, *period(when[0]), False)


def number(text):
    unit = SECONDS.get(text[-1])
    parts = [float(part) for part in (text[:-1] if unit else text).split("/")]
    return (parts[0] / parts[1] if len(parts) == 2 else parts[0]) * (unit or 1)


def agree(a, b):
    if a is None or b is None:
        return a is b
    return abs(a - b) <= TOLERANCE * max(1, abs(b))


def differences(line, lines, found):
    """(line, message) of each; `found` are the oracle's figures by name."""
    lines, is_whole = list(lines), lines[-1][1] in ("nothing", "nothing else")
    if is_whole:
        lines.pop()
    expected = set()
    for number_of_line, fields in table(lines) if lines else []:
        name = tuple((STANDARD | fields)[column] for column in NAME)
        expected.add(name)
        said = {column: text for column, text in fields.items() if column not in NAME + NOT_COMPARED}
        figure, what = found.get(name), " ".join(filter(None, name))
        if "absent" in fields.values():
            if figure is not None:
                yield number_of_line, f"{what}: there is such a figure"
        elif figure is None:
            yield number_of_line, f"{what}: there is no such figure"
        else:
            for column, text in said.items():
                value, wanted = figure[POSITIONS[column]], number(text) if text else None
                if not agree(value, wanted):
                    yield number_of_line, f"{what}: {column} is {value}, not {wanted}"
    if is_whole:
        for name in sorted(found.keys() - expected):
            yield line, f"there is {' '.join(filter(None, name))} as well"


def answer(path):
    """(line, message) of all that differs in a case."""
    records, asked = Records(), None
    for line, name, lines in blocks(path):
        if name == "settings":
            records.set(lines)
        elif name == "question":
            asked = question(lines)
        elif name == "answer":
            kpi, first, end, is_ad_hoc = asked
            rows = figures(records.organization(first, end, is_ad_hoc))
            yield from differences(line, lines, {tuple(row[1:7]): row for row in rows if row[0] == kpi})
        else:
            records.add(line, name, lines)


def main():
    told = []
    for path in sys.argv[1:]:
        try:
            told += [{"path": path, "line": line, "message": message} for line, message in answer(path)]
        except Fault as fault:
            told.append({"path": path, "line": fault.line, "message": str(fault)})
    json.dump(told, sys.stdout)


if __name__ == "__main__":
    main()
