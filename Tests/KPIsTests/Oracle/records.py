"""An organization's records as they stood at the end of the window, and who belonged where."""

import datetime

from hours import WorkingHours, date_at, instant_of

FAR = datetime.date.max
DAY = 86_400_000_000


def day(text):
    return None if text is None else datetime.date.fromisoformat(text)


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
        self.columns = set(data["columns"])
        self.requests = [self.request_as_seen(r) for r in data["requests"] if r["openedAt"] < self.end]
        self.read_people()
        self.read_teams_and_calendars()
        self.read_agreements_and_leave()
        self.read_pieces()
        self.recognitions = [r for r in data["recognitions"] if r["givenAt"] < self.end]

    def has(self, column):
        return column in self.columns

    def date(self, instant):
        return date_at(self.zone, instant)

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
        seen["waits"] = []
        for wait in request["waits"]:
            until = wait.get("to")
            if wait["from"] < self.end:
                seen["waits"].append((wait["from"], None if until is None or until >= self.end else until))
        return seen

    def read_pieces(self):
        """Of all times before the end. A request that lacks its helper is no piece, only a record that misses one."""
        by_id = {r["id"]: r for r in self.requests if r["id"] is not None}
        contributions = [c for c in self.data["contributions"] if c["startedAt"] < self.end]
        self.records_of_help = []
        for c in contributions:
            request = by_id.get(c.get("request"))
            asker = request["requester"] if request else None
            self.records_of_help.append({
                "helper": c["helper"], "start": c["startedAt"], "minutes": c.get("minutes"),
                "recipient": c.get("recipient") or asker, "rated": c.get("rating") is not None})
        named = {c.get("request") for c in contributions} - {None}
        for request in self.requests:
            closed, how = first_close(request)
            if how == "event" and request["id"] not in named:
                self.records_of_help.append({
                    "helper": request["helper"], "start": closed, "minutes": request["effortMinutes"],
                    "recipient": request["requester"], "rated": False})
        self.pieces = [r for r in self.records_of_help if r["helper"] is not None]

    # People

    def read_people(self):
        """Spells and employments, after turnover had its say."""
        self.spells, self.employments = {}, {}
        for person, rows in self.data["people"].items():
            employments = {}
            for row in sorted(rows, key=lambda r: (r["joinedOn"], r["from"])):
                employments.setdefault(row["joinedOn"], []).append(row)
            for joined, rows in employments.items():
                left = [day(r["leftOn"]) for r in rows if r.get("leftOn")]
                ends = [day(r.get("to")) or FAR for r in rows]
                spells = []
                for r in rows:
                    to = min(day(r.get("to")) or FAR, day(r.get("leftOn")) or FAR)
                    spells.append({**r, "from": day(r["from"]), "to": to})
                self.employments.setdefault(person, []).append({
                    "person": person, "joined": day(joined), "left": min(left) if left else max(ends),
                    "spells": spells, "row": None, "type": None, "regretted": None})
        self.idle_separations = []
        for row in sorted(self.data["separations"], key=lambda r: r["leftOn"], reverse=True):
            self.separate(row)
        for person, employments in self.employments.items():
            self.employments[person] = [e for e in employments if e["joined"] < self.end_date]
            self.spells[person] = [s for e in self.employments[person] for s in e["spells"]]

    def separate(self, row):
        """The earliest of several rows on one employment comes last, and stands."""
        left = day(row["leftOn"])
        begun = [e for e in self.employments.get(row["person"], []) if e["joined"] <= left]
        if not begun:
            self.idle_separations.append(row)
            return
        employment = max(begun, key=lambda e: e["joined"])
        if employment["row"]:
            self.idle_separations.append(employment["row"])
        employment.update(row=row, left=left, type=row.get("type"), regretted=row.get("regretted"))
        employment["spells"][-1]["to"] = left
        for spell in employment["spells"]:
            spell["to"] = min(spell["to"], left)

    def spell(self, person, date):
        for spell in self.spells.get(person, []):
            if spell["from"] <= date < spell["to"]:
                return spell
        return None

    def in_people(self, person):
        return bool(self.employments.get(person))

    def employment(self, person, date):
        for employment in self.employments.get(person, []):
            if employment["joined"] <= date < employment["left"]:
                return employment
        return None

    def all_employments(self):
        return [e for person in sorted(self.employments) for e in self.employments[person]]

    def everybody(self):
        return sorted(self.employments)

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

    def place_in_employment(self, employment, date):
        spells = [s for s in employment["spells"] if s["from"] <= date < s["to"]]
        return self.place_of_spell(spells[0] if spells else None, date)

    def attribution(self, request):
        """Team, department, and the date on which the team was looked at."""
        opened = self.date(request["openedAt"])
        if request["team"] is not None:
            return request["team"], self.department_of_team(request["team"], opened), opened
        chain = []
        answered, _ = first_response(request, ignoring_withdrawal=True)
        if answered is not None:
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
            self.hours[calendar, zone] = WorkingHours(self.data["calendars"][calendar], zone)
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
        self.agreed, self.boundaries = {}, {}
        for agreement in self.data["agreements"]:
            for row in agreement["hours"]:
                stretch = (day(row["from"]), day(row.get("to")) or FAR)
                self.agreed.setdefault(agreement["person"], []).append((*stretch, row["hoursPerWeek"]))
                for boundary in agreement["boundaries"]:
                    self.boundaries.setdefault(agreement["person"], []).append((stretch, boundary))

    def hours_agreed(self, person, date):
        return sum(hours for start, end, hours in self.agreed.get(person, []) if start <= date < end)

    def is_away(self, person, date):
        return any(day(l["from"]) <= date < day(l["to"]) for l in self.data["leave"].get(person, []))

    def capacity(self, person, dates):
        """Hours over some dates; None where there is none."""
        working, agreed = 0, 0.0
        for date in dates:
            hours = self.hours_of(person, date)
            if hours.has_work(date) if hours else date.isoweekday() <= 5:
                working += 1
                employed = not self.in_people(person) or self.employment(person, date)
                if employed and not self.is_away(person, date):
                    agreed += self.hours_agreed(person, date)
        return len(dates) / 7 / working * agreed if agreed > 0 else None


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


def first_response(request, ignoring_withdrawal=False):
    candidates = [request["firstResponseAt"]]
    closed, how = first_close(request)
    if how == "event":
        candidates.append(closed)
    known = [c for c in candidates if c is not None]
    answered = min(known) if known else None
    return earlier(answered, None if ignoring_withdrawal else request["withdrawnAt"])


def final_close(request):
    closed, how = first_close(request)
    if how != "event" or request["reopenedAt"] is None:
        return closed, how
    withdrawn = request["withdrawnAt"]
    if withdrawn is not None and withdrawn < request["reopenedAt"]:
        withdrawn = None
    return earlier(request["finalClosedAt"], withdrawn)
