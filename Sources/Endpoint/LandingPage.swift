import Domain
import Hummingbird
import Report

/// The page at `/`: what changed, in a few sentences, and where everything is. It holds nothing that came with a request.
enum LandingPage {
    static let stylePath = "/-/style.css"

    /// Before there is a release.
    static func response(for request: Request) throws -> Response {
        try .text(html(nil), type: "text/html; charset=utf-8", for: request)
    }

    static func styleResponse(for request: Request) throws -> Response {
        try .text(style, type: "text/css; charset=utf-8", for: request)
    }

    /// The organization's own headline figures that have a value, without a chart.
    private static func figures(_ overview: Overview?) -> String {
        guard let overview else { return "<p>There are no released figures yet.</p>" }
        let wording = Wording(.english)
        let rows = overview.rows.filter { $0.figure.cell.scope == .organization && $0.figure.estimate.value != nil }
        let lines = rows.map { row in
            let verdict = [wording.mark(row.verdict), wording.verdict(row.verdict)].joined(separator: " ")
            let period = row.figure.period == overview.period ? "" : ", \(wording.name(of: row.figure.period))"
            return
                "<tr><th scope=\"row\">\(escaped(row.sheet.title + period))</th><td>\(escaped(wording.value(row)))</td>"
                + "<td>\(escaped(wording.limits(row)))</td><td>\(escaped(verdict))</td></tr>"
        }
        return """
            <h2>\(escaped(overview.organization)), \(escaped(wording.name(of: overview)))</h2>
            <p>\(escaped(wording.lead(overview)))</p>
            <p><a href="/report">Read the report</a>: what changed, for whom, how sure that is, what to ask next.</p>
            <table>
            <thead><tr><th scope="col">Figure</th><th scope="col">Now</th><th scope="col">95 % limits</th><th scope="col">\
            Verdict</th></tr></thead>
            <tbody>
            \(lines.joined(separator: "\n"))
            </tbody>
            </table>
            """
    }

    private static func escaped(_ text: String) -> String { HTMLText.escaped(text) }

    static func html(_ overview: Overview?) -> String {
        """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>Mutuality</title>
        <link rel="stylesheet" href="\(stylePath)">
        </head>
        <body>
        <main>
        <h1>Mutuality</h1>
        <p>How well people here help each other. Only what was released is served; small groups stay hidden.</p>
        \(figures(overview))
        <h2>All figures</h2>
        <dl>
        <dt><a href="/report">/report</a></dt><dd>The newest period, to read and to print</dd>
        <dt><a href="/v1/kpis.csv">/v1/kpis.csv</a></dt><dd>Every released figure, for spreadsheets and scripts</dd>
        <dt><a href="/metrics/kpi">/metrics/kpi</a></dt><dd>The newest closed periods, for Prometheus</dd>
        </dl>
        <p>The last two take kpi, scope, period, statistic and since, as in
        <a href="/v1/kpis.csv?scope=organization">/v1/kpis.csv?scope=organization</a>.</p>
        <h2>This service</h2>
        <dl>
        <dt><a href="/metrics">/metrics</a></dt><dd>Its own metrics, for Prometheus</dd>
        <dt><a href="/-/healthy">/-/healthy</a></dt><dd>Answers as long as it runs</dd>
        <dt><a href="/-/ready">/-/ready</a></dt><dd>Answers once there are figures</dd>
        </dl>
        </main>
        </body>
        </html>

        """
    }

    private static let style = """
        :root { color-scheme: light dark; --ink: #1d2b2a; --paper: #fbfaf6; --line: #d9d5c7; --link: #0b6b5f; }
        @media (prefers-color-scheme: dark) {
          :root { --ink: #e6ebe9; --paper: #141a1a; --line: #33403e; --link: #6fd3c1; }
        }
        body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.6 system-ui, sans-serif; }
        main { max-width: 46rem; margin: 8vh auto; padding: 0 1.5rem; }
        h1 { font-size: 2.2rem; letter-spacing: -0.02em; margin: 0; }
        h2 { font-size: 1rem; margin: 2.5rem 0 0; padding-bottom: 0.4rem; border-bottom: 1px solid var(--line); }
        table { border-collapse: collapse; width: 100%; font-size: 0.92rem; }
        th, td { text-align: left; vertical-align: top; font-weight: normal; padding: 0.35rem 0.75rem 0.35rem 0;
          border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
        thead th { font-weight: 600; }
        dl { display: grid; grid-template-columns: 9rem 1fr; gap: 0.5rem 1.5rem; margin: 0.8rem 0; }
        dd { margin: 0; }
        a { color: var(--link); text-underline-offset: 0.2em; }
        @media (max-width: 30rem) { dl { grid-template-columns: 1fr; } }

        """
}
