"""Shows that pages.py finds what it is there to find: python3 test_pages.py"""

import subprocess
import sys
import tempfile
import unittest
from collections import defaultdict
from pathlib import Path

GOOD = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>A page</title>
<style>
:root { color-scheme: light dark }
body { font: 1rem/1.5 sans-serif; color: #111; background: #fff }
.wide { overflow-x: auto }
td { white-space: nowrap }
@media (prefers-color-scheme: dark) { body { color: #eee; background: #111 } }
@media print { .wide { overflow: visible } td { white-space: normal } }
</style>
</head>
<body>
<main>
<h1>A page</h1>
<p>Words.</p>
<div class="wide" tabindex="0" role="region" aria-label="Table">
<table><tr><th scope="col">What</th></tr><tr><td>""" + "long " * 80 + """</td></tr></table>
</div>
<svg width="100" height="40" role="img" aria-label="Drawing"><text x="10" y="20" fill="currentColor">here</text></svg>
<img alt="A dot" src="data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA=">
</main>
</body>
</html>
"""

# Pages with faults: what is put in the place of what, and where which rule has to find it.
EVERYWHERE = {(width, scheme) for width in ("360", "800", "1280") for scheme in ("light", "dark")}
BAD = {
    "body": (
        {
            "<p>Words.</p>": """
                <p id="pale" style="color: #999; background: #fff">Pale.</p>
                <p id="dim">Dim.</p>
                <p id="hidden" style="overflow: hidden; white-space: nowrap">""" + "Words. " * 99 + """</p>
                <script id="refused">document.body.append("more")</script>
                <p id="handler" onclick="alert()">Words.</p>
                <img id="far" alt="Far" src="https://example.org/far.png">
                <img id="mute" src="data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA=">
                <noscript id="instead">Turn it on.</noscript>""",
            "#eee; background: #111 }": "#eee; background: #111 } #dim { color: #444 }",
            'x="10" y="20"': 'id="drawn" x="90" y="20"',
            "@media print { .wide { overflow: visible } td { white-space: normal } }": "",
            "h1>": "h3>",
        },
        {
            ("color-contrast", "#pale"): EVERYWHERE | {("A4", "print")},
            ("color-contrast", "#dim"): {(width, "dark") for width in ("360", "800", "1280")},
            ("cut", "#hidden"): EVERYWHERE | {("A4", "print")},
            ("cut", "#drawn"): EVERYWHERE | {("A4", "print")},
            ("cut", "body > main > div"): {("A4", "print")},
            ("script", "#refused"): EVERYWHERE,
            ("script", "#handler"): EVERYWHERE,
            ("outside", "#far"): EVERYWHERE,
            ("csp", "line 24"): EVERYWHERE | {("A4", "print")},
            ("csp", ""): EVERYWHERE | {("A4", "print")},
            ("image-alt", "#mute"): EVERYWHERE,
            ("page-has-heading-one", "html"): EVERYWHERE,
            ("no-script", "body"): {("-", "-")},
        }),
    "head": (
        {
            "<!doctype html>": "",
            ' lang="en"': "",
            "<title>A page</title>": '<link id="icon" rel="icon" href="/favicon.ico">',
            'name="viewport"': 'name="other"',
            "default-src 'none'; ": "",
            "img-src data:": "img-src file:",
            ".wide {": "@font-face { font-family: f; src: url(f.woff2) } .wide {",
            "<p>Words.</p>": """
                <p id="wide" style="width: 50rem">Words.</p>
                <img id="near" alt="Near" src="near.png">""" + "<!--" + " " * 20_000 + "-->",
        },
        {
            ("html-has-lang", "html"): EVERYWHERE,
            ("document-title", "html"): EVERYWHERE,
            ("outside", "#icon"): EVERYWHERE,
            ("outside", "head > style"): EVERYWHERE,
            ("outside", "#near"): EVERYWHERE,
            ("request", "image"): EVERYWHERE | {("A4", "print")},
            ("sideways", "#wide"): {where for where in EVERYWHERE if where[0] != "1280"} | {("A4", "print")},
            ("viewport", "head"): {("-", "-")},
            ("no-csp", "head"): {("-", "-")},
            ("doctype", "html"): {("-", "-")},
            ("size", ""): {("-", "-")},
        }),
    "style": (
        {"style-src 'unsafe-inline'": "style-src 'none'", "default-src 'none'": "default-src 'none'; script-src 'unsafe-inline'",
         "<p>Words.</p>": "<script>console.log('here'); undefinedThing()</script>"},
        {
            ("csp", "line 8"): EVERYWHERE | {("A4", "print")},
            ("console", "line 20"): EVERYWHERE | {("A4", "print")},
            ("error", ""): EVERYWHERE | {("A4", "print")},
        }),
    "missing": ({}, {("load", ""): {("-", "-")}}),
}


class PagesTests(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        with tempfile.TemporaryDirectory() as folder:
            names, shots = {}, Path(folder, "shots")
            for name, (changes, _) in {"good": ({}, {}), **BAD}.items():
                page = GOOD
                for old, new in changes.items():
                    assert old in page, old
                    page = page.replace(old, new)
                names[str(Path(folder, f"{name} page.html"))] = name
                if name != "missing":
                    Path(folder, f"{name} page.html").write_text(page, encoding="utf-8")
            good, *bad = names
            command = [sys.executable, "-B", Path(__file__).with_name("pages.py"), "--max-bytes", "10000"]
            cls.good = subprocess.run([*command, "--screenshots", shots, good], capture_output=True, text=True)
            cls.bad = subprocess.run([*command, *bad], capture_output=True, text=True)
            cls.pictures = sorted(path.name for path in shots.glob("*"))
        cls.found = defaultdict(lambda: defaultdict(set))
        for line in cls.bad.stdout.splitlines():
            page, width, scheme, rule, selector, _ = line.split("\t")
            cls.found[names[page]][rule, selector].add((width, scheme))

    def test_a_good_page_has_no_fault(self):
        self.assertEqual((self.good.returncode, self.good.stdout), (0, ""), self.good.stderr)

    def test_it_leaves_a_picture_of_each_width_and_scheme_and_what_is_printed(self):
        pictures = [f"good page-{width}-{scheme}.png" for width, scheme in EVERYWHERE]
        self.assertEqual(self.pictures, sorted(["good page-print.pdf", *pictures]))

    def test_each_fault_is_found_where_it_is(self):
        self.assertEqual(self.bad.returncode, 1, self.bad.stderr)
        for name, (_, faults) in BAD.items():
            for fault, where in faults.items():
                with self.subTest(name, fault=fault):
                    self.assertEqual(self.found[name].get(fault, set()), where)


if __name__ == "__main__":
    unittest.main()
