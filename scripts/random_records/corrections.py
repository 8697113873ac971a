import csv
import datetime

from random_records.draw import DAY, KINDS, QUARTER_HOUR, SEPARATIONS, UTC, Draw


class Corrections:
    """What is told of records a few days later, by their own columns; `until` is the day on which it is told."""

    def __init__(self, former, seed, until):
        self.draw = Draw(seed)
        self.now = datetime.datetime.combine(until, datetime.time(), UTC)
        self.former, self.rows = {}, {}
        for path in sorted(former.glob("*.csv")):
            with open(path, encoding="utf-8", newline="") as file:
                self.former[path.stem] = list(csv.DictReader(file))
        self.people = sorted({row["person_id"] for row in self.former["people"]})
        self.correct_requests()
        self.correct_pieces()
        self.correct_people()
        self.correct_groups("leave", "person_id", "valid_to", lambda end: self.a_day_later(end) if end else until)
        self.correct_groups("request_waits", "request_id", "wait_to", lambda end: self.a_day_later(end) if end else self.now)
        self.correct_groups("satisfaction", "survey_id", "comment", lambda comment: comment or "later")
        self.correct_groups("agreements", "agreement_id", "hours_per_week", lambda hours: float(hours) + 1)
        self.correct_groups("calendar_holidays", "calendar_id", "holiday", lambda _: until - self.draw.randint(5, 90) * DAY)
        self.correct_groups("calendars", "calendar_id", "ends", lambda ends: {"17:00": "17:30"}.get(ends, ends))
        for rows in self.rows.values():
            for row in rows:
                row["updated_at"] = self.now

    def some(self, dataset, most):
        rows = self.former.get(dataset, [])
        return [dict(row) for row in self.draw.sample(rows, min(most, len(rows)))]

    def add(self, dataset, row):
        self.rows.setdefault(dataset, []).append(row)

    def a_day_later(self, moment):
        return (datetime.datetime.fromisoformat(moment) + DAY).isoformat()[: len(moment)]

    def correct_requests(self):
        """Open ones are resolved or withdrawn, closed ones reopened; of others the helper or the kind was another."""
        draw = self.draw
        for row in self.some("help_requests", 25):
            opened = datetime.datetime.fromisoformat(row["opened_at"])
            if not row.get("resolved_at"):
                row[draw.choice(["resolved_at", "withdrawn_at"])] = self.now
            elif not row.get("reopened_at") and draw.happens(0.4):
                row["reopened_at"] = self.now
            else:
                row["kind"], row["helper_id"] = draw.choice(KINDS), draw.choice(self.people)
            self.add("help_requests", row)
            if draw.happens(0.4):
                late = dict(row)
                for column in ["reopened_at", "final_closed_at", "withdrawn_at"]:
                    late[column] = None
                late |= {
                    "request_id": row["request_id"] + " too", "requester_id": draw.choice(self.people),
                    "resolved_at": min(opened + draw.randint(0, 500) * QUARTER_HOUR, self.now), "first_response_at": None,
                }
                self.add("help_requests", late)

    def correct_pieces(self):
        draw = self.draw
        for row in self.some("help_contributions", 15):
            row["minutes"] = draw.choice([None, 5, 45.5, 300])
            self.add("help_contributions", row)
            if draw.happens(0.4):
                helper = draw.choice([each for each in self.people if each != row.get("recipient_id")])
                more = {"contribution_id": row["contribution_id"] + " too", "helper_id": helper}
                self.add("help_contributions", row | more)
        for row in self.some("recognitions", 5):
            row["reason"] = draw.choice(["helping", "asking", "own_work", None])
            self.add("recognitions", row)

    def correct_people(self):
        """Whole histories, whose last spell has another team or an end."""
        draw = self.draw
        teams = sorted({row["team_id"] for row in self.former["people"]})
        for person in draw.sample(self.people, min(3, len(self.people))):
            history = [dict(row) for row in self.former["people"] if row["person_id"] == person]
            last = max(history, key=lambda row: (row["joined_on"], row["valid_from"]))
            last["team_id"] = draw.choice(teams)
            if not last.get("left_on") and draw.happens(0.5):
                last["left_on"] = self.now.date()
                separation = {"person_id": person, "left_on": last["left_on"], "separation_type": draw.choice(SEPARATIONS)}
                self.add("turnover", separation)
                for row in history:
                    if row["joined_on"] == last["joined_on"]:
                        row["left_on"] = last["left_on"]
            for row in history:
                self.add("people", row)

    def correct_groups(self, dataset, group, column, corrected):
        """In every other organization one group whole: where it has enough rows one of them is gone, and of another a
        column is changed."""
        rows = self.former.get(dataset, [])
        if not rows or self.draw.happens(0.5):
            return
        name = self.draw.choice(rows)[group]
        rows = [dict(row) for row in rows if row[group] == name]
        if len(rows) > 3:
            del rows[self.draw.randrange(len(rows))]
        row = self.draw.choice(rows)
        row[column] = corrected(row.get(column))
        for each in rows:
            self.add(dataset, each)
