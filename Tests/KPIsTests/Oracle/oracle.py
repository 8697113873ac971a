"""An independent computation of the KPIs, for tests: slow, plain, straight from the definitions.

Usage: python3 oracle.py ORGANIZATIONS.json
Prints JSON: for each organization a list of figures. Needs only Python's standard library (3.9 or later).
"""

import json
import sys

import help_requests
import load
import overload
import surveys
import workforce
from records import Organization


def figures(organization):
    result = help_requests.figures(organization) + load.figures(organization) + workforce.figures(organization)
    if organization.has("satisfaction"):
        result += surveys.figures(organization)
    if organization.has("people"):
        result += overload.figures(organization)
    return result


with open(sys.argv[1], encoding="utf-8") as file:
    json.dump([figures(Organization(data)) for data in json.load(file)], sys.stdout)
