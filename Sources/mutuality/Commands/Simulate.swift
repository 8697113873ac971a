import ArgumentParser
import Domain
import Simulator

struct Simulate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write the records of a plausible organization, with planted truths.",
        discussion: """
            The files, one for each dataset, load without a mapping. planted.json says what was planted, where, \
            when and how much: an overloaded helper, a slow team, help beyond what was agreed, help after hours, an \
            exit wave, a fall in satisfaction. The same arguments give the same bytes.
            """)

    @OptionGroup var options: GlobalOptions

    @Option(help: "People at any time.")
    var people = 400

    @Option(help: "Months, the last of which ends with the day before --now.")
    var months = 18

    @Option(help: "Other seeds give other organizations.")
    var seed: UInt64 = 1

    @Option(help: "The folder to write to; it is made if it is missing.", completion: .directory)
    var out: String

    func run() async throws {
        let progress = ProgressLine(quiet: options.quiet)
        let truths = try Simulation(
            people: people, months: months, seed: seed, until: Zone.utc.date(at: options.instant()), zone: .utc
        ).write(to: out) { progress.show("simulating: \($0.month), \($0.requests) requests") }
        progress.clear()
        if options.json {
            try Console.json(truths)
        } else if !options.quiet {
            Console.error("\(out): \(truths.people) people, \(truths.teams) teams, \(truths.requests) help requests")
        }
    }
}
