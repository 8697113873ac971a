"""What docs/datasets.md, which is made from the descriptors, says of datasets: their columns and how each is read."""

import datetime
import functools
import pathlib

EPOCH = datetime.datetime(1970, 1, 1)


def instant(text):
    """Microseconds since 1970."""
    moment = datetime.datetime.fromisoformat(text.removesuffix("Z"))
    if not text.endswith("Z") or "T" not in text:
        raise ValueError(text)
    return (moment - EPOCH) // datetime.timedelta(microseconds=1)


def date(text):
    datetime.date.fromisoformat(text)
    return text


def boolean(text):
    return {"true": True, "false": False}[text]


TYPES = {
    "id of a person": str, "time, ISO 8601": instant, "date,": date, "number": float, "whole number": int,
    "true or false": boolean}


@functools.cache
def described():
    """Of every dataset that the reference describes, its columns and how they are read."""
    page = pathlib.Path(__file__).resolve().parents[3] / "docs/datasets.md"
    datasets = {}
    for section in page.read_text().split("\n## ")[1:]:
        name, _, rest = section.partition("\n")
        rows = [line.split(" | ") for line in rest.splitlines() if line.startswith("| `")]
        datasets[name] = {
            row[0].strip("| `"): next((read for words, read in TYPES.items() if row[1].startswith(words)), str)
            for row in rows}
    return datasets


def read(dataset, row):
    """A row of texts; what is blank is None."""
    columns = described()[dataset]
    return {column: columns[column](row[column]) if row.get(column) else None for column in columns}
