#!/usr/bin/env python3
"""Reads a workbook as others do, and prints JSON.

Usage: workbook.py read FILE      what openpyxl finds in it: sheets, cells with their types and formats
       workbook.py convert FILE   what LibreOffice makes of it in two countries, held against that

"read" gives a list of sheets; of a cell without a value it gives null. "convert" gives how many numbers, dates and texts
were compared, and a line for each that is another. Needs what "scripts/setup tests" installs, and no network.
"""

import os
import sys
from pathlib import Path

# The packages lie apart from those of the system; whichever Python was called, it is theirs that goes on.
VENV = Path(__file__).resolve().parents[3] / ".build-python"
if Path(sys.prefix).resolve() != VENV.resolve():
    python = VENV / "bin" / "python"
    if not python.exists():
        print(f"workbook.py: there is no {python}; run scripts/setup tests", file=sys.stderr)
        sys.exit(2)
    os.execv(python, [str(python), "-B", *sys.argv])

import csv
import datetime
import json
import math
import subprocess
import tempfile

import openpyxl
from openpyxl.utils.escape import unescape

# Countries, with how they write decimals.
LOCALES = {"en-US": ".", "de-DE": ","}
# Comma, quotes, UTF-8, from line 1; cells by their types and not as they are shown; every sheet a file of its own.
FILTER = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1"
# What LibreOffice takes a country from where the system does not say one.
SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale" oor:op="fuse"><value>{}</value></prop></item>
</oor:items>
"""


def sheets(file):
    """Every sheet with its cells, row by row, as openpyxl reads them."""
    return [(sheet, list(sheet.iter_rows())) for sheet in openpyxl.load_workbook(file)]


def text(value):
    """What stands in a cell of text. openpyxl leaves ECMA-376's escapes as they are, Excel and LibreOffice don't."""
    return unescape(value)


def read(file):
    def cell(found):
        if found.value is None:
            return None
        kinds = {str: "text", float: "number", int: "number", datetime.datetime: "date", bool: "bool"}
        kind = "formula" if found.data_type in "fe" else kinds[type(found.value)]
        return {
            "kind": kind,
            "text": found.value.date().isoformat() if kind == "date" else text(str(found.value)),
            "number": found.value if kind == "number" else None,
            "format": found.number_format,
            "bold": bool(found.font.b),
        }

    return [
        {
            "name": sheet.title,
            "frozen": sheet.freeze_panes,
            "filter": sheet.auto_filter.ref,
            "widths": [sheet.column_dimensions[found.column_letter].width for found in rows[0]],
            "rows": [[cell(found) for found in row] for row in rows],
        }
        for sheet, rows in sheets(file)
    ]


def converted(file, locale, folder):
    """Each sheet's cells as LibreOffice writes them there, by the sheet's name."""
    profile = Path(folder) / "profile"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(SETTINGS.format(locale), encoding="utf-8")
    command = ["soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", FILTER]
    # It ends with status 0 whatever happens: without its files, reading them fails.
    subprocess.run([*command, "--outdir", folder, file], check=True, capture_output=True, timeout=300)
    tables = {}
    for path in Path(folder).glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as lines:
            tables[path.stem.removeprefix(Path(file).stem + "-")] = list(csv.reader(lines))
    return tables


def number(written, decimal):
    """Of a number as it is written there, of per cent too."""
    of_hundred = written.endswith("%")
    plain = float(written.rstrip("%").replace(decimal, "."))
    return plain / 100 if of_hundred else plain


def lines(value):
    """With one kind of line's end: files of CSV have another than cells."""
    return value.replace("\r\n", "\n").replace("\r", "\n")


def is_same(found, written, decimal):
    if found is None:
        return written == ""
    if isinstance(found, datetime.datetime):
        return written == found.date().isoformat()
    if isinstance(found, (int, float)):
        # It writes 15 digits.
        return math.isclose(number(written, decimal), found, rel_tol=1e-13)
    return lines(written) == lines(text(found))


def convert(file):
    counts = {"number": 0, "date": 0, "text": 0}
    faults = []
    for locale, decimal in LOCALES.items():
        with tempfile.TemporaryDirectory() as folder:
            tables = converted(file, locale, folder)
        for sheet, rows in sheets(file):
            table = tables.get(sheet.title, [])
            if len(table) != len(rows):
                faults.append(f"{locale} {sheet.title}: {len(table)} rows of {len(rows)}")
            for row, line in zip(rows, table):
                for found, written in zip(row, line, strict=True):
                    value = found.value
                    if value is not None:
                        kind = "text" if isinstance(value, str) else "date" if found.is_date else "number"
                        counts[kind] += 1
                    if not is_same(value, written, decimal):
                        faults.append(f"{locale} {sheet.title}!{found.coordinate}: {value!r:.80} is {written!r:.80}")
    return {"counts": counts, "faults": faults}


if len(sys.argv) != 3 or sys.argv[1] not in ("read", "convert"):
    print(__doc__, file=sys.stderr)
    sys.exit(2)
print(json.dumps({"read": read, "convert": convert}[sys.argv[1]](sys.argv[2])))
