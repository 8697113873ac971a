#!/usr/bin/env python3
"""Opens pages in a headless Chromium, as readers would, and prints what is wrong with them.

Usage: pages.py [--screenshots DIR] [--max-bytes N] PAGE...

A PAGE is a file or an http URL. Each is opened at three widths, in light and dark, and printed on A4. It has to load
nothing but itself, run no script, say nothing on the console, show all of its text without scrolling sideways (what
lies in a scrolling container may), and pass every rule of axe-core but those of WCAG's level AAA.

Prints a line for each fault: page, width, scheme, rule, selector, message, with tabs between them. Exit status 0 if
there is none, 1 if there is one, 2 if the pages could not be opened at all. Needs what "scripts/setup tests" installs,
and no network.
"""

import os
import sys
from pathlib import Path

# The packages lie apart from those of the system; whichever Python was called, it is theirs that goes on.
VENV = Path(__file__).resolve().parents[3] / ".build-python"
if Path(sys.prefix).resolve() != VENV.resolve():
    python = VENV / "bin" / "python"
    if not python.exists():
        print(f"pages.py: there is no {python}; run scripts/setup tests", file=sys.stderr)
        sys.exit(2)
    os.execv(python, [str(python), "-B", *sys.argv])

import argparse
import itertools
import json
import re
import shutil
import signal
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Error, sync_playwright

WIDTHS = [360, 800, 1280]
HEIGHT = 900
SCHEMES = ["light", "dark"]
# A4 is 210 mm wide; Chromium's own margins are 10 mm. CSS has 96 pixels to the inch of 25.4 mm.
MARGIN = "10mm"
PRINT_WIDTH = int((210 - 2 * 10) / 25.4 * 96)
LOOK = (Path(__file__).parent / "look.js").read_text(encoding="utf-8")
AXE = Axe().axe_script
# Every rule, best practices and experiments too, but those of level AAA.
JUDGE = """rules => axe.run({
    resultTypes: ["violations"],
    preload: false,
    runOnly: {type: "rule", values: rules ?? axe.getRules()
        .filter(rule => !rule.tags.some(tag => /^wcag2\\d?aaa$|^deprecated$/.test(tag))).map(rule => rule.ruleId)},
})"""


class Fault(NamedTuple):
    page: str
    width: str
    scheme: str
    rule: str
    selector: str
    message: str

    def __str__(self):
        return "\t".join(re.sub(r"\s+", " ", part).strip() for part in self)


class Tab:
    """A page in a tab, with what the browser said of it since it was opened last."""

    def __init__(self, context, url):
        self.url, self.faults, self.requests, self.response = url, [], 0, None
        # Nothing else is asked for, even where the page would.
        context.route(re.compile(""), lambda route: route.continue_() if self.asks(route.request) else route.abort())
        self.page = context.new_page()
        self.page.on("console", self.hear)
        self.page.on("pageerror", lambda error: self.faults.append(("error", "", str(error))))
        self.page.on("request", self.count)
        self.page.on("websocket", lambda socket: self.faults.append(("request", "websocket", socket.url)))

    def open(self, width, scheme, medium="screen"):
        self.page.set_viewport_size({"width": width, "height": HEIGHT})
        self.page.emulate_media(media=medium, color_scheme=scheme)
        self.faults, self.requests = [], 0
        self.response = self.page.goto(self.url, wait_until="load")
        if self.response.status >= 400:
            self.faults.append(("load", "", f"HTTP status {self.response.status}"))

    def asks(self, request):
        return request.url == self.url and request.is_navigation_request()

    def hear(self, message):
        rule = "csp" if "Content Security Policy" in message.text else "console"
        # Lines are counted from 0, and 0 is said where none is known.
        line = message.location.get("lineNumber", 0)
        self.faults.append((rule, f"line {line + 1}" if line else "", message.text))

    def count(self, request):
        self.requests += 1
        if self.requests > 1 or not self.asks(request):
            self.faults.append(("request", request.resource_type, request.url))


class Reader:
    """Looks at pages in one browser."""

    def __init__(self, browser, screenshots, max_bytes):
        self.browser, self.screenshots, self.max_bytes = browser, screenshots, max_bytes
        self.stems = set()

    def faults(self, name):
        """Every fault of a page, as they are found."""
        is_file = not re.match(r"https?://", name)
        url = Path(name).resolve().as_uri() if is_file else name.partition("#")[0]
        stem = self.stem(url)
        # Without a network, where none is needed.
        contexts = [self.browser.new_context(offline=is_file, java_script_enabled=enabled) for enabled in (True, False)]
        try:
            tab, other = (Tab(context, url) for context in contexts)
            for width in WIDTHS:
                for scheme in SCHEMES:
                    for rest in self.on_screen(tab, width, scheme, stem):
                        yield Fault(name, str(width), scheme, *rest)
            yield from (Fault(name, "-", "-", *rest) for rest in self.as_a_whole(tab, other))
            yield from (Fault(name, "A4", "print", *rest) for rest in self.on_paper(tab, stem))
        except Error as error:
            yield Fault(name, "-", "-", "load", "", str(error))
        finally:
            for context in contexts:
                context.close()

    def stem(self, url):
        base = Path(unquote(urlsplit(url).path)).stem or "page"
        stem = next(stem for n in itertools.count(1) if (stem := base if n == 1 else f"{base}-{n}") not in self.stems)
        self.stems.add(stem)
        return stem

    def on_screen(self, tab, width, scheme, stem):
        tab.open(width, scheme)
        found = tab.page.evaluate(LOOK, {"medium": "screen", "width": width})
        yield from tab.faults
        yield from found
        if self.screenshots:
            # By default a style is put into the page, which its policy may refuse.
            tab.page.screenshot(path=self.screenshots / f"{stem}-{width}-{scheme}.png", full_page=True, caret="initial")
        yield from violations(tab.page)

    def as_a_whole(self, tab, other):
        """What is so at every width. The tab is open; the other one has no JavaScript."""
        other.open(WIDTHS[-1], SCHEMES[-1])
        size = len(tab.response.body())
        if self.max_bytes is not None and size > self.max_bytes:
            yield "size", "", f"{size} bytes, more than {self.max_bytes}"
        policy = " ".join([
            tab.response.headers.get("content-security-policy", ""),
            *tab.page.eval_on_selector_all(
                "meta[http-equiv='content-security-policy' i]", "all => all.map(each => each.content)")])
        if not re.search(r"default-src\s+'none'", policy):
            yield "no-csp", "head", "no Content-Security-Policy with default-src 'none'"
        if tab.page.evaluate("document.compatMode") != "CSS1Compat":
            yield "doctype", "html", "no <!doctype html>"
        if not tab.page.query_selector("meta[name=viewport]"):
            yield "viewport", "head", "no <meta name=viewport>, so that phones show the page small"
        with_scripts, without = (each.page.evaluate("document.body.innerText") for each in (tab, other))
        if with_scripts != without:
            yield "no-script", "body", "the text is another without JavaScript"

    def on_paper(self, tab, stem):
        tab.open(PRINT_WIDTH, "light", "print")
        found = tab.page.evaluate(LOOK, {"medium": "print", "width": PRINT_WIDTH})
        yield from tab.faults
        yield from found
        pdf = tab.page.pdf(
            format="A4", prefer_css_page_size=True, margin=dict.fromkeys(["top", "right", "bottom", "left"], MARGIN))
        if not pdf.startswith(b"%PDF-"):
            yield "pdf", "", "no PDF came of printing"
        if self.screenshots:
            (self.screenshots / f"{stem}-print.pdf").write_bytes(pdf)
        yield from violations(tab.page, ["color-contrast"])


def violations(page, rules=None):
    # What is evaluated this way is not the page's own, and its policy does not keep it out.
    page.evaluate(AXE)
    for violation in page.evaluate(JUDGE, rules)["violations"]:
        for node in violation["nodes"]:
            target = " ".join(part if isinstance(part, str) else json.dumps(part) for part in node["target"])
            yield violation["id"], target, f"{violation['help']}: {node.get('failureSummary', '')}"


def main():
    parser = argparse.ArgumentParser(prog="pages.py", description="Opens pages in a headless Chromium.")
    parser.add_argument("--screenshots", metavar="DIR", type=Path, help="where to leave pictures and PDF files")
    parser.add_argument("--max-bytes", metavar="N", type=int, help="how large a page may be")
    parser.add_argument("pages", metavar="PAGE", nargs="+", help="a file or an http URL")
    arguments = parser.parse_args()
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if not chromium:
        print("pages.py: there is no chromium on the PATH; run scripts/setup tests", file=sys.stderr)
        return 2
    if arguments.screenshots:
        arguments.screenshots.mkdir(parents=True, exist_ok=True)
    # So that the browser ends too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))

    count = 0
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, chromium_sandbox=os.geteuid() != 0)
            try:
                reader = Reader(browser, arguments.screenshots, arguments.max_bytes)
                for name in arguments.pages:
                    for fault in reader.faults(name):
                        count += 1
                        print(fault, flush=True)
            finally:
                browser.close()
    except Error as error:
        print(f"pages.py: {error}", file=sys.stderr)
        return 2
    print(f"pages.py: {len(arguments.pages)} opened, {count} faults", file=sys.stderr)
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main())
