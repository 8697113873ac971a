"""An organization's records as they stood at the end of the window, and who belonged where."""

import datetime

from described import read
from employments import FAR, day, employments
from hours import WorkingHours, date_at, instant_of
from limits import TOLERANCE

DAY = 86_400_000_000


def before(date, days=1):
    return date - datetime.timedelta(days=days)


def after(date, days=1):
    return date + datetime.timedelta(days=days)


def dates_between(first, end):
    """All dates from the first on, before the end."""
    return [after(first, i) for i in range((end - first).days)]


class Organization:
    def __init__(self, data):
        self.data = data
        self.zone = data["zone"]
        self.first_date, self.end_date = day(data["from"]), day(data["to"])
        self.start = instant_of(self.zone, self.first_date, 0)
        self.end = instant_of(self.zone, self.end_date, 0)
        self.last_date, self.eve = before(self.end_date), before(self.first_date)
        self.dates = dates_between(self.first_date, self.end_date)
        self.is_ad_hoc = data["isAdHoc"]
        self.settings = data["settings"]
        # Rows of datasets by the names of their columns, where nothing more is known of them.
        self.others = {name: [read(name, row) for row in rows] for name, rows in data["others"].items()}
        self.columns = set(data["columns"])
        self.least_coverage = float(self.settings.get("least_coverage", "0.5"))
        self.requests = [self.request_as_seen(r) for r in data["requests"] if r["openedAt"] < self.end]
        self.contributions = [c for c in data["contributions"] if c["startedAt"] < self.end]
        self.read_own_closes()
        self.read_people()
        self.read_teams_and_calendars()
        self.read_agreements_and_leave()
        self.read_pieces()
        self.thanks = [t for t in data["recognitions"] if t["givenAt"] < self.end]
        self.recognitions = {}
        for thanks in self.thanks:
            pair = thanks["giver"], thanks["receiver"]
            self.recognitions.setdefault(pair, []).append(thanks["givenAt"])

    def has(self, column):
        return column in self.columns

    def rows(self, dataset):
        """Those of a dataset that has no shape of its own here."""
        return self.others.get(dataset, [])

    def seen(self, instant):
        """What lies at or after the end has not happened."""
        return None if instant is None or instant >= self.end else instant

    def is_valid(self, row, date=None):
        """On a date, else on the last day."""
        date = date or self.last_date
        return (day(row["valid_from"]) or datetime.date.min) <= date < (day(row["valid_to"]) or FAR)

    def refuses(self, coverage):
        return coverage is not None and coverage < self.least_coverage - TOLERANCE

    def date(self, instant):
        return date_at(self.zone, instant)

    def quarter_before(self):
        """The first instant of the three calendar months before the first date."""
        months = self.first_date.year * 12 + self.first_date.month - 1 - 3
        first = datetime.date(months // 12, months % 12 + 1, 1)
        length = (datetime.date((months + 1) // 12, (months + 1) % 12 + 1, 1) - first).days
        return instant_of(self.zone, first.replace(day=min(self.first_date.day, length)), 0)

    def is_quarter(self):
        """Whether it has figures of quarters."""
        if self.is_ad_hoc:
            return True
        first, months = self.first_date, self.first_date.year * 12 + self.first_date.month + 2
        return first.day == 1 and first.month in (1, 4, 7, 10) and self.end_date == datetime.date(
            months // 12, months % 12 + 1, 1)

    def days_before_start(self, days):
        """The first instant of the date that many days before the first."""
        return instant_of(self.zone, self.first_date - datetime.timedelta(days=days), 0)

    def in_window(self, instant):
        return self.start <= instant < self.end

    # Requests and pieces of help

    def request_as_seen(self, request):
        """What lies at or after the end has not happened."""
        seen = dict.fromkeys(
            ["id", "requester", "helper", "team", "kind", "channel", "urgency", "effortMinutes", "anonymous",
             "firstResponseAt", "resolvedAt", "reopenedAt", "finalClosedAt", "withdrawnAt"])
        for name, value in request.items():
            seen[name] = None if name.endswith("At") and value is not None and value >= self.end else value
        seen["reopenings"] = [
            (r["at"], r.get("closedAt")) for r in request["reopenings"] if r["at"] < self.end]
        seen["reopenings"] = [
            (at, None if closed is None or closed >= self.end else closed) for at, closed in seen["reopenings"]]
        if seen["reopenedAt"] is not None:
            seen["reopenings"].append((seen["reopenedAt"], seen["finalClosedAt"]))
        seen["waits"] = []
        for wait in request["waits"]:
            until = wait.get("to")
            if wait["from"] < self.end:
                seen["waits"].append((wait["from"], None if until is None or until >= self.end else until))
        return seen

    def read_own_closes(self):
        """A request that its own asker closed is self-solved, or was resolved without a helper."""
        others = {}
        for c in self.contributions:
            if c.get("request") is not None:
                others.setdefault(c["request"], set()).add(c["helper"])
        for request in self.requests:
            asker = request["requester"]
            request["closed_by_asker"] = asker is not None and request["helper"] == asker
            if not request["closed_by_asker"]:
                continue
            request["helper"] = None
            had_help = request["firstResponseAt"] is not None or others.get(request["id"], set()) - {asker}
            if self.has("help_requests.first_response_at") and not had_help and request["resolvedAt"] is not None:
                known = [request["resolvedAt"], request["withdrawnAt"]]
                request["withdrawnAt"] = min(t for t in known if t is not None)
                request["resolvedAt"] = None

    def read_pieces(self):
        """Of all times before the end. A request that lacks its helper is no piece, only a record that misses one."""
        by_id = {r["id"]: r for r in self.requests if r["id"] is not None}
        to_come = {r["id"] for r in self.data["requests"]} - by_id.keys()
        self.records_of_help, named = [], set()
        for c in self.contributions:
            request = by_id.get(c.get("request"))
            asker = request["requester"] if request else None
            if c["helper"] == asker:
                continue
            if request:
                named.add(request["id"])
            self.records_of_help.append({
                "helper": c["helper"], "start": c["startedAt"], "minutes": c.get("minutes"),
                "recipient": c.get("recipient") or asker, "rated": c.get("rating") is not None,
                "kind": c.get("kind") or (request["kind"] if request else None),
                "team": request["team"] if request else None,
                "is_contribution": True, "is_asked": c.get("request") is not None and c["request"] not in to_come})
        for request in self.requests:
            closed, how = first_close(request)
            if how == "event" and not request["closed_by_asker"] and request["id"] not in named:
                self.records_of_help.append({
                    "helper": request["helper"], "start": closed, "minutes": request["effortMinutes"],
                    "recipient": request["requester"], "rated": False, "team": request["team"],
                    "kind": request["kind"], "is_contribution": False, "is_asked": True})
        self.pieces = [r for r in self.records_of_help if r["helper"] is not None]
        self.given_by, self.received_by = {}, {}
        for piece in self.pieces:
            self.given_by.setdefault(piece["helper"], []).append(piece)
            self.received_by.setdefault(piece["recipient"], []).append(piece)
        self.knows_hours = any(p["minutes"] is not None and self.in_window(p["start"]) for p in self.pieces)

    def place_of_piece(self, piece):
        """Its helper's; of a helper who isn't in `people`, the team that the request names."""
        helper, date = piece["helper"], self.date(piece["start"])
        if helper is None:
            return None, None
        if self.in_people(helper):
            return self.place(helper, date)
        return piece["team"], piece["team"] and self.department_of_team(piece["team"], date)

    # People

    def read_people(self):
        """Spells and employments, of those who joined before the end."""
        told = {}
        for row in self.data["separations"]:
            told.setdefault(row["person"], []).append(row)
        self.spells, self.employments, self.idle_separations = {}, {}, []
        for person in set(self.data["people"]) | set(told):
            found, idle = employments(person, self.data["people"].get(person, []), told.get(person, []))
            self.idle_separations += idle
            found = [e for e in found if e["joined"] < self.end_date]
            if found:
                self.employments[person] = found
                self.spells[person] = [s for e in found for s in e["spells"]]

    def spell(self, person, date):
        for spell in self.spells.get(person, []):
            if spell["from"] <= date < spell["to"]:
                return spell
        return None

    def in_people(self, person):
        return person in self.employments

    def is_known(self, person):
        """In `people`, which isn't asked where that was never given."""
        return self.in_people(person) or not self.has("people")

    def employment(self, person, date):
        for employment in self.employments.get(person, []):
            if employment["joined"] <= date < employment["left"]:
                return employment
        return None

    def all_employments(self):
        return [e for person in sorted(self.employments) for e in self.employments[person]]

    def everybody(self):
        return sorted(self.employments)

    def present(self):
        """Who is employed on the last day."""
        return [p for p in self.everybody() if self.employment(p, self.last_date)]

    def team_stretch(self, team, date):
        for stretch in self.teams.get(team, []):
            if stretch["from"] <= date < stretch["to"]:
                return stretch
        return {}

    def department_of_team(self, team, date):
        return self.team_stretch(team, date).get("department")

    def place_of_spell(self, spell, date):
        if spell is None:
            return None, None
        team = spell.get("team")
        department = self.department_of_team(team, date) if team else None
        return team, department or spell.get("department")

    def place(self, person, date):
        return self.place_of_spell(self.spell(person, date), date)

    def last_place_of(self, person):
        return self.place(person, self.last_date)

    def place_in_employment(self, employment, date):
        if employment["joined"] == employment["left"]:
            return self.place_of_spell(employment["spells"][0], employment["joined"])
        spells = [s for s in employment["spells"] if s["from"] <= date < s["to"]]
        return self.place_of_spell(spells[0] if spells else None, date)

    def last_place(self, employment):
        """On the last day before the end."""
        return self.place_in_employment(employment, before(min(employment["left"], self.end_date)))

    def attribution(self, request):
        """Team, department, and the date on which the team was looked at."""
        opened = self.date(request["openedAt"])
        if request["team"] is not None:
            return request["team"], self.department_of_team(request["team"], opened), opened
        chain = []
        answered, how = first_response(request)
        if how == "event":
            date = self.date(answered)
            chain.append((*self.place(request["helper"], date), date))
        chain.append((*self.place(request["requester"], opened), opened))
        with_team = [p for p in chain if p[0] is not None]
        with_department = [p for p in chain if p[1] is not None]
        return (with_team + with_department + [(None, None, opened)])[0]

    # Calendars, zones, agreements, leave

    def read_teams_and_calendars(self):
        self.teams = {}
        for team, stretches in self.data["teams"].items():
            self.teams[team] = [
                {**s, "from": day(s.get("from")) or datetime.date.min, "to": day(s.get("to")) or FAR}
                for s in stretches]
        self.hours = {}

    def working_hours(self, calendar, zone):
        """Of a calendar that somebody in a zone works by; None where there is no such calendar."""
        if calendar not in self.data["calendars"]:
            return None
        if (calendar, zone) not in self.hours:
            first = min((self.date(r["openedAt"]) for r in self.requests), default=self.first_date)
            self.hours[calendar, zone] = WorkingHours(
                self.data["calendars"][calendar], zone, before(first, 3), after(self.end_date, 3))
        return self.hours[calendar, zone]

    def hours_of_team(self, team, date):
        stretch = self.team_stretch(team, date)
        return self.working_hours(stretch.get("calendar"), stretch.get("zone") or self.zone)

    def zone_of(self, person, date):
        spell = self.spell(person, date) or {}
        return spell.get("zone") or self.team_stretch(spell.get("team"), date).get("zone") or self.zone

    def hours_of(self, person, date):
        spell = self.spell(person, date)
        if spell is None:
            return None
        calendar = spell.get("calendar") or self.team_stretch(spell.get("team"), date).get("calendar")
        return self.working_hours(calendar, self.zone_of(person, date))

    def read_agreements_and_leave(self):
        self.leave = {
            person: [(day(l["from"]), day(l.get("to")) or FAR) for l in spans]
            for person, spans in self.data["leave"].items()}
        self.agreed, self.boundaries, self.offered, self.agreements = {}, {}, {}, {}
        for agreement in self.data["agreements"]:
            for row in agreement["hours"]:
                stretch = (day(row["from"]), day(row.get("to")) or FAR)
                self.agreements.setdefault(agreement["person"], []).append((*stretch, day(row.get("reviewedOn"))))
                self.agreed.setdefault(agreement["person"], []).append((*stretch, row["hoursPerWeek"]))
                for boundary in agreement["boundaries"]:
                    self.boundaries.setdefault(agreement["person"], []).append((stretch, boundary))

    def hours_agreed(self, person, date):
        return sum(hours for start, end, hours in self.agreed.get(person, []) if start <= date < end)

    def is_there(self, person):
        """On the last day; whoever isn't in `people` counts as employed."""
        return not self.in_people(person) or self.employment(person, self.last_date) is not None

    def holders_of_agreements(self):
        """Of those that are valid on the last day, whoever has left or isn't in `people`."""
        return sorted(
            person for person, rows in self.agreements.items()
            if any(first <= self.last_date < end for first, end, _ in rows))

    def is_away(self, person, date):
        return any(start <= date < end for start, end in self.leave.get(person, []))

    def hours_offered(self, person, date):
        """Hours per week, 0 on leave; None on a day off."""
        if (person, date) not in self.offered:
            hours, offered = self.hours_of(person, date), None
            if hours.has_work(date) if hours else date.isoweekday() <= 5:
                employed = not self.in_people(person) or self.employment(person, date)
                is_there = employed and not self.is_away(person, date)
                offered = self.hours_agreed(person, date) if is_there else 0
            self.offered[person, date] = offered
        return self.offered[person, date]

    def capacity(self, person, dates):
        """Hours over some dates; None where there is none."""
        if person not in self.agreed:
            return None
        offered = [self.hours_offered(person, d) for d in dates]
        working_days = [hours for hours in offered if hours is not None]
        agreed = sum(working_days)
        return len(dates) / 7 / len(working_days) * agreed if agreed > 0 else None


# Endings of a request


def earlier(event, withdrawn):
    """The instant at which the first of the two happened, and which; at a tie the event."""
    if event is not None and (withdrawn is None or event <= withdrawn):
        return event, "event"
    if withdrawn is not None:
        return withdrawn, "withdrawn"
    return None, "open"


def first_close(request):
    return earlier(request["resolvedAt"], request["withdrawnAt"])


def first_response(request):
    candidates = [request["firstResponseAt"]]
    closed, how = first_close(request)
    if how == "event":
        candidates.append(closed)
    known = [c for c in candidates if c is not None]
    answered = min(known) if known else None
    return earlier(answered, request["withdrawnAt"])


def final_close(request):
    closed, how = first_close(request)
    again = reopenings(request)
    if not again:
        return closed, how
    # What happened last, told as a story: a close at the instant of a reopening precedes it.
    story = sorted([(at, 1) for at in again] + [(c, 0) for _, c in request["reopenings"] if c is not None])
    last = max(again)
    closes = [at for at, kind in story[story.index((last, 1)) + 1:] if kind == 0]
    withdrawn = request["withdrawnAt"]
    if withdrawn is not None and withdrawn < last:
        withdrawn = None
    return earlier(closes[-1] if closes else None, withdrawn)


def reopenings(request):
    """Those after the first close, in order."""
    closed, how = first_close(request)
    return sorted(at for at, _ in request["reopenings"] if at >= closed) if how == "event" else []
