"""Who was employed when: stretches of employment as `people` has them, then as `turnover` corrects them."""

import datetime

FAR = datetime.date.max
DELIBERATE = ["voluntary", "involuntary", "retirement"]


def day(text):
    return None if text is None else datetime.date.fromisoformat(text)


def stretches(rows):
    """A person's, in order. A stretch is the rows of one joinedOn."""
    by_start = {}
    for row in sorted(rows, key=lambda r: (r["joinedOn"], r["from"])):
        by_start.setdefault(row["joinedOn"], []).append(row)
    return [stretch(day(joined), own) for joined, own in by_start.items()]


def stretch(joined, rows):
    spells = [
        {**r, "from": day(r["from"]), "to": min(day(r.get("to")) or FAR, day(r.get("leftOn")) or FAR)} for r in rows]
    left = [day(r["leftOn"]) for r in rows if r.get("leftOn")]
    return {
        "joined": joined, "left": min(left) if left else max(day(r.get("to")) or FAR for r in rows),
        "spells": spells, "rehired": any(r.get("rehired") for r in rows), "rows": []}


def owner(stretches, left):
    """The stretch that a row of turnover is about."""
    for is_candidate in [
            lambda s: s["left"] == left, lambda s: s["joined"] < left, lambda s: s["joined"] == left]:
        candidates = [s for s in stretches if is_candidate(s)]
        if candidates:
            return candidates[-1]
    return None


def would_continue(former, following):
    """By their dates, if nobody says that somebody really left."""
    if following is None or following["rehired"]:
        return False
    gap = (following["joined"] - former["left"]).days
    return not any(
        (former["left"] + datetime.timedelta(days=i)).isoweekday() <= 5 for i in range(gap))


def newest(rows):
    """Of rows in the order in which they were told."""
    standing = rows[0]
    for row in rows[1:]:
        told = standing.get("updatedAt"), row.get("updatedAt")
        if None in told or told[1] >= told[0]:
            standing = row
    return standing


def lengthen(stretch, left):
    stretch["left"] = left
    stretch["spells"][-1]["to"] = left


def separate(stretch, row):
    left = day(row["leftOn"])
    lengthen(stretch, left)
    for spell in stretch["spells"]:
        spell["to"] = min(spell["to"], left)


def employments(person, rows, separations):
    """A person's employments, and the rows of turnover that end none of them and count against coverage."""
    own, idle, result = stretches(rows), [], []
    for row in separations:
        stretch = owner(own, day(row["leftOn"]))
        (stretch["rows"] if stretch else idle).append(row)
    is_continued = False
    for stretch, following in zip(own, own[1:] + [None]):
        if not is_continued:
            result.append({"person": person, "joined": stretch["joined"], "spells": []})
        may_go_on = would_continue(stretch, following)
        told = [r for r in stretch["rows"] if not may_go_on or r.get("type") in DELIBERATE]
        standing = newest(told) if told else {}
        idle += [r for r in told if r is not standing]
        is_continued = may_go_on and not told
        if is_continued:
            lengthen(stretch, following["joined"])
        elif told:
            separate(stretch, standing)
        result[-1]["spells"] += stretch["spells"]
        result[-1].update(left=stretch["left"], type=standing.get("type"), regretted=standing.get("regretted"))
    return result, idle
