"""How many people stand behind what is told of practices: a recount from the records, by the pages of the KPIs alone."""
import collections
import datetime
import functools
import math

from attacks.printed import NEAR, SMALL, day, in_period, number

CODED_UNDER = 3
MANY = 10


class Roster:
    """Who was employed when, where, and under whom."""

    def __init__(self, people, turnover, departments):
        self.departments = departments
        ends = collections.defaultdict(list)
        for separation in turnover:
            ends[separation["person_id"]].append(day(separation["left_on"]))
        self.spells = collections.defaultdict(list)
        for spell in people:
            start = day(max(spell["joined_on"], spell["valid_from"]))
            stops = [day(spell[name]) for name in ("valid_to", "left_on") if spell[name]]
            stops += [end for end in ends[spell["person_id"]] if end >= start]
            self.spells[spell["person_id"]].append((start, min(stops, default=math.inf), spell))

    def spell(self, person, at):
        return next((spell for start, stop, spell in self.spells.get(person, ()) if start <= at < stop), None)

    def is_inside(self, row, person, at):
        """Whether somebody counts for a row's scope on a day."""
        if row["scope"] == "organization":
            return True
        spell = self.spell(person, at)
        team = spell["team_id"] if spell else ""
        return row["scope_id"] == (team if row["scope"] == "team" else self.departments.get(team, ""))

    def present(self, row, at):
        return [p for p in self.everybody(at) if self.is_inside(row, p, at)]

    @functools.cache
    def everybody(self, at):
        return [p for p in self.spells if self.spell(p, at)]

    @functools.cache
    def managers(self, at):
        """Whom somebody else who is present names, and who is present."""
        named = set()
        for person in self.spells:
            spell = self.spell(person, at)
            if spell and spell["manager_id"] != person and self.spell(spell["manager_id"], at):
                named.add(spell["manager_id"])
        return named


def holds(record, at):
    return day(record["valid_from"]) <= at and (not record["valid_to"] or at < day(record["valid_to"]))


def sides(people, is_one):
    """Of the people those who are some way, and those who aren't."""
    people = set(people)
    ones = {p for p in people if is_one(p)}
    return [ones, people - ones]


class Practices:
    """By KPI and measure: the groups that have to be large enough, each with how many people it takes."""

    def __init__(self, records, departments):
        self.records = records
        self.roster = Roster(records["people"], records["turnover"], departments)
        self.pairings = {pairing["pairing_id"]: pairing for pairing in records["pairings"]}
        self.requests = {request["request_id"]: request for request in records["help_requests"]}
        self.contributions = [
            {**c, "recipient_id": c["recipient_id"] or self.requests.get(c["request_id"], {}).get("requester_id", "")}
            for c in records["help_contributions"]]
        self.first_contribution = {}
        for c in self.contributions:
            earlier = self.first_contribution.get(c["request_id"], c["started_at"])
            self.first_contribution[c["request_id"]] = min(earlier, c["started_at"])

    def groups(self, row):
        """Pairs of a group of people and the fewest that it may have; `None` where the figure isn't recounted."""
        find = getattr(self, row["kpi"], None)
        return find and find(row, row["measure"], row["statistic"])

    @staticmethod
    def last(row):
        return day(row["to"]) - 1

    def inside(self, row, records, time, person):
        """The records of a period and scope: by the person's team on the day."""
        return [
            r for r in records if r[time] and in_period(r[time], row)
            and self.roster.is_inside(row, r[person], day(r[time]))]

    def is_of(self, row, team):
        """Whether a team's own records count for a row's scope."""
        own = {"organization": "", "department": self.roster.departments.get(team, ""), "team": team}
        return row["scope"] == "organization" or row["scope_id"] == own[row["scope"]]

    @staticmethod
    def roles(records, *names, least=SMALL):
        return [({r[name] for r in records} - {""}, least) for name in names]

    @staticmethod
    def coded(both):
        return [(both[0] | both[1], SMALL)] + [(side, CODED_UNDER) for side in both]

    def quantile(self, row, waits):
        """`waits`: who waited, how long, and whether it ended so. Whose ended by what is printed, and whose went on after."""
        groups = []
        for column in ("value", "lower", "upper"):
            printed = number(row[column])
            if printed is None:
                continue
            # Values are rounded to the nearest, limits outwards.
            step = 10.0 ** (math.floor(math.log10(printed)) - 1) if printed else 1
            width = step / 2 if column == "value" else step
            if column != "upper":
                groups.append(({who for who, wait, is_over in waits if is_over and wait <= printed + width + NEAR}, SMALL))
            if column != "lower":
                groups.append(({who for who, wait, _ in waits if wait >= printed - width - NEAR}, SMALL))
        return groups

    @staticmethod
    def waits(row, records, opened, closed, who):
        """Of all that were open at some time in the period."""
        begin, end = (datetime.datetime.fromisoformat(row[name] + "T00:00:00+00:00") for name in ("from", "to"))
        found = []
        for record in records:
            start, stop = instant(record[opened]), instant(record[closed])
            if start >= end or stop and stop < begin:
                continue
            is_over = bool(stop) and stop < end
            found.append((who(record), ((stop if is_over else end) - start).total_seconds(), is_over))
        return found

    # Each is named as its KPI.

    def commitments_kept(self, row, measure, _):
        due = self.inside(row, self.records["commitments"], "due_at", "helper_id")
        if measure == "agreed_of_asked":
            due = [p for p in due if p["minutes_asked"] and p["minutes_agreed"]]
        groups = self.roles(due, "helper_id", "recipient_id")
        if measure == "lateness":
            end = instant(row["to"] + "T00:00:00+00:00")
            late = [(p["helper_id"], instant(p["due_at"]), instant(p["delivered_at"])) for p in due]
            groups += self.quantile(row, [
                (who, max(0, (min(given or end, end) - due_at).total_seconds()), bool(given) and given < end)
                for who, due_at, given in late])
        return groups

    def rewards_for_helping(self, row, *_):
        given = [
            r for r in self.inside(row, self.records["rewards"], "given_at", "person_id") if r["for_helping"]]
        return self.coded([
            {r["person_id"] for r in given if r["for_helping"] == flag} for flag in ("true", "false")])

    def held(self, name, at, row):
        """By person what they hold on a day of agreements or objectives, for a scope."""
        found = collections.defaultdict(list)
        for record in self.records[name]:
            if holds(record, at) and self.roster.is_inside(row, record["person_id"], at):
                found[record["person_id"]].append(record)
        return found

    def objective_alignment(self, row, measure, _):
        weights = {}
        for person, held in self.held("objectives", self.last(row), row).items():
            total = sum(number(o["weight"]) or 0 for o in held)
            if total > 0:
                wanted = ("organization",) if measure == "organization" else ("person", "team")
                weights[person] = round(
                    sum(number(o["weight"]) or 0 for o in held if o["beneficiary"] in wanted) / total, 9)
        if measure == "people_with_one":
            return self.coded(sides(weights, lambda p: weights[p] > 0))
        usual = collections.Counter(weights.values()).most_common(1)
        return [(set(weights), SMALL), ({p for p in weights if weights[p] != usual[0][0]} if usual else set(), CODED_UNDER)]

    def objective_conflict(self, row, *_):
        at = self.last(row)
        objectives = self.held("objectives", at, row)

        def is_in_conflict(person):
            kinds = {o["kind"] for o in objectives.get(person, ())}
            return "forced_rank" in kinds or kinds == {"individual_target"}
        known = [
            p for p in self.held("agreements", at, row)
            if is_in_conflict(p) or all(o["kind"] for o in objectives.get(p, ()))]
        return self.coded(sides(known, is_in_conflict))

    def agreement_coverage(self, row, measure, _):
        at = self.last(row)
        held = self.held("agreements", at, row)
        if measure == "default":
            return self.coded(sides(self.roster.present(row, at), held.__contains__))

        def is_reviewed(person):
            return any(
                at + 1 - day(date) <= 92 for a in held[person]
                for date in (a["valid_from"], a["reviewed_on"]) if date and day(date) <= at)
        return self.coded(sides(held, is_reviewed))

    def recognition_reach(self, row, measure, _):
        at = self.last(row)
        thanks = [t for t in self.records["recognitions"] if t["giver_id"] != t["receiver_id"]]
        if measure == "default":
            received = {t["receiver_id"] for t in thanks if in_period(t["given_at"], row)}
            present = self.roster.present(row, at)
            return [(set(present), MANY)] if row["statistic"] == "gini" else self.coded(
                sides(present, received.__contains__))
        if measure == "managers":
            gave = {t["giver_id"] for t in thanks if in_period(t["given_at"], row)}
            managers = [p for p in self.roster.managers(at) if self.roster.is_inside(row, p, at)]
            return self.coded(sides(managers, gave.__contains__))
        column = "public" if measure == "public" else "reason"
        inside = self.inside(row, thanks, "given_at", "receiver_id")
        return self.roles([t for t in inside if t[column]], "giver_id", "receiver_id")

    def leaders_ask(self, row, measure, _):
        at = self.last(row)
        managers = self.roster.managers(at)
        asked = {
            r["requester_id"] for r in self.records["help_requests"]
            if in_period(r["opened_at"], row) and r["anonymous"] != "true"}
        group = [p for p in self.roster.present(row, at) if (p in managers) == (measure == "managers")]
        return self.coded(sides(group, asked.__contains__))

    def pairs_of(self, kind):
        return [p for p in self.records["pairings"] if p["kind"] == kind]

    def mentoring(self, row, measure, _):
        at = self.last(row)
        lasting = [p for p in self.pairs_of("mentor") if holds(p, at)]
        present = set(self.roster.present(row, at))
        if measure == "default":
            supported = {p["supported_id"] for p in lasting}
            return self.coded(sides(present, supported.__contains__))
        if measure == "across_departments":
            return self.roles([p for p in lasting if p["supported_id"] in present], "supporter_id", "supported_id")
        met = []
        for meeting in self.records["pair_meetings"]:
            pairing = self.pairings.get(meeting["pairing_id"])
            if pairing and pairing["kind"] == "mentor" and in_period(meeting["planned_at"], row) \
                    and self.roster.is_inside(row, pairing["supported_id"], day(meeting["planned_at"])):
                met.append(pairing)
        return self.roles(met, "supporter_id", "supported_id")

    def joined(self, row, after):
        """Who has the day so long after joining in the period, and is still there."""
        found = {}
        for person, spells in self.roster.spells.items():
            for joined in {day(spell["joined_on"]) for _, _, spell in spells}:
                at = joined + after
                if day(row["from"]) <= at < day(row["to"]) and self.roster.spell(person, at) \
                        and self.roster.is_inside(row, person, at):
                    found[person] = joined
        return found

    def buddy_coverage(self, row, measure, _):
        joined = self.joined(row, 29 if measure == "check_ins" else 6)
        if measure == "check_ins":
            return [(set(joined), SMALL)]
        began = collections.defaultdict(list)
        for pair in self.pairs_of("buddy"):
            began[pair["supported_id"]].append(pair)
        return self.coded(sides(joined, lambda person: any(
            day(p["valid_from"]) <= joined[person] + 6 and (not p["valid_to"] or day(p["valid_to"]) > joined[person])
            for p in began[person])))

    def rotation_fairness(self, row, measure, _):
        if measure == "covered":
            return None
        turns = [t for t in self.records["rotations"] if self.is_of(row, t["team_id"])]
        if measure == "back_to_back":
            return self.roles(
                [t for t in turns if t["role"] == "primary" and in_period(t["valid_from"], row)], "person_id")
        first, end = day(row["from"]), day(row["to"])
        teams = {t["team_id"] for t in turns if day(t["valid_from"]) < end and (not t["valid_to"] or first < day(t["valid_to"]))}
        members = set()
        for person in self.roster.spells:
            places = {(self.roster.spell(person, at) or {"team_id": ""})["team_id"] for at in range(first, end)}
            if len(places) == 1 and places <= teams:
                members.add(person)
        return [(members, MANY)]

    # What goes by pieces of help: contributions, and what was resolved without any.

    def pieces(self, row):
        return self.pieces_between(row["from"], row["to"])

    @functools.cache
    def pieces_between(self, begin, end):
        row = {"from": begin, "to": end}
        found = [c for c in self.contributions if in_period(c["started_at"], row)]
        for request in self.records["help_requests"]:
            if request["helper_id"] and request["resolved_at"] and in_period(request["resolved_at"], row) \
                    and self.first_contribution.get(request["request_id"], end) >= end:
                found.append({
                    **request, "recipient_id": request["requester_id"], "started_at": request["resolved_at"],
                    "minutes": request["effort_minutes"]})
        return [c for c in found if c["helper_id"] != c["recipient_id"]]

    def ties(self, row):
        return {
            (c["helper_id"], c["recipient_id"]) for c in self.pieces(row) if c["helper_id"] and c["recipient_id"]}

    def helpers(self, row, pieces):
        return {
            c["helper_id"] for c in pieces if self.roster.is_inside(row, c["helper_id"], day(c["started_at"]))} - {""}

    def helper_concentration(self, row, measure, statistic):
        if statistic in ("gini_present", "gini_by_chance"):
            # Whoever gave nothing is one of them.
            return [(set(self.roster.present(row, self.last(row))), MANY)]
        least = {"top_5_percent": 100, "top_10_percent": 50, "absence_factor": SMALL}.get(statistic, MANY)
        return [(self.helpers(row, [c for c in self.pieces(row) if measure == "pieces" or c["minutes"]]), least)]

    def off_calendar_help(self, row, *_):
        return [(self.helpers(row, self.pieces(row)), SMALL)]

    def unasked_help(self, row, *_):
        return [(self.helpers(row, [
            c for c in self.contributions if in_period(c["started_at"], row)
            and c["helper_id"] != self.requests.get(c["request_id"], {}).get("requester_id")]), SMALL)]

    def help_mix(self, row, measure, _):
        if measure != "default" or not row["breakdown_value"]:
            return None
        # That nobody gave any of a kind is no one person's.
        if float(row["value"]) == 0:
            return []
        known = []
        for c in self.pieces(row):
            kind = c["kind"] or self.requests.get(c["request_id"], {}).get("kind", "")
            if kind and self.roster.is_inside(row, c["helper_id"], day(c["started_at"])):
                known.append((kind == row["breakdown_value"], c))
        return [
            group for is_inside in (True, False)
            for group in self.roles([c for of_kind, c in known if of_kind == is_inside], "helper_id", "recipient_id")]

    def peer_help(self, row, *_):
        return self.roles([
            c for c in self.pieces(row) if c["recipient_id"]
            and self.roster.is_inside(row, c["recipient_id"], day(c["started_at"]))], "helper_id", "recipient_id")

    def cross_department_help(self, row, _, statistic):
        if statistic == "expected":
            return None
        ties = self.ties(row)
        return [({a for a, _ in ties}, SMALL), ({b for _, b in ties}, SMALL)]

    def isolation(self, row, *_):
        first, end = day(row["from"]), day(row["to"])
        joined = {person for tie in self.ties(row) for person in tie}
        long = [
            p for p, spells in self.roster.spells.items()
            if sum(max(0, min(stop, end) - max(start, first)) for start, stop, _ in spells) >= 0.8 * (end - first)]
        return self.coded(sides(long, joined.__contains__))

    def inclusion(self, row, measure, _):
        at = self.last(row)
        if measure == "new_ties":
            ties = [tie for tie in self.ties(row) if self.roster.is_inside(row, tie[1], at)]
            return [({a for a, _ in ties}, SMALL), ({b for _, b in ties}, SMALL)]
        included = {r["requester_id"] for r in self.records["help_requests"] if in_period(r["opened_at"], row)}
        included |= {c["recipient_id"] for c in self.contributions if in_period(c["started_at"], row)}
        for c in self.contributions:
            if in_period(c["started_at"], row):
                included.add(self.requests.get(c["request_id"], {}).get("requester_id", ""))
        included |= {
            r["requester_id"] for r in self.records["help_requests"]
            if r["resolved_at"] and in_period(r["resolved_at"], row)}
        return self.coded(sides(self.roster.present(row, at), included.__contains__))

    def reciprocity(self, row, measure, statistic):
        at = self.last(row)
        if measure == "ties":
            inside = [tie for tie in self.ties(row) if all(self.roster.is_inside(row, p, at) for p in tie)]
            return [({a for a, _ in inside}, SMALL), ({b for _, b in inside}, SMALL)]
        hours, known = collections.defaultdict(lambda: [0, 0]), collections.defaultdict(lambda: [None, None])
        for c in self.pieces(row):
            for way, person in enumerate((c["helper_id"], c["recipient_id"])):
                hours[person][way] += (number(c["minutes"]) or 0) / 60
                known[person][way] = known[person][way] or bool(c["minutes"])
        balances = {
            person: ((given - received) / (given + received + 2), given + received)
            for person, (given, received) in hours.items()
            if person and False not in known[person] and self.roster.is_inside(row, person, at)}
        if statistic == "share_balanced":
            enough = [p for p, (_, total) in balances.items() if total >= 2]
            return self.coded(sides(enough, lambda p: -0.5 < balances[p][0] < 0.5))
        value = float(row["value"])
        return [
            ({p for p, (b, _) in balances.items() if b <= value + 0.05 + NEAR}, SMALL),
            ({p for p, (b, _) in balances.items() if b >= value - 0.05 - NEAR}, SMALL)]

    def support_map(self, row, _, statistic):
        if statistic != "unnamed":
            return None
        at = self.last(row)
        present = set(self.roster.present(row, at))
        answered = collections.defaultdict(str)
        for answer in self.records["satisfaction"]:
            answered[answer["survey_id"]] = max(answered[answer["survey_id"]], answer["submitted_at"])
        named = {
            t["colleague_id"] for t in self.records["support_ties"] if t["person_id"] in present
            and (not answered[t["survey_id"]] or in_period(answered[t["survey_id"]], row))}
        return self.coded(sides(present, named.__contains__))

    def boundary_breaches(self, row, measure, _):
        if measure != "people_with_a_window":
            return [(self.helpers(row, self.pieces(row)), SMALL)]
        at = self.last(row)
        windows = {
            b["agreement_id"] for b in self.records["agreement_boundaries"]
            if (not b["valid_from"] or day(b["valid_from"]) <= at) and (not b["valid_to"] or at < day(b["valid_to"]))}
        held = self.held("agreements", at, row)
        return self.coded(sides(held, lambda p: any(a["agreement_id"] in windows for a in held[p])))

    def there(self, row, *_):
        """Everybody who was there at some time."""
        first, end = day(row["from"]), day(row["to"])
        found = {
            p for p, spells in self.roster.spells.items() for start, stop, spell in spells
            if start < end and stop > first and (row["scope"] == "organization" or self.is_of(row, spell["team_id"]))}
        return [(found, SMALL)]

    asking_rate = rituals_kept = emergency_cover = pod_coverage = retention_rate = separation_rate = there

    def turnover_rate(self, row, measure, _):
        # Kinds of leaving have an attack of their own.
        return self.there(row) if measure in ("all", "month_ends", "open_close", "joins", "exits") else None

    def tenure_survival(self, row, _, statistic):
        return None if statistic == "p50" else self.there(row)

    def capacity_use(self, row, measure, _):
        return None if measure == "above_capacity" else self.there(row)

    def backlog(self, row, measure, _):
        if measure == "default":
            return self.there(row)
        end = instant(row["to"] + "T00:00:00+00:00")
        return self.quantile(row, [
            (r["requester_id"] or r["request_id"], (end - instant(r["opened_at"])).total_seconds(), True)
            for r in self.requests_of(row, self.records["help_requests"]) if instant(r["opened_at"]) < end
            and not any(r[name] and instant(r[name]) < end for name in ("resolved_at", "withdrawn_at"))])

    def feedback_acted_on(self, row, measure, _):
        if measure != "time_to_action":
            return None
        said = [f for f in self.records["feedback"] if self.is_of(row, f["team_id"])]
        return self.quantile(row, self.waits(row, said, "submitted_at", "acted_on_at", lambda f: f["feedback_id"]))

    def time_to_resolve(self, row, measure, statistic):
        if measure != "first_close_elapsed":
            return None
        return self.wait_of_requests(row, statistic, self.records["help_requests"])

    def time_to_first_response(self, row, measure, statistic):
        if measure != "elapsed":
            return None
        return self.wait_of_requests(row, statistic, [
            {**r, "resolved_at": min(filter(None, (r["first_response_at"], r["resolved_at"])), default="")}
            for r in self.records["help_requests"]])

    def wait_of_requests(self, row, statistic, requests):
        if statistic not in ("p50", "p90"):
            return None
        # Whoever asked without a name may be anybody.
        return self.quantile(row, self.waits(
            row, self.requests_of(row, requests), "opened_at", "resolved_at", lambda r: r["requester_id"] or r["request_id"]))

    def requests_of(self, row, requests):
        """Those of a row's scope: of the team that the request names, else of its asker's."""
        return [
            r for r in requests
            if (self.is_of(row, r["team_id"]) if r["team_id"] or row["scope"] == "organization"
                else self.roster.is_inside(row, r["requester_id"], day(r["opened_at"])))]


def instant(text):
    return datetime.datetime.fromisoformat(text) if text else None


def groups_under_the_minimum(export, practices):
    """Printed figures behind which, or on a side of which, fewer people stand than the pages of the KPIs promise."""
    told = tried = 0
    for row in export.rows:
        if not row["value"] or row["breakdown"] and row["kpi"] != "help_mix":
            continue
        groups = practices.groups(row)
        if groups is None:
            continue
        tried += 1
        told += any(len(people) < least for people, least in groups)
    return told, tried
