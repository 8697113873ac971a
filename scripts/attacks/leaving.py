"""Why somebody left."""
import collections

from attacks.printed import NEAR, SMALL, day, half_up_digits, in_period

KINDS = ["voluntary", "involuntary", "regretted", "unlabelled"]


def kinds_of_leaving(export, people, turnover, departments):
    """People whose kind of leaving follows from a figure of few leavers of the kind, or few of another."""
    teams = {}
    for spell in sorted(people, key=lambda s: s["valid_from"]):
        teams[spell["person_id"]] = spell["team_id"]
    told = set()
    for row in export.rows:
        if row["kpi"] != "turnover_rate" or row["measure"] not in KINDS or not row["value"]:
            continue

        def is_inside(separation):
            team = teams.get(separation["person_id"], "")
            own = {"organization": "", "department": departments.get(team), "team": team}[row["scope"]]
            return own == row["scope_id"] and in_period(separation["left_on"], row)

        def is_of_kind(separation):
            kind = row["measure"]
            if kind == "regretted":
                return separation["regretted"] == "true"
            return separation["separation_type"] == ("" if kind == "unlabelled" else kind)
        left = [s for s in turnover if is_inside(s)]
        of_kind = [s for s in left if is_of_kind(s)]
        others = len(left) - len(of_kind)
        if left and (len(of_kind) < SMALL or others < SMALL):
            told |= {(s["person_id"], s["left_on"]) for s in (of_kind if 0 < len(of_kind) < SMALL else left)}
    return len(told), len(turnover)


def kinds_by_elimination(export, people, turnover, departments):
    """People whose kind of leaving follows from several figures together.

    Who left, and for how many days each was there, is known from the roster, so that a printed rate leaves few numbers of
    leavers. Those of the organization are those of its departments, of a department its teams', of a quarter its months'.
    """
    def places(team):
        own = [("organization", ""), ("department", departments.get(team, "")), ("team", team)]
        return [place for place in own if place[0] == "organization" or place[1]]

    ends = {}
    for separation in turnover:
        ends.setdefault(separation["person_id"], []).append(day(separation["left_on"]))
    change, latest = collections.defaultdict(collections.Counter), {}
    for spell in people:
        start = day(max(spell["joined_on"], spell["valid_from"]))
        if start >= latest.get(spell["person_id"], (0, ""))[0]:
            latest[spell["person_id"]] = (start, spell["team_id"])
        stops = [day(spell[name]) for name in ("valid_to", "left_on") if spell[name]]
        stops += [end for end in ends.get(spell["person_id"], []) if end >= start]
        for place in places(spell["team_id"]):
            change[place][start] += 1
            if stops:
                change[place][min(stops)] -= 1

    def exposure(place, first, end):
        return sum(
            count * (end - max(first, at)) for at, count in change[place].items() if at < end) / (end - first)

    told = set()
    for kind in KINDS:
        printed = {
            (key[3], key[4], place[0], place[1]): row for key, cells in export.cells.items()
            if key[0] == "turnover_rate" and key[1] == kind for place, row in cells.items()}
        leavers, low, high = {}, {}, {}
        for cell, row in printed.items():
            left = [
                s for s in turnover if in_period(s["left_on"], row)
                and cell[2:] in places(latest.get(s["person_id"], (0, ""))[1])]
            leavers[cell], low[cell], high[cell] = left, 0, len(left)
            people_days = exposure(cell[2:], day(row["from"]), day(row["to"]))
            if row["value"] and people_days > 0:
                value = float(row["value"])
                fits = [
                    v for v in range(len(left) + 1)
                    if abs((half_up_digits(v / people_days) if export.is_rounded else v / people_days) - value)
                    <= 1e-6 * max(value, NEAR)]
                if fits:
                    low[cell], high[cell] = fits[0], fits[-1]
        sums = []
        for cell, row in printed.items():
            def within(other):
                return (row["from"] <= printed[other]["from"] and printed[other]["to"] <= row["to"])
            for kind_of_period in ("month", "quarter"):
                sums.append((cell, [
                    c for c in printed if c[0] == kind_of_period and cell[0] != c[0] and c[2:] == cell[2:] and within(c)]))
            for scope in ("department", "team"):
                sums.append((cell, [
                    c for c in printed if c[:2] == cell[:2] and c[2] == scope and cell[2] != scope
                    and (cell[2] == "organization" or cell[2] == "department" and departments.get(c[3]) == cell[3])]))
        sums = [(cell, parts) for cell, parts in sums if sum(len(leavers[p]) for p in parts) == len(leavers[cell]) > 0]
        is_moving = True
        while is_moving:
            is_moving = False
            for cell, parts in sums:
                bounds = [(cell, sum(low[p] for p in parts), sum(high[p] for p in parts))]
                few, many = bounds[0][1:]
                bounds += [(p, low[cell] - many + high[p], high[cell] - few + low[p]) for p in parts]
                for place, least, most in bounds:
                    if least > low[place] or most < high[place]:
                        low[place], high[place] = max(low[place], least), min(high[place], most)
                        is_moving = True
        for cell, left in leavers.items():
            count = low[cell]
            if left and low[cell] >= high[cell] and min(count, len(left) - count) < SMALL:
                told |= {(s["person_id"], s["left_on"]) for s in left}
    return len(told), len(turnover)
