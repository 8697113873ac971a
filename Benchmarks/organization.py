"""Writes the records of an organization as CSV: organization.py FOLDER [--requests N] … (--help names the options).

  teams.csv, people.csv, turnover.csv
  requests-YEAR.csv  what was opened in the year and before the eve, as it was known on the eve
  day.csv            every request that changed on the eve's day, as it was known at that day's end
  rest.csv           every request that changed between that day and the end of the history, likewise
  late.csv           one more request, opened and resolved in March of the last year

The same arguments give the same bytes. Without --eve the eve is the end of the history, and day.csv and rest.csv have no
rows. Requests come evenly over the history, and each is over within nine months, so that what is open at a time
doesn't grow with the history before it.
"""

import argparse
import datetime
import math
import os
import random

HOUR, DAY = 3600, 86400
NEVER = 1 << 40
DRAWS = 60_000  # entries of a table of waits
LONGEST = 80 * DAY  # of any step of a request's life
KINDS = ["emotional", "informational", "informational", "instrumental", "instrumental", "instrumental", "appraisal"]
CHANNELS = ["chat", "chat", "chat", "mail", "ticket", "ticket", "in person"]
URGENCIES = ["low", "normal", "normal", "high"]
LEVELS = ["junior", "junior", "middle", "middle", "middle", "senior", "senior", "lead"]
SEPARATIONS = ["voluntary"] * 6 + ["involuntary"] * 2 + ["retirement", "end_of_contract", "other", ""]
COLUMNS = (
    "request_id,requester_id,helper_id,team_id,kind,channel,urgency,opened_at,first_response_at,resolved_at,"
    "reopened_at,final_closed_at,withdrawn_at,effort_minutes,anonymous,updated_at\n"
)


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder")
    parser.add_argument("--requests", type=int, default=5_000_000)
    parser.add_argument("--people", type=int, default=20_000)
    parser.add_argument("--teams", type=int, default=800)
    parser.add_argument("--departments", type=int, default=40)
    parser.add_argument("--begin", type=datetime.date.fromisoformat, default="2024-01-01")
    parser.add_argument("--end", type=datetime.date.fromisoformat, default="2026-01-01")
    parser.add_argument("--eve", type=datetime.date.fromisoformat)
    return parser.parse_args()


def waits(*parts):
    """A table to draw from, of exponential waits mixed: each part has a mean in seconds and a weight in tenths."""
    table = []
    for mean, weight in parts:
        count = weight * DRAWS // 10
        table += [min(LONGEST, 1 + int(-mean * math.log(1 - (i + 0.5) / count))) for i in range(count)]
    return table


class People:
    """Who was there from when to when, in days since the history's beginning, and each team's own."""

    def __init__(self, options, draw):
        self.names, self.joined, self.left = [], [], []
        self.ofTeam = [[] for _ in range(options.teams)]
        days = (options.end - options.begin).days
        spells, separations = [], []
        for person in range(options.people):
            name, team = f"p{person:06d}", draw.randrange(options.teams) if person >= options.teams else person
            joined = draw.randrange(days) if draw.random() < 0.15 else -draw.randrange(1, 2190)
            # One in eight leaves in a year, and what was before the beginning is not known.
            left = max(joined, 0) + 1 + int(draw.expovariate(1 / 2920))
            moved = draw.randrange(max(joined, 0), days) if draw.random() < 0.04 else days
            self.names.append(name)
            self.joined.append(joined)
            self.left.append(left)
            self.ofTeam[team].append(person)

            def date(day):
                return (options.begin + datetime.timedelta(days=day)).isoformat() if day < days else ""

            level, rest = draw.choice(LEVELS), f"{date(joined)},{date(left)}"
            if joined < moved < min(left, days):
                spells.append(f"{name},team-{team:04d},{level},{rest},{date(joined)},{date(moved)}\n")
                team, joined = draw.randrange(options.teams), moved
            spells.append(f"{name},team-{team:04d},{level},{rest},{date(joined)},\n")
            if left < days and draw.random() < 0.97:
                kind, regretted = draw.choice(SEPARATIONS), draw.choice(["true", "false", "false", ""])
                separations.append(f"{name},{date(left)},{kind},{regretted}\n")
        self.spells, self.separations = spells, separations

    def write(self, options, folder):
        def write(name, header, lines):
            with open(os.path.join(folder, name), "w", encoding="ascii") as file:
                file.write(header + "\n")
                file.writelines(lines)

        teams = (f"team-{t:04d},department-{t % options.departments:02d},Team {t}\n" for t in range(options.teams))
        write("teams.csv", "team_id,department_id,name", teams)
        write("people.csv", "person_id,team_id,level,joined_on,left_on,valid_from,valid_to", self.spells)
        write("turnover.csv", "person_id,left_on,separation_type,regretted", self.separations)


def main():
    options = arguments()
    draw = random.Random(1)
    people = People(options, draw)
    people.write(options, options.folder)

    begin, days = options.begin, (options.end - options.begin).days
    end = days * DAY
    eve = (options.eve - begin).days * DAY if options.eve else end
    night = min(end, eve + DAY)
    dates = [f"{begin + datetime.timedelta(days=day)}T" for day in range(days)]
    times = [f"{t // HOUR:02d}:{t // 60 % 60:02d}:{t % 60:02d}Z" for t in range(DAY)]

    def text(instant, until):
        return dates[instant // DAY] + times[instant % DAY] if instant < until else ""

    def line(head, asker, helper, middle, life, last, tail, until):
        """The request as it was known at `until`; `life` has its six instants in the order of the columns."""
        opened, answered, resolved, reopened, closed, withdrawn = life
        return (
            f"{head},{asker},{helper if answered < until or resolved < until else ''},{middle},"
            f"{text(opened, until)},{text(answered, until)},{text(resolved, until)},"
            f"{text(reopened, until)},{text(closed, until)},{text(withdrawn, until)},"
            f"{tail if resolved < until else ',' + tail.partition(',')[2]},"
            f"{text(last if last < until else max(at for at in life if at < until), until)}\n"
        )

    answers = waits((HOUR, 6), (6 * HOUR, 3), (2 * DAY, 1))
    closes = waits((8 * HOUR, 6), (2 * DAY, 3), (12 * DAY, 1))
    withdrawals = waits((DAY, 10))
    reopenings = waits((8 * DAY, 10))
    # The busiest of a team gives twice what the second gives, three times what the third gives, and so on.
    busiest = {
        size: draw.choices(range(size), [1 / (rank + 1) for rank in range(size)], k=1024)
        for size in {len(team) for team in people.ofTeam}
    }
    subjects = [f"{k},{c},{u}" for k in KINDS for c in CHANNELS for u in URGENCIES]
    efforts = [str(5 * min(48, 1 + int(draw.expovariate(1 / 6)))) for _ in range(243)] + [""] * 13

    names, joined, left, ofTeam = people.names, people.joined, people.left, people.ofTeam
    rand, teams, count, total = draw.random, options.teams, len(names), options.requests
    teamNames = [f"team-{t:04d}" for t in range(teams)]
    files = {}

    def file(name):
        if name not in files:
            # Not named but written to for as long as the program runs.
            files[name] = open(os.path.join(options.folder, name), "w", encoding="ascii", buffering=1 << 20)
            files[name].write(COLUMNS)
        return files[name]

    ofDay, ofRest = file("day.csv").write, file("rest.csv").write
    base, nextYear = None, 0
    for number in range(total):
        opened = number * end // total
        if opened >= nextYear:
            year = (begin + datetime.timedelta(seconds=opened)).year
            nextYear = (datetime.date(year + 1, 1, 1) - begin).days * DAY
            base = file(f"requests-{year}.csv").write
        answered = opened + answers[int(rand() * DRAWS)]
        resolved = last = answered + closes[int(rand() * DRAWS)]
        reopened = closed = withdrawn = NEVER
        chance = rand()
        if chance < 0.03:
            withdrawn = last = opened + withdrawals[int(rand() * DRAWS)]
            resolved = NEVER
            if answered >= withdrawn:
                answered = NEVER
        elif chance < 0.07:
            reopened = resolved + reopenings[int(rand() * DRAWS)]
            closed = last = reopened + closes[int(rand() * DRAWS)]
        elif chance < 0.11:
            answered = NEVER  # nobody wrote down when

        team = int(teams * rand() ** 1.5)
        day = min(opened, end - 1) // DAY
        for _ in range(8):  # who helps is there
            if rand() < 0.85:
                helper = ofTeam[team][busiest[len(ofTeam[team])][int(rand() * 1024)]]
            else:
                helper = int(rand() * count)
            if joined[helper] <= day < left[helper]:
                break
        else:
            helper = None
        asker = int(rand() * count)
        if asker == helper:
            asker = (asker + 1) % count
        isAnonymous = rand() < 0.05

        request = (
            f"r{number:09d}", "" if isAnonymous and number % 2 else names[asker], "" if helper is None else names[helper],
            f"{teamNames[team]},{subjects[int(rand() * len(subjects))]}",
            (opened, answered, resolved, reopened, closed, withdrawn), last,
            efforts[int(rand() * 256)] + (",true" if isAnonymous else ",false"),
        )
        if opened < eve:
            base(line(*request, eve))
        if last >= eve:
            life = request[4]
            if any(eve <= at < night for at in life):
                ofDay(line(*request, night))
            if any(night <= at < end for at in life):
                ofRest(line(*request, end))

    last = (options.end - datetime.timedelta(days=1)).year
    file("late.csv").write(
        f"late,{names[0]},{names[1]},team-0001,informational,chat,normal,{last}-03-12T09:00:00Z,"
        f"{last}-03-12T10:00:00Z,{last}-03-12T15:00:00Z,,,,30,false,{options.end}T00:00:00Z\n"
    )
    for one in files.values():
        one.close()


main()
