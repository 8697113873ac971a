import Hummingbird

/// The page at `/`: where everything is. It holds no figure and nothing that came with a request.
enum LandingPage {
    static let stylePath = "/-/style.css"

    static func response(for request: Request) throws -> Response {
        try .text(html, type: "text/html; charset=utf-8", for: request)
    }

    static func styleResponse(for request: Request) throws -> Response {
        try .text(style, type: "text/css; charset=utf-8", for: request)
    }

    private static let html = """
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
        <h2>Figures</h2>
        <dl>
        <dt><a href="/v1/kpis.csv">/v1/kpis.csv</a></dt><dd>Every released figure, for spreadsheets and scripts</dd>
        <dt><a href="/metrics/kpi">/metrics/kpi</a></dt><dd>The newest closed periods, for Prometheus</dd>
        </dl>
        <p>Both take kpi, scope, period, statistic and since, as in
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

    private static let style = """
        :root { color-scheme: light dark; --ink: #1d2b2a; --paper: #fbfaf6; --line: #d9d5c7; --link: #0b6b5f; }
        @media (prefers-color-scheme: dark) {
          :root { --ink: #e6ebe9; --paper: #141a1a; --line: #33403e; --link: #6fd3c1; }
        }
        body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.6 system-ui, sans-serif; }
        main { max-width: 40rem; margin: 12vh auto; padding: 0 1.5rem; }
        h1 { font-size: 2.2rem; letter-spacing: -0.02em; margin: 0; }
        h2 { font-size: 1rem; margin: 2.5rem 0 0; padding-bottom: 0.4rem; border-bottom: 1px solid var(--line); }
        dl { display: grid; grid-template-columns: 9rem 1fr; gap: 0.5rem 1.5rem; margin: 0.8rem 0; }
        dd { margin: 0; }
        a { color: var(--link); text-underline-offset: 0.2em; }
        @media (max-width: 30rem) { dl { grid-template-columns: 1fr; } }

        """
}
