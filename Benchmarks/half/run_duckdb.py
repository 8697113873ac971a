"""Runs the rival's script in DuckDB over tables in memory and prints the seconds that it took.

run_duckdb.py FOLDER SCRIPT RESULT: reads what records.sql makes, as FOLDER/TABLE.csv, and writes the table result.
"""

import pathlib
import sys
import time

import duckdb

folder = pathlib.Path(sys.argv[1])
script = pathlib.Path(sys.argv[2]).read_text(encoding="utf-8").replace("UNLOGGED ", "")
database = duckdb.connect(":memory:")
for path in sorted(folder.glob("*.csv")):
    # Where the first rows say infinity, it would be taken for a text.
    types = ", types = {'ended_at': 'TIMESTAMP'}" if path.stem == "request" else ""
    database.execute(f"CREATE TABLE {path.stem} AS FROM read_csv('{path}', header = true, sample_size = -1{types})")
began = time.monotonic()
database.execute(script)
print(f"{time.monotonic() - began:.2f}")
database.execute(f"COPY result TO '{sys.argv[3]}' (HEADER)")
