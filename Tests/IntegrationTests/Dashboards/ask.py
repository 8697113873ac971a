#!/usr/bin/env python3
"""Asks every query of dashboards/ as Grafana and Prometheus would, and says which answers are wrong.

    ask.py DASHBOARDS CONNINFO PROMETHEUS ORGANIZATION

CONNINFO is that of a reader's login, PROMETHEUS the address of a server that has the rules and scrapes the
organization. What has to come is read from kpi.figure: a value that is shown there has to be in the answer, and no
other. All is asked of the organization, of a department and of a team, for each length of period. On standard output
comes JSON: how many queries were asked, how many found something, which panels never did, of which KPIs each source told a
target, which alerts fire, and the faults.
"""
import datetime
import json
import math
import pathlib
import re
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request

# What is said on a panel of a figure, and where kpi.figure has it.
COLUMNS = {"value": "value", "lower": "lower_limit", "upper": "upper_limit", "reference": "reference"}
# Longer than any records, and than a test's clock is behind or ahead, so that every period is asked for.
LONG = datetime.timedelta(days=50 * 366)
CHANGES = ("better", "worse", "changed")
NOT_COMPARED = "not compared"
# The query of what a figure is to be, and its column.
TARGET = "target"


def fail(message):
    sys.exit(f"ask.py: {message}")


class Database:
    def __init__(self, conninfo):
        self.conninfo = conninfo

    def answers(self, queries):
        """The rows of each query, or the text of its error, all asked in one session."""
        script = []
        for number, query in enumerate(queries):
            script.append(f"\\echo query {number}")
            script.append(f"SELECT coalesce(json_agg(answer), '[]')::text FROM (\n{query}\n) AS answer;")
        # Errors come between the answers that they stand for.
        said = subprocess.run(
            ["psql", "-XAtq", "-v", "VERBOSITY=terse", self.conninfo], input="\n".join(script), text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        if said.returncode != 0:
            fail(f"psql: {said.stdout[-500:]}")
        parts = re.split(r"^query \d+\n", said.stdout, flags=re.MULTILINE)[1:]
        if len(parts) != len(queries):
            fail(f"{len(parts)} answers to {len(queries)} queries: {said.stdout[:500]}")
        return [json.loads(part) if part.startswith("[") else part.strip() for part in parts]


class Prometheus:
    def __init__(self, address):
        self.address = address.rstrip("/")

    def get(self, path, **parameters):
        url = f"{self.address}/api/v1/{path}?{urllib.parse.urlencode(parameters)}"
        try:
            with urllib.request.urlopen(url, timeout=30) as answer:
                return json.load(answer)["data"]
        except urllib.error.HTTPError as error:
            return error.read().decode()

    def query(self, expression, is_range=False):
        """Labels and newest value of each series, or the text of the error."""
        if is_range:
            now = time.time()
            data = self.get("query_range", query=expression, start=now - 60, end=now, step=15)
        else:
            data = self.get("query", query=expression)
        if isinstance(data, str):
            return data
        newest = [(series["metric"], (series.get("values") or [series["value"]])[-1]) for series in data["result"]]
        return [(labels, float(value)) for labels, (_, value) in newest]


class Figures:
    """What the organization may show, and what it is to be, by the reader's views."""

    def __init__(self, database, organization):
        answer, targets = database.answers([
            "SELECT kpi, measure, statistic, breakdown, breakdown_value, scope, scope_id, period, period_from, period_to, "
            "value, lower_limit, upper_limit, reference, verdict FROM kpi.figure "
            f"WHERE organization = {quoted(organization)} AND period <> 'week'",
            "SELECT kpi, measure, statistic, valid_from, value FROM kpi.target_history "
            f"WHERE organization = {quoted(organization)} ORDER BY entry",
        ])  # fmt: skip
        if isinstance(answer, str) or not answer:
            fail(f"the reader sees no figures of {organization}: {answer}")
        if isinstance(targets, str):
            fail(f"the reader sees no targets of {organization}: {targets}")
        # Of a KPI and a day the last entry holds.
        self.targets = {}
        for row in targets:
            self.targets.setdefault(row["kpi"], {})[row["valid_from"]] = row
        self.by_kpi, self.newest = {}, {}
        for row in answer:
            self.by_kpi.setdefault(row["kpi"], []).append(row)
            self.newest[row["period"]] = max(self.newest.get(row["period"], ""), row["period_to"])

    def of(self, kpis=None, **wanted):
        return [
            row for kpi in (self.by_kpi if kpis is None else kpis) for row in self.by_kpi.get(kpi, ())
            if all(row[name] == value for name, value in wanted.items())
        ]  # fmt: skip

    def target(self, row):
        """What a figure of the whole organization is to be, by what is in force on its period's first day."""
        if row["scope"] != "organization" or row["breakdown"]:
            return None
        held = [
            entry for entry in self.targets.get(row["kpi"], {}).values()
            if entry["valid_from"] <= row["period_from"]
            and all(entry[name] == row[name] for name in ("measure", "statistic"))
        ]  # fmt: skip
        return max(held, key=lambda entry: entry["valid_from"])["value"] if held else None

    def is_newest(self, row):
        return row["period_to"] == self.newest[row["period"]]

    def choices(self):
        """The organization, and the department and the team that show most, for each period that they have."""
        choices = []
        for scope in ("organization", "department", "team"):
            shown = {}
            for row in self.of(scope=scope):
                if row["value"] is not None:
                    shown[row["scope_id"]] = shown.get(row["scope_id"], 0) + 1
            if not shown:
                fail(f"no figure of a {scope} is shown")
            scope_id = max(sorted(shown), key=shown.get)
            for period in ("month", "quarter", "year"):
                if self.of(scope=scope, scope_id=scope_id, period=period):
                    choices.append({"scope": scope, "scope_id": scope_id, "period": period})
        return choices


def quoted(text):
    return "'" + text.replace("'", "''") + "'"


def in_sql(text, values):
    """With Grafana's variables and macros in their places."""
    now = datetime.datetime.now(datetime.timezone.utc)
    begin, end = (instant.strftime("%Y-%m-%dT%H:%M:%SZ") for instant in (now - LONG, now + LONG))
    text = re.sub(r"\$\{(\w+):sqlstring\}", lambda match: quoted(values[match[1]]), text)
    return re.sub(r"\$__timeFilter\((\w+)\)", rf"\1 BETWEEN '{begin}' AND '{end}'", text)


def in_promql(text, values):
    return re.sub(r"\$(\w+)", lambda match: values[match[1]].replace("\\", "\\\\").replace('"', '\\"'), text)


def figure_of(sql):
    """Which figure a panel shows, by its SQL; None where it is of many."""
    match = re.search(r"kpi = '(\w+)' AND measure = '(\w+)' AND statistic = '(\w+)' AND breakdown = '(\w*)'", sql)
    return dict(zip(("kpi", "measure", "statistic", "breakdown"), match.groups())) if match else None


def scope_of(sql, values):
    """The rest of what a panel shows: its own scope and period, or those that are chosen."""
    period = re.search(r"period = '(\w+)'", sql)
    chosen = {"period": period[1] if period else values["period"]}
    if "scope = 'organization'" in sql:
        return {**chosen, "scope": "organization", "scope_id": ""}
    if "scope_id = $" in sql:
        return {**chosen, "scope": values["scope"], "scope_id": values["scope_id"]}
    return {**chosen, "scope": values["scope"]}


def differ(found, expected):
    """Numbers, in their order; a text's digits may end before the database's do."""
    found, expected = sorted(found), sorted(expected)
    return len(found) != len(expected) or not all(math.isclose(a, b, rel_tol=1e-9) for a, b in zip(found, expected))


class Panel:
    """A panel as both data sources have it."""

    def __init__(self, dashboard, sql_panel, prometheus_panel):
        self.name = f"{dashboard}: {sql_panel['title']}"
        self.kind = sql_panel["type"]
        self.queries = sql_panel["targets"]
        self.sql = self.queries[0]["rawSql"]
        self.expressions = prometheus_panel["targets"]
        self.figure = figure_of(self.sql)

    def rows(self, figures, values):
        return figures.of([self.figure["kpi"]], **self.figure, **scope_of(self.sql, values))

    def sql_faults(self, reference, answer, figures, values):
        if self.figure:
            rows = self.rows(figures, values)
            if reference == TARGET:
                newest = max((row["period_to"] for row in rows), default="")
                told = rows if self.kind == "timeseries" else [row for row in rows if row["period_to"] == newest]
                expected = [target for target in map(figures.target, told) if target is not None]
                if differ([row[TARGET] for row in answer], expected):
                    yield f"target: {answer}, not {expected}"
                return
            if self.kind == "timeseries":
                columns = ["value"] if self.figure["breakdown"] else list(COLUMNS)
                for column in columns:
                    expected = [row[COLUMNS[column]] for row in rows if row[COLUMNS[column]] is not None]
                    if differ([row[column] for row in answer if row[column] is not None], expected):
                        yield f"{column}: not as in kpi.figure"
                return
            newest = max((row["period_to"] for row in rows), default="")
            rows = [row for row in rows if row["period_to"] == newest]
            expected = [row["value"] for row in rows if row["value"] is not None]
            if differ([row["value"] for row in answer if row["value"] is not None], expected):
                yield f"newest: {answer}, not {expected}"
            verdicts = [row["verdict"] or NOT_COMPARED for row in rows]
            if self.kind == "stat" and [row["metric"] for row in answer] != verdicts:
                yield f"verdict: {answer}, not {verdicts}"
        elif self.kind == "table":
            if len(answer) != len(self.changes(figures, values)):
                yield f"{len(answer)} changes"
        elif not answer:
            yield "nothing"

    def prometheus_faults(self, reference, answer, figures, values):
        if self.figure:
            rows = [row for row in self.rows(figures, values) if figures.is_newest(row)]
            if reference == TARGET:
                shown = [figures.target(row) for row in rows if row["value"] is not None]
                expected = [target for target in shown if target is not None]
                if differ([value for _, value in answer], expected):
                    yield f"target: {answer}, not {expected}"
                return
            expected = [row[COLUMNS[reference]] for row in rows if row[COLUMNS[reference]] is not None]
            if differ([value for _, value in answer], expected):
                yield f"{reference}: {answer}, not {expected}"
            verdicts = [row["verdict"] or NOT_COMPARED for row in rows if row["value"] is not None]
            if self.kind == "stat" and [labels.get("verdict", "") for labels, _ in answer] != verdicts:
                yield f"verdict: {answer}, not {verdicts}"
        elif self.kind == "table":
            if len(answer) != len(self.changes(figures, values)):
                yield f"{len(answer)} changes"
        elif not answer:
            yield "nothing"

    def changes(self, figures, values):
        kpis = re.findall(r"'(\w+)'", re.search(r"kpi IN \(([^)]*)\)", self.sql)[1])
        return [
            row for row in figures.of(kpis, period=values["period"])
            if figures.is_newest(row) and (row["verdict"] or "").startswith(CHANGES)
        ]  # fmt: skip


class Asking:
    def __init__(self, folder, database, prometheus, organization):
        self.grafana = pathlib.Path(folder) / "grafana"
        self.database, self.prometheus, self.organization = database, prometheus, organization
        self.figures = Figures(database, organization)
        self.choices = self.figures.choices()
        self.asked, self.answered, self.faults = 0, 0, []
        self.loud, self.panels = set(), []
        self.targets = {"postgresql": set(), "prometheus": set()}

    def take(self, name, answer, faults):
        self.asked += 1
        if isinstance(answer, str):
            self.faults.append(f"{name}: {answer}")
            return
        # Values that are not shown are no answer.
        if any(not isinstance(row, dict) or row.get("value", 0) is not None for row in answer):
            self.answered += 1
            self.loud.add(name)
        self.faults += [f"{name}: {fault}" for fault in faults(answer)]

    def dashboards(self):
        kinds = ("postgresql", "prometheus")
        names = [sorted(path.name for path in (self.grafana / kind).glob("*.json")) for kind in kinds]
        if names[0] != names[1] or not names[0]:
            fail(f"dashboards differ: {names}")
        for name in names[0]:
            sql, prometheus = (
                json.loads((self.grafana / kind / name).read_text()) for kind in kinds
            )  # fmt: skip
            self.variables(name, sql, prometheus)
            others = {panel["id"]: panel for panel in prometheus["panels"] if panel["type"] != "row"}
            panels = [panel for panel in sql["panels"] if panel["type"] != "row"]
            self.ask([Panel(name, panel, others.pop(panel["id"])) for panel in panels])
            self.ask_of_service(name, others.values())

    def ask(self, panels):
        self.panels += [panel.name for panel in panels]
        for choice in self.choices:
            values = {**choice, "organization": self.organization}
            if choice["scope"] != "organization" and panels[0].name.startswith("overview"):
                continue
            queries = [(panel, query) for panel in panels for query in panel.queries]
            answers = self.database.answers([in_sql(query["rawSql"], values) for _, query in queries])
            for (panel, query), answer in zip(queries, answers):
                reference = query["refId"]
                self.take(
                    panel.name, answer, lambda rows: panel.sql_faults(reference, rows, self.figures, values)
                )  # fmt: skip
                self.note_target("postgresql", panel, reference, answer)
            for panel in panels:
                for target in panel.expressions:
                    found = self.prometheus.query(in_promql(target["expr"], values), target["range"])
                    reference = target["refId"]
                    self.take(
                        panel.name, found,
                        lambda rows: panel.prometheus_faults(reference, rows, self.figures, values),
                    )  # fmt: skip
                    self.note_target("prometheus", panel, reference, found)

    def note_target(self, source, panel, reference, answer):
        if reference == TARGET and answer and not isinstance(answer, str):
            self.targets[source].add(panel.figure["kpi"])

    def ask_of_service(self, dashboard, panels):
        """What only Prometheus knows hangs on no choice."""
        for panel in panels:
            name = f"{dashboard}: {panel['title']}"
            self.panels.append(name)
            for target in panel["targets"]:
                found = self.prometheus.query(in_promql(target["expr"], {"__rate_interval": "1m"}), target["range"])
                self.take(name, found, lambda rows: [] if rows else ["nothing"])

    def variables(self, name, sql, prometheus):
        for choice in self.choices:
            values = {**choice, "organization": self.organization}
            for variable in sql["templating"]["list"]:
                if variable["type"] == "query":
                    answer = self.database.answers([in_sql(variable["query"], values)])[0]
                    found = answer if isinstance(answer, str) else [value for row in answer for value in row.values()]
                    self.variable(f"{name}: ${variable['name']} in SQL", variable["name"], found, values)
            for variable in prometheus["templating"]["list"]:
                if variable["type"] == "query":
                    series, label = re.fullmatch(r"label_values\((.+), (\w+)\)", variable["definition"]).groups()
                    data = self.prometheus.get(f"label/{label}/values", **{"match[]": in_promql(series, values)})
                    self.variable(f"{name}: ${variable['name']}", variable["name"], data, values)

    def variable(self, name, variable, found, values):
        # Without a choice a variable is empty, as the organization's id is.
        is_among = values[variable] in found or values[variable] == "" and not found
        self.take(name, found, lambda _: [] if is_among or isinstance(found, str) else [f"{values} not in {found}"])

    def rules(self):
        firing = []
        for group in self.prometheus.get("rules")["groups"]:
            for rule in group["rules"]:
                name = f"rule {rule['name']}"
                self.panels.append(name)
                if rule["health"] != "ok":
                    self.faults.append(f"{name}: {rule['health']} {rule.get('lastError', '')}")
                if rule["type"] == "recording":
                    self.take(name, self.prometheus.query(rule["query"]), lambda rows: [] if rows else ["nothing"])
                    continue
                if rule["state"] == "firing":
                    firing.append(rule["name"])
                self.alert(name, rule)
        return firing

    def alert(self, name, rule):
        match = re.search(r'mutuality_verdict\{.*kpi=~"([^"]*)"', rule["query"])
        if match:
            worse = [
                row for row in self.figures.of(match[1].split("|"), scope="organization")
                if self.figures.is_newest(row) and (row["verdict"] or "").startswith("worse")
            ]  # fmt: skip
            # One alert of a KPI, however many of its periods got worse.
            kpis = {row["kpi"] for row in worse}
            rows = self.prometheus.query(rule["query"])
            self.take(name, rows, lambda rows: [] if len(rows) == len(kpis) else [f"{rows}, not {worse}"])
            if (rule["state"] == "firing") != bool(worse):
                self.faults.append(f"{name}: {rule['state']} with {len(worse)} that got worse")
            return
        # What is compared has to be there even where the comparison is false; of signals and what is worse there may be none.
        for selector in re.findall(r"[a-z_:]*mutuality_[a-z0-9_:]+(?:\{[^}]*\})?", rule["query"]):
            may_be_missing = selector.startswith(("mutuality_signal", "mutuality_verdict"))
            found = self.prometheus.query(selector)
            self.take(name, found, lambda rows: [] if rows or may_be_missing else [f"{selector}: nothing"])


def main():
    if len(sys.argv) != 5:
        fail(__doc__)
    folder, conninfo, prometheus, organization = sys.argv[1:]
    asking = Asking(folder, Database(conninfo), Prometheus(prometheus), organization)
    asking.dashboards()
    firing = asking.rules()
    silent = [name for name in asking.panels if name not in asking.loud]
    said = {
        "asked": asking.asked, "answered": asking.answered, "panels": len(asking.panels), "silent": silent,
        "targets": {source: sorted(kpis) for source, kpis in asking.targets.items()}, "firing": firing,
        "faults": asking.faults,
    }  # fmt: skip
    print(json.dumps(said, indent=1))


if __name__ == "__main__":
    main()
