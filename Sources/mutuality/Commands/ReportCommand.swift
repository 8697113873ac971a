import ArgumentParser
import Domain
import Export
import Report
import Warehouse

struct ReportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Write the page that leaders read: what changed, how sure that is, what to ask next.",
        discussion: """
            One HTML file that loads nothing else and runs no script. It opens in every browser, offline too, and prints on \
            A4. A file is replaced in one step or stays as it was.
            """)

    @OptionGroup var asked: OverviewArguments

    @Option(help: "The file to write, or - for standard output.", completion: .file())
    var out: String

    @Option(help: "The language of the page: \(Texts.languages.joined(separator: " or ")).")
    var language = Texts.english.language

    @OptionGroup var options: GlobalOptions

    func run() async throws {
        guard let texts = Texts(language: language) else {
            throw CommandError(
                .usage, "there is no language \"\(language)\"",
                mend: "choose one of \(Texts.languages.joined(separator: ", "))")
        }
        let store = try Store(options)
        let name = try store.organizationName
        let html = try await store.use { warehouse in
            try await warehouse.requirePublished(organization: name)
            let published = try await Published(of: name, in: warehouse, now: store.now)
            let figures = try await published.figuresOfReport()
            return try await published.report(
                try asked.overview(of: figures, organization: name, published.context), of: figures,
                in: texts)
        }
        guard out != "-" else { return try Console.print(html) }
        let draft = try FileDraft(of: out)
        var sink = draft.sink
        try sink.append(html.utf8)
        try draft.complete(sink)
        try draft.publish()
        if options.json { return try Console.json(["file": out, "bytes": html.utf8.count] as JSONObject) }
        if !options.quiet { Console.error("\(out): written.") }
    }
}
