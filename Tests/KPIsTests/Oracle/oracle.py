"""An independent computation of the KPIs, for tests: plain, straight from the definitions.

Usage: python3 oracle.py ORGANIZATIONS.json
Prints JSON: for each organization a list of figures. Needs Python 3.9 or later, SciPy and NetworkX, which Debian and
Ubuntu have as python3-scipy and python3-networkx.
"""

import json
import multiprocessing
import signal
import sys

import asking
import exits
import help_requests
import load
import objectives
import overload
import pairings
import promises
import psychology
import recognition
import rotations
import surveys
import teams
import ties
import validity
import workforce
from records import Organization


SUBJECTS = [
    help_requests, asking, load, rotations, workforce, exits, objectives, ties, promises, recognition, pairings, teams]


def figures(organization):
    result = [row for subject in SUBJECTS for row in subject.figures(organization)]
    if organization.has("satisfaction"):
        result += surveys.figures(organization) + psychology.figures(organization)
    if organization.has("people") and organization.has("calendars"):
        result += overload.figures(organization)
        if organization.has("satisfaction") and load.knows_pieces(organization):
            result += validity.figures(organization)
    return [row for row in result if exists(row)]


def exists(row):
    """A cell does where it has a value or counts anything."""
    value, n = row[7], row[10]
    return value is not None or n > 0


def figures_as_json(data):
    return json.dumps(figures(Organization(data)))


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        organizations = json.load(file)
    # A pool ends its workers by a signal, which whoever started this may have blocked: then it would wait for ever.
    signal.pthread_sigmask(signal.SIG_SETMASK, [])
    with multiprocessing.Pool(2) as pool:
        sys.stdout.write("[" + ",".join(pool.imap(figures_as_json, organizations, chunksize=4)) + "]")


if __name__ == "__main__":
    main()
