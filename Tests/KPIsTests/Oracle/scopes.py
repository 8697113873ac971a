"""The organization, its departments and its teams, and what is refused there."""

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
