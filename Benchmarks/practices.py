"""Writes what an organization of organization.py records beside its requests: practices.py FOLDER [--requests N] … (--help)

Reads teams.csv and people.csv of the folder, and writes into FOLDER/every:

  DATASET.csv                      what is planned, agreed or asked in rounds: teams, people, calendars, agreements, surveys…
  DATASET-2024.csv, DATASET-2025.csv …  what happens, by the year in which it did, up to the eve
  DATASET-day.csv, DATASET-rest.csv     what happens on the eve's day, and after it

The same arguments give the same bytes. A tenth of the requests has a contribution, and half as many contributions name no
request.
"""

import argparse
import csv
import datetime
import os
import random

DAY = 86400
ZONES = ["UTC", "Europe/Lisbon", "America/New_York", "Asia/Kolkata"]
KINDS = ["emotional", "informational", "instrumental", "appraisal"]
# What every round asks, and what one round a year asks besides: instrument, item, scale.
ITEMS = [
    ("enps", "recommend", 0, 10), ("satisfaction", "overall", 1, 5), ("safety", "psi_1", 1, 7),
    ("felt_supported", "felt_supported", 1, 5), ("comfort_asking", "comfort_asking", 1, 10)]
YEARLY = (
    [("cbi", f"{scale}{number}", 1, 5) for scale, last in [("p", 6), ("w", 7), ("c", 6)] for number in range(1, last + 1)]
    + [("edmondson", f"e{number}", 1, 7) for number in range(1, 8)]
    + [("readiness", item, 0, 1) for item in ["one_to_one", "conflict_free", "strengths", "scope", "free_hours", "trust"]]
    + [("conflict", "share", 0, 100)])


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder")
    parser.add_argument("--requests", type=int, default=5_000_000)
    parser.add_argument("--begin", type=datetime.date.fromisoformat, default="2024-01-01")
    parser.add_argument("--end", type=datetime.date.fromisoformat, default="2026-01-01")
    parser.add_argument("--eve", type=datetime.date.fromisoformat, default="2025-12-21")
    return parser.parse_args()


class Files:
    """The files of a folder, opened when their first row comes."""

    def __init__(self, folder, options):
        self.folder, self.options, self.open = folder, options, {}
        os.makedirs(folder, exist_ok=True)
        self.eve = (options.eve - options.begin).days * DAY

    def write(self, name, header, row):
        if name not in self.open:
            self.open[name] = open(os.path.join(self.folder, name + ".csv"), "w", encoding="ascii", buffering=1 << 20)
            self.open[name].write(header + "\n")
        self.open[name].write(row + "\n")

    def happened(self, dataset, header, second, row):
        """`second`: since the beginning."""
        if second < self.eve:
            part = (self.options.begin + datetime.timedelta(seconds=second)).year
        else:
            part = "day" if second < self.eve + DAY else "rest"
        self.write(f"{dataset}-{part}", header, row)

    def close(self):
        for file in self.open.values():
            file.close()


def main():
    options = arguments()
    draw = random.Random(2)
    rand, randrange = draw.random, draw.randrange
    files = Files(os.path.join(options.folder, "every"), options)
    days = (options.end - options.begin).days
    end = days * DAY
    dates = [(options.begin + datetime.timedelta(days=day)).isoformat() for day in range(days + 400)]

    def at(second):
        return f"{dates[second // DAY]}T{second % DAY // 3600:02d}:{second // 60 % 60:02d}:{second % 60:02d}Z"

    def rows(name):
        with open(os.path.join(options.folder, name), encoding="ascii") as file:
            yield from csv.DictReader(file)

    # Who is where, and when people work.
    departments = {}
    for team in rows("teams.csv"):
        departments[team["team_id"]] = team["department_id"]
        zone = int(team["department_id"].rpartition("-")[2]) % len(ZONES)
        files.write(
            "teams", "team_id,department_id,name,calendar_id,time_zone",
            f"{team['team_id']},{team['department_id']},{team['name']},calendar-{zone},{ZONES[zone]}")
    teams = list(departments)
    for zone, name in enumerate(ZONES):
        for weekday in range(1, 6):
            for starts, ends in [("09:00", "12:30"), ("13:15", "17:30")]:
                files.write(
                    "calendars", "calendar_id,time_zone,weekday,starts,ends",
                    f"calendar-{zone},{name},{weekday},{starts},{ends}")
        for year in range(options.begin.year, options.end.year):
            for holiday in ["01-01", "05-01", f"08-{10 + zone}", "12-25", "12-26"]:
                files.write("calendar_holidays", "calendar_id,holiday", f"calendar-{zone},{year}-{holiday}")

    people, members, manager_of = [], {team: [] for team in teams}, {}
    for spell in rows("people.csv"):
        person, team = spell["person_id"], spell["team_id"]
        manager = manager_of.setdefault(team, person)
        files.write(
            "people", "person_id,team_id,level,joined_on,left_on,valid_from,valid_to,manager_id,location",
            ",".join(spell[column] for column in
                     ["person_id", "team_id", "level", "joined_on", "left_on", "valid_from", "valid_to"])
            + f",{manager if manager != person else ''},site-{int(person[1:]) % 12}")
        if not people or people[-1][0] != person:
            people.append((person, spell["joined_on"], spell["left_on"]))
        members[team].append(person)
    names = [person[0] for person in people]
    count = len(names)

    def anybody():
        return names[int(rand() * count)]

    def pair():
        first = anybody()
        second = anybody()
        while second == first:
            second = anybody()
        return first, second

    def moment(hours=9):
        return randrange(days) * DAY + hours * 3600 + randrange(8 * 3600)

    # Help, and what is said about it.
    number = 0
    for request in range(0, options.requests, 10):
        opened = request * end // options.requests
        began = opened + int(draw.expovariate(1 / 20_000))
        if began < end:
            files.happened(
                "help_contributions", "contribution_id,request_id,helper_id,recipient_id,started_at,minutes,kind,rating",
                began,
                f"c{number},r{request:09d},{anybody()},,{at(began)},{5 * randrange(1, 25)},,"
                f"{randrange(1, 6) if rand() < 0.3 else ''}")
        if rand() < 0.5:
            began = moment()
            helper, helped = pair()
            files.happened(
                "help_contributions", "contribution_id,request_id,helper_id,recipient_id,started_at,minutes,kind,rating",
                began, f"u{number},,{helper},{helped},{at(began)},{5 * randrange(1, 13)},{draw.choice(KINDS)},")
        if rand() < 0.3:
            until = opened + 600 + randrange(2 * DAY)
            if until < end:
                files.happened(
                    "request_waits", "request_id,wait_from,wait_to", until,
                    f"r{request:09d},{at(opened + 300)},{at(until)}")
        again = opened + 250 * DAY  # a request is over long before
        if request % 200 == 0 and again + DAY < end:
            files.happened(
                "request_reopenings", "request_id,reopened_at,closed_at", again + DAY,
                f"r{request:09d},{at(again)},{at(again + DAY)}")
        number += 1
    for number in range(count * 10):
        second, (giver, receiver) = moment(), pair()
        files.happened(
            "recognitions", "recognition_id,giver_id,receiver_id,given_at,reason,value_tags,public", second,
            f"t{number},{giver},{receiver},{at(second)},{draw.choice(['helping', 'helping', 'own_work', 'asking'])},"
            f"{draw.choice(['', 'care', 'care|craft', 'trust'])},{draw.choice(['true', 'false'])}")
    for number in range(count * 8):
        second, (helper, helped) = moment(), pair()
        due = second + randrange(1, 15) * DAY
        kept = due + randrange(-2 * DAY, DAY)
        asked = 15 * randrange(1, 9)
        agreed = max(15, asked - 15 * randrange(3))
        isKept = second < kept < end and rand() < 0.8
        files.happened(
            "commitments",
            "commitment_id,helper_id,recipient_id,promised_at,due_at,minutes_asked,minutes_agreed,delivered_at,"
            "minutes_delivered", kept if isKept else second,
            f"p{number},{helper},{helped},{at(second)},{at(due)},{asked},{agreed},{at(kept) if isKept else ''},"
            f"{agreed + 15 * randrange(3) if isKept else ''}")
    for number in range(count * 3):
        second = moment()
        acted = second + randrange(1, 60) * DAY
        isActedOn = acted < end and rand() < 0.6
        files.happened(
            "feedback", "feedback_id,team_id,kind,submitted_at,answered_at,acted_on_at", acted if isActedOn else second,
            f"f{number},{draw.choice(teams)},{draw.choice(['start', 'stop', 'continue'])},{at(second)},"
            f"{at(acted) if isActedOn else ''},{at(acted) if isActedOn else ''}")
    for number, person in enumerate(names):
        for year in range(options.begin.year, options.end.year):
            given = f"{year}-03-{1 + randrange(28):02d}"
            second = (datetime.date.fromisoformat(given) - options.begin).days * DAY
            files.happened(
                "rewards", "reward_id,person_id,given_at,amount,rating,for_helping", second,
                f"w{number}-{year},{person},{given}T12:00:00Z,{randrange(5, 80) * 100},{randrange(1, 6)},"
                f"{draw.choice(['true', 'false', 'false'])}")

    # What is agreed and planned.
    for number, (person, joined, left) in enumerate(people):
        begin = max(joined or dates[0], dates[0])
        last = dates[days - 1]
        if number % 3 == 0:
            files.write(
                "agreements", "agreement_id,person_id,hours_per_week,kinds,valid_from,valid_to,reviewed_on",
                f"a{number},{person},{randrange(1, 9)},,{begin},{left},{dates[randrange(dates.index(begin), days)]}")
            if number % 2 == 0:
                files.write(
                    "agreement_boundaries", "agreement_id,weekday,starts,ends",
                    f"a{number},{randrange(1, 6)},{randrange(9, 15):02d}:00,{randrange(15, 18)}:00")
        free = sorted(randrange(days) for _ in range(4))
        for first, after in zip(free, free[1:] + [days + 30]):
            away = min(after - first, randrange(1, 15))
            if away > 0:
                files.write(
                    "leave", "person_id,valid_from,valid_to", f"{person},{dates[first]},{dates[first + away]}")
        for year in range(options.begin.year, options.end.year):
            for part, weight in enumerate([50, 30, 20]):
                files.write(
                    "objectives", "objective_id,person_id,beneficiary,weight,kind,valid_from,valid_to",
                    f"o{number}-{year}-{part},{person},"
                    f"{draw.choice(['self', 'self', 'person', 'team', 'organization'])},{weight},"
                    f"{draw.choice(['individual_target', 'shared', 'forced_rank'])},{year}-01-01,{year + 1}-01-01")
        if joined >= dates[0]:
            supporter = anybody()
            if supporter != person:
                files.write(
                    "pairings", "pairing_id,supporter_id,supported_id,kind,valid_from,valid_to",
                    f"b{number},{supporter},{person},{draw.choice(['buddy', 'mentor'])},{joined},")
                for week in range(1, 9):
                    second = (datetime.date.fromisoformat(joined) - options.begin).days * DAY + week * 7 * DAY + 36000
                    if second < end:
                        files.happened(
                            "pair_meetings", "pairing_id,planned_at,held_at", second,
                            f"b{number},{at(second)},{at(second) if rand() < 0.8 else ''}")
    for team in teams:
        own = members[team]
        for day in range(0, days, 7):
            first = randrange(len(own))
            for role, person in [("primary", own[first]), ("backup", own[(first + 1) % len(own)])]:
                files.write(
                    "rotations", "team_id,person_id,role,valid_from,valid_to",
                    f"{team},{person},{role},{dates[day]},{dates[day + 7]}")
            for kind, step in [("check-in", 7), ("retrospective", 28)]:
                if day % step == 0:
                    second = day * DAY + 36000
                    files.happened(
                        "rituals", "ritual_id,team_id,kind,planned_at,held_at", second,
                        f"{team}-{kind}-{day},{team},{kind},{at(second)},{at(second) if rand() < 0.85 else ''}")
        for position, person in enumerate(dict.fromkeys(own)):
            files.write(
                "pods", "team_id,pod_id,person_id,valid_from,valid_to", f"{team},pod-{position // 5},{person},,")
        for role, person in zip(["primary", "backup"], own):
            for day in range(20, days, 91):
                if rand() < 0.7:
                    files.write(
                        "emergency_contacts", "team_id,person_id,role,tested_on",
                        f"{team},{person},{role},{dates[day]}")

    # Surveys, each in the middle of a quarter.
    for round, day in enumerate(range(40, days - 30, 91)):
        for team in teams:
            files.write(
                "survey_invitations", "survey_id,team_id,invited", f"round-{round},{team},{len(members[team])}")
            for position, person in enumerate(members[team]):
                if rand() < 0.6:
                    second = (day + randrange(10)) * DAY + randrange(DAY)
                    for instrument, item, least, most in ITEMS + (YEARLY if round % 4 == 1 else []):
                        files.write(
                            "satisfaction",
                            "survey_id,response_token,instrument,item,score,scale_min,scale_max,submitted_at,team_id,level",
                            f"round-{round},{team}-{position},{instrument},{item},{randrange(least, most + 1)},{least},"
                            f"{most},{at(second)},{team},")
        if round % 4 == 1:
            for person in names:
                for colleague in {anybody() for _ in range(3)} - {person}:
                    files.write(
                        "support_ties", "survey_id,person_id,colleague_id,kind",
                        f"round-{round},{person},{colleague},{draw.choice(KINDS)}")
    files.close()


main()
