"""Who is thanked, and for what."""

from asking import managers
from limits import gini_with_limits
from scopes import REFUSED, at_place, by_scope, distinct, is_judged, shares, stranger


def thanks_in_window(organization):
    return [
        t for t in organization.thanks if organization.in_window(t["givenAt"]) and t["giver"] != t["receiver"]]


def tags(thanks):
    return sorted({tag.strip() for tag in (thanks.get("valueTags") or "").split("|")} - {""})


def received_at_all(organization):
    counts = {}
    for thanks in thanks_in_window(organization):
        counts[thanks["receiver"]] = counts.get(thanks["receiver"], 0) + 1
    present = organization.present()
    population = [
        at_place(organization.last_place_of(p), person=p, count=float(counts.get(p, 0)), verdict=p in counts)
        for p in present]
    population += [stranger(count=None) for p in sorted(counts) if not organization.in_people(p)]
    yield from shares(organization, "recognition_reach", population, is_of_people=True)
    for scope, scope_id, inside, coverage, is_refused in by_scope(organization, population, is_judged):
        estimate = REFUSED if is_refused else gini_with_limits([r["count"] for r in inside])
        yield ["recognition_reach", "default", scope, scope_id, "", "", "gini", *estimate, len(inside), None, coverage,
               distinct(inside, "person")]


def of_thanks(organization, measure, verdict_of):
    """By their receivers, at the time."""
    population = [
        at_place(
            organization.place(t["receiver"], organization.date(t["givenAt"])), person=t["receiver"],
            giver=t["giver"], verdict=verdict_of(t))
        for t in thanks_in_window(organization)]

    def is_complete(record):
        return is_judged(record) and organization.is_known(record["person"])

    return shares(organization, "recognition_reach", population, measure, is_complete=is_complete,
                  people=lambda scope, scope_id, group: min(distinct(group, "person"), distinct(group, "giver")))


def by_tag(organization):
    """Where nobody named a value there is no share of it."""
    thanks = thanks_in_window(organization)
    for tag in sorted({tag for t in thanks for tag in tags(t)}):
        scopes = set()
        for t in thanks:
            if tag in tags(t):
                where = at_place(organization.place(t["receiver"], organization.date(t["givenAt"])))
                scopes |= set(where.items())
        for row in of_thanks(organization, "value_tags", lambda t: tag in tags(t) if tags(t) else None):
            if tuple(row[2:4]) in scopes:
                row[4:6] = "value_tag", tag
                yield row


def managers_who_thank(organization):
    named, givers = managers(organization), {t["giver"] for t in thanks_in_window(organization)}
    population = [
        at_place(organization.last_place_of(p), person=p, verdict=p in givers)
        for p in organization.present() if p in named]
    population += [stranger() for p in sorted(named) if not organization.in_people(p)]
    return shares(organization, "recognition_reach", population, "managers", is_of_people=True)


def figures(organization):
    rows = []
    if not organization.has("recognitions"):
        return rows
    if organization.has("people"):
        rows += received_at_all(organization)
        if organization.has("people.manager_id"):
            rows += managers_who_thank(organization)
    if organization.has("recognitions.reason"):
        for measure, reason in [("for_helping", "helping"), ("for_asking", "asking")]:
            rows += of_thanks(
                organization, measure, lambda t: None if t.get("reason") is None else t["reason"] == reason)
    if organization.has("recognitions.public"):
        rows += of_thanks(organization, "public", lambda t: t.get("isPublic"))
    if organization.has("recognitions.value_tags"):
        rows += by_tag(organization)
    return rows
