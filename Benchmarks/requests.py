"""Writes help requests as CSV: requests.py ROWS [CHANGED_EVERY]

The same arguments give the same bytes. With CHANGED_EVERY every such row says something else than without.
"""

import csv
import datetime
import random
import sys

rows = int(sys.argv[1])
changed_every = int(sys.argv[2]) if len(sys.argv) > 2 else 0
people, teams = 5000, 200
kinds = ["emotional", "informational", "instrumental", "appraisal"]
channels, urgencies = ["chat", "mail", "ticket", "in person"], ["low", "normal", "high"]
begin = datetime.datetime(2024, 1, 1, tzinfo=datetime.timezone.utc)
draw = random.Random(1)

out = csv.writer(sys.stdout, lineterminator="\n")
out.writerow(
    "request_id requester_id helper_id team_id kind channel urgency opened_at first_response_at resolved_at"
    " reopened_at final_closed_at withdrawn_at effort_minutes anonymous updated_at".split()
)
for number in range(rows):
    opened = begin + datetime.timedelta(seconds=number * 63_072_000 // rows)
    answered = opened + datetime.timedelta(seconds=int(draw.expovariate(1 / 7200)))
    resolved = answered + datetime.timedelta(seconds=int(draw.expovariate(1 / 86400)))
    asker = draw.randrange(people)
    helper = (asker + draw.randrange(1, people)) % people
    is_open = draw.random() < 0.05
    effort = draw.randrange(5, 240)
    if changed_every and number % changed_every == 0:
        effort += 1
    out.writerow(
        [
            f"r{number:09d}", f"p{asker:06d}", "" if is_open else f"p{helper:06d}", f"team-{draw.randrange(teams)}",
            draw.choice(kinds), draw.choice(channels), draw.choice(urgencies), opened.isoformat(),
            answered.isoformat(), "" if is_open else resolved.isoformat(), "", "", "", effort, "false",
            (answered if is_open else resolved).isoformat(),
        ]
    )
