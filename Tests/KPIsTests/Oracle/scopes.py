"""The organization, its departments and its teams, and what is refused there."""

from limits import wilson, wilson_of_records

SCOPES = ["organization", "department", "team"]
REFUSED = (None, None, None)


def at_place(place, **record):
    """A record with its scope_id in each scope; None where that isn't known."""
    team, department = place
    return {**record, "organization": "", "department": department, "team": team}


def always(record):
    return True


def by_scope(organization, population, is_complete=always, is_counted=None):
    """(scope, scope_id, the records inside that count, coverage, whether that is too little)

    Where it is, the whole population counts.
    """
    is_counted = is_counted or is_complete
    for scope in SCOPES:
        known = [r for r in population if r[scope] is not None]
        coverage = sum(map(is_complete, known)) / len(population) if population else None
        is_refused = organization.refuses(coverage)
        groups = {}
        for record in known:
            if is_refused or is_counted(record):
                groups.setdefault(record[scope], []).append(record)
        for scope_id in sorted(groups):
            yield scope, scope_id, groups[scope_id], coverage, is_refused


def distinct(records, name):
    return len({r[name] for r in records} - {None})


def stranger(**record):
    """Somebody who isn't in `people`, of whom a share of people present knows no more than that."""
    return at_place((None, None), person=None, verdict=None, **record)


def is_judged(record):
    return record["verdict"] is not None


def parts_of(records, breakdowns):
    """(breakdown, value, its records), the whole first."""
    yield "", "", records
    for breakdown in breakdowns:
        for value in sorted({r[breakdown] for r in records} - {None}):
            yield breakdown, value, [r for r in records if r[breakdown] == value]


def shares(
        organization, kpi, population, measure="default", is_of_people=False, breakdowns=(), is_complete=is_judged,
        people=None):
    """Rows of the share of the records whose verdict is true, among those that have one.

    `is_of_people`: none of them has two; else a person may have many. `people`: who is behind it, where that isn't
    those of the records.
    """
    for scope, scope_id, inside, coverage, is_refused in by_scope(organization, population, is_complete, is_judged):
        for breakdown, value, group in parts_of(inside, breakdowns):
            if is_refused:
                estimate = REFUSED
            elif is_of_people:
                estimate = wilson(sum(r["verdict"] for r in group), len(group))
            else:
                estimate = wilson_of_records([(r["person"], r["verdict"]) for r in group])
            behind = distinct(group, "person") if people is None else people(scope, scope_id, group)
            yield [kpi, measure, scope, scope_id, breakdown, value, "ratio", *estimate, len(group), None, coverage,
                   behind]
