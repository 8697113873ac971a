"""Runs half.sql in DuckDB over tables in memory and prints the seconds that it took.

half.py FOLDER: reads request.csv, team.csv, spell.csv, separation.csv and period.csv there and writes result.csv.
"""

import os
import sys
import time

import duckdb

folder = sys.argv[1]
with open(os.path.join(os.path.dirname(__file__), "half.sql"), encoding="utf-8") as file:
    script = file.read().replace("UNLOGGED ", "")
database = duckdb.connect(":memory:")
for name in ["request", "team", "spell", "separation", "period"]:
    path = os.path.join(folder, f"{name}.csv")
    # Where the first rows say infinity, it would be taken for a text.
    types = ", types = {'ended_at': 'TIMESTAMP'}" if name == "request" else ""
    database.execute(f"CREATE TABLE {name} AS FROM read_csv('{path}', header = true, sample_size = -1{types})")
began = time.monotonic()
database.execute(script)
print(f"{time.monotonic() - began:.2f}")
database.execute(f"COPY result TO '{os.path.join(folder, 'result.csv')}' (HEADER)")
