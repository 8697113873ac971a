import datetime
import zoneinfo

from random_records.draw import DAY, KINDS, QUARTER_HOUR, SEPARATIONS, UTC, Draw

# Santiago's clocks change at midnight, Lord Howe's by half an hour.
ZONES = ["UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "America/Santiago"]
# Instrument, item and its scale; the last instruments have no sheet of their own.
ITEMS = [
    ("enps", "recommend", 0, 10), ("felt_supported", "felt_supported", 1, 5), ("cbi", "w7", 0, 4), ("pulse", "mood", 0, 10),
    ("pulse", "swing", -2, 2),
]
# Calendars by name: the shifts of a day, and the days.
HOURS = {
    "office": ([("09:00", "12:30"), ("13:00", "17:00")], range(1, 6)),
    "nights": ([("22:00", "06:00")], range(1, 7)),
    "long": ([("06:00", "13:00"), ("13:00", "20:30")], range(1, 8)),
    "early": ([("01:30", "02:45")], range(2, 8)),
    "day": ([("00:00", "24:00")], range(3, 4)),
}
WINDOWS = [
    (None, None), ("22:00", "06:00"), ("12:00", "13:30"), (None, "07:00"), ("18:15", None), ("02:30", "02:30"),
]
FORTNIGHT = datetime.timedelta(days=14)


class RandomOrganization:
    def __init__(self, seed, until):
        self.draw = Draw(seed)
        draw = self.draw
        self.until = until
        self.days = draw.choice([70, 100, 190])
        self.since = until - self.days * DAY
        self.zone = draw.choice(ZONES)
        self.people = [f"person {number}" for number in range(draw.choice([7, 16, 30]))]
        self.teams = ["amber", "birch", "coral", 'délta, "d"'][: draw.choice([1, 2, 4])]
        self.rows = {}
        self.add_calendars()
        self.add_teams()
        self.add_people()
        self.add_separations()
        self.add_requests()
        self.add_contributions()
        self.add_recognitions()
        self.add_agreements()
        self.add_leave()
        self.add_surveys()

    def add(self, dataset, **row):
        self.rows.setdefault(dataset, []).append(row)

    def day(self, first, last):
        return self.since + self.draw.randint(first, last) * DAY

    def instant(self, early, late):
        """On the quarter of an hour, so that instants meet; the days are counted from the beginning."""
        start = datetime.datetime.combine(self.since, datetime.time(), zoneinfo.ZoneInfo(self.zone)).astimezone(UTC)
        return start + early * DAY + self.draw.randrange((late - early) * 96) * QUARTER_HOUR

    def past(self, instant):
        """The instant if it has come by then."""
        end = datetime.datetime.combine(self.until, datetime.time(), UTC)
        return instant if instant is not None and instant < end else None

    def anybody(self, but=None):
        return self.draw.choice([each for each in self.people + ["stranger 1", "stranger 2"] if each != but])

    def settings(self):
        draw = self.draw
        made = {"zone": self.zone, "data_since": self.since.isoformat()}
        if draw.happens(0.5):
            made["response_target_minutes"] = draw.choice([30, 60, 480, 2880])
        if draw.happens(0.3):
            made["least_coverage"] = draw.choice([0.3, 0.75, 1])
        if draw.happens(0.5):
            made["minimum_group"] = draw.choice([6, 8])
        if draw.happens(0.3):
            made["leavers"] = "complete"
        return "".join(f"{name}={value}\n" for name, value in made.items())

    def add_calendars(self):
        draw = self.draw
        if draw.happens(0.15):
            return
        for name, (shifts, days) in HOURS.items():
            zone = draw.maybe(0.3, draw.choice(ZONES))
            for weekday in days:
                for starts, ends in shifts:
                    self.add("calendars", calendar_id=name, time_zone=zone, weekday=weekday, starts=starts, ends=ends)
            for holiday in {self.day(-30, self.days) for _ in range(draw.choice([0, 1, 4]))}:
                self.add("calendar_holidays", calendar_id=name, holiday=holiday)
        # The order within a set is Python's own affair.
        self.rows.get("calendar_holidays", []).sort(key=lambda row: (row["calendar_id"], row["holiday"]))

    def calendar(self):
        return self.draw.choice(["office"] * 3 + ["nights", "long", "early", "day", "unheard of", None])

    def add_teams(self):
        draw = self.draw
        for team in self.teams[: max(1, len(self.teams) - 1)]:
            change = draw.maybe(0.5, self.day(1, self.days - 1))
            department, calendar, zone = self.department(), self.calendar(), draw.choice(ZONES + [None, None])
            common = {"team_id": team, "name": team.title()}
            self.add(
                "teams", **common, department_id=department, calendar_id=calendar, time_zone=zone, valid_from=None,
                valid_to=change)
            if change is not None:
                self.add(
                    "teams", **common, department_id=self.department(), time_zone=zone,
                    calendar_id=calendar if draw.happens(0.7) else self.calendar(), valid_from=change, valid_to=None)

    def department(self):
        return self.draw.choice(["north", "south", None])

    def add_people(self):
        draw = self.draw
        for person in self.people:
            begin = self.day(-700, -1) if draw.happens(0.8) else self.day(0, self.days - 1)
            for _ in range(draw.choice([1, 1, 1, 2, 3])):
                end = self.add_employment(person, begin)
                if end is None or end >= self.until:
                    break
                # The next contract: at once, after a weekend, or later.
                begin = end + draw.choice([0, 0, 1, 2, 3, 30]) * DAY
                if begin >= self.until:
                    break

    def add_employment(self, person, begin):
        """Its spells one after the other; returns its end if it has one."""
        draw = self.draw
        left = draw.maybe(0.3, max(begin + draw.choice([1, 5, 30]) * DAY, self.day(0, self.days + 20)))
        cuts = sorted({self.day(0, self.days) for _ in range(draw.choice([0, 0, 0, 1, 2]))})
        cuts = [cut for cut in cuts if begin < cut < (left or datetime.date.max)]
        for start, end in zip([begin] + cuts, cuts + [None]):
            self.add(
                "people", person_id=person, team_id=draw.choice(self.teams * 3 + [None]),
                department_id=self.department(), manager_id=draw.maybe(0.3, draw.choice(self.people)),
                level=draw.choice(["junior", "senior", None]), location=draw.choice(["Bonn", "Lyon", None]),
                time_zone=draw.maybe(0.15, draw.choice(ZONES)), calendar_id=draw.maybe(0.2, self.calendar()),
                joined_on=begin, left_on=left, rehired=draw.choice([None, None, False, True]), valid_from=start,
                valid_to=end)
        return left

    def add_separations(self):
        draw = self.draw
        known = {(row["person_id"], row["left_on"]) for row in self.rows["people"] if row["left_on"]}
        told = [each for each in sorted(known) if draw.happens(0.8)]
        told += [(self.anybody(), self.day(-20, self.days)) for _ in range(draw.choice([0, 1, 3]))]
        for person, left in dict.fromkeys(told):
            self.add(
                "turnover", person_id=person, left_on=left, separation_type=draw.choice(SEPARATIONS),
                reason=draw.choice(["elsewhere", None]), regretted=draw.choice([True, False, None]))

    def later(self, instant, probability):
        draw = self.draw
        if instant is None or not draw.happens(probability):
            return None
        longest = 4000 if draw.happens(0.2) else 200
        after = instant + draw.randint(0, longest) * QUARTER_HOUR
        return self.past(after + draw.choice([0, 0, draw.randint(0, 900_000_000)]) * datetime.timedelta(microseconds=1))

    def add_requests(self):
        draw = self.draw
        knows = {column: draw.happens(0.85) for column in ["requester_id", "withdrawn_at", "effort_minutes", "waits"]}
        busy = draw.sample(self.people, 2)
        for number in range(draw.choice([40, 120, 300])):
            opened = self.past(self.instant(-40, self.days))
            if opened is None:
                continue
            requester = draw.maybe(0.95, self.anybody())
            # Some close their own request.
            helper = draw.choice([requester] + [draw.choice(busy)] * 4 + [self.anybody() for _ in range(5)] + [None])
            resolved = self.later(opened, 0.75)
            reopened = resolved and (self.past(resolved + FORTNIGHT) if draw.happens(0.1) else self.later(resolved, 0.3))
            identity = f"request {number}"
            self.add(
                "help_requests", request_id=identity, requester_id=requester if knows["requester_id"] else None,
                helper_id=helper, team_id=draw.maybe(0.3, draw.choice(self.teams + ["unheard of"])),
                kind=draw.choice(KINDS), channel=draw.choice(["chat", "desk", None]),
                urgency=draw.choice(["high", "low", "chat", None]), opened_at=opened,
                first_response_at=self.later(opened, 0.7), resolved_at=resolved, reopened_at=reopened,
                final_closed_at=self.later(reopened, 0.7),
                withdrawn_at=self.later(opened, 0.2) if knows["withdrawn_at"] else None,
                effort_minutes=draw.choice([None, 0, 15, 60, round(draw.uniform(0, 300), 2)])
                if knows["effort_minutes"] else None,
                anonymous=draw.choice([True, False, None]))
            if knows["waits"]:
                begins = {opened + draw.randint(-8, 300) * QUARTER_HOUR for _ in range(draw.choice([0, 0, 1, 3]))}
                for begin in sorted(filter(self.past, begins)):
                    self.add("request_waits", request_id=identity, wait_from=begin, wait_to=self.later(begin, 0.9))

    def add_contributions(self):
        draw = self.draw
        requests = [row["request_id"] for row in self.rows["help_requests"]]
        knows_minutes, knows_recipients = draw.choice([0, 0.7, 1]), draw.choice([0, 0.8, 0.8])
        pieces = []
        for _ in range(draw.choice([20, 150, 300])):
            pieces.append((self.anybody(), self.instant(-40, self.days)))
        # Somebody helps day after day at the same hour.
        for helper in draw.sample(self.people, 2):
            start = self.instant(0, self.days)
            pieces += [(helper, start + number * DAY) for number in range(draw.randint(5, 40)) if draw.happens(0.97)]
        for number, (helper, start) in enumerate(pieces):
            if self.past(start) is None:
                continue
            request = draw.choice(requests) if draw.happens(0.4) else draw.maybe(0.03, "a request that nobody knows")
            self.add(
                "help_contributions", contribution_id=f"piece {number}", request_id=request, helper_id=helper,
                recipient_id=draw.maybe(knows_recipients, self.anybody(but=helper)), started_at=start,
                minutes=draw.maybe(knows_minutes, draw.choice([0, 15, 30, 60, 240, round(draw.uniform(0, 200), 3)])),
                kind=draw.choice(KINDS), rating=draw.choice([0, 3, 5, None, None]))

    def add_recognitions(self):
        draw = self.draw
        for number, piece in enumerate(self.rows["help_contributions"]):
            giver = draw.choice([piece["recipient_id"], self.anybody()])
            given = self.past(piece["started_at"] + draw.choice([0 * DAY, 2 * DAY, FORTNIGHT, 15 * DAY]))
            if giver and giver != piece["helper_id"] and given and draw.happens(0.3):
                self.add(
                    "recognitions", recognition_id=f"thanks {number}", giver_id=giver, receiver_id=piece["helper_id"],
                    given_at=given, reason=draw.choice(["helping", "asking", "own_work", None]),
                    value_tags=draw.choice(["care", "care|courage", None]), public=draw.choice([True, False, None]))

    def add_agreements(self):
        """Some people have two, which overlap."""
        draw = self.draw
        share, number = draw.choice([0.5, 0.9, 1]), 0
        for person in self.people + ["stranger 1"]:
            for _ in range(draw.choice([1, 1, 2]) if draw.happens(share) else 0):
                number += 1
                agreement = f"agreement {number}"
                begin, change = self.day(-300, self.days // 2), draw.maybe(0.4, self.day(1, self.days))
                cuts = [change] if change and begin < change else []
                for start, end in zip([begin] + cuts, cuts + [draw.maybe(0.2, self.day(self.days, self.days + 60))]):
                    self.add(
                        "agreements", agreement_id=agreement, person_id=person,
                        hours_per_week=draw.choice([0, 0.5, 2, 4, 7.5]), kinds=draw.choice([None, "emotional|appraisal"]),
                        valid_from=start, valid_to=end,
                        reviewed_on=draw.maybe(0.3, self.day(0, self.days - 1)))
                windows = {}
                for _ in range(draw.choice([0, 0, 1, 2])):
                    starts, ends = draw.choice(WINDOWS)
                    weekday, start = draw.maybe(0.5, draw.randint(0, 7)), draw.maybe(0.2, self.day(0, self.days))
                    windows[weekday, starts, start] = (ends, draw.maybe(0.3, self.day(self.days, self.days + 9)))
                for (weekday, starts, start), (ends, end) in windows.items():
                    self.add(
                        "agreement_boundaries", agreement_id=agreement, weekday=weekday, starts=starts, ends=ends,
                        valid_from=start, valid_to=end)

    def add_leave(self):
        draw = self.draw
        for person in self.people:
            for start in sorted({self.day(-40, self.days - 1) for _ in range(draw.choice([0, 0, 1, 2]))}):
                length = draw.choice([0, 1, 4, 12, 40, None])
                self.add(
                    "leave", person_id=person, valid_from=start, valid_to=None if length is None else start + length * DAY,
                    kind=draw.choice(["holiday", None]))

    def add_surveys(self):
        draw = self.draw
        another_scale = draw.happens(0.3)
        for number in range(draw.choice([1, 2, 4])):
            survey, begin = f"survey {number}", self.instant(-10, self.days)
            for token in range(draw.choice([3, 10, 25])):
                instant = self.past(begin + draw.randint(0, 800) * QUARTER_HOUR)
                # Somebody answers twice.
                while instant is not None:
                    team, department = draw.choice(self.teams + [None]), self.department()
                    for instrument, item, least, most in ITEMS:
                        if draw.happens(0.7):
                            self.add(
                                "satisfaction", survey_id=survey, response_token=f"token {token}", instrument=instrument,
                                item=item, score=draw.randint(least, most), scale_min=least,
                                scale_max=most + (3 if another_scale and number == 1 else 0), submitted_at=instant,
                                team_id=team, department_id=department, level=draw.choice(["junior", "senior", None]),
                                location=draw.choice(["Bonn", None]), comment=draw.choice(["well", None]))
                    instant = self.past(instant + draw.randint(1, 400) * QUARTER_HOUR) if draw.happens(0.1) else None
            for team in self.teams:
                self.add(
                    "survey_invitations", survey_id=survey, team_id=team, department_id=None,
                    invited=draw.choice([2, 8, 20]))
