import ArgumentParser
import Domain
import Simulator

struct Simulate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write the records of a simulated organization, with planted truths.",
        discussion: """
            There is one file for each dataset, and none needs a mapping. planted.json says what was planted, where, \
            when and how much, by the names that --without takes. The same arguments give the same files, byte for byte.
            """)

    @Option(help: "The number of people at any time.")
    var people = 400

    @Option(help: "The number of months. The last one ends on the day before --now.")
    var months = 18

    @Option(help: "Another seed gives another organization.")
    var seed: UInt64 = 1

    @Option(help: "What is not to be planted. Can be given several times.")
    var without: [PlantedTruth] = []

    @Option(help: "The folder to write to. It is made if it is missing.", completion: .directory)
    var out: String

    @OptionGroup var options: GlobalOptions

    func run() async throws {
        let progress = ProgressLine(quiet: options.quiet)
        let truths = try Simulation(
            people: people, months: months, seed: seed, until: Zone.utc.date(at: options.instant()), zone: .utc,
            without: Set(without)
        ).write(to: out) { progress.show("simulating: \($0.month), \($0.requests) requests") }
        progress.clear()
        if options.json {
            try Console.json(truths)
        } else if !options.quiet {
            Console.error("\(out): \(truths.people) people, \(truths.teams) teams, \(truths.requests) help requests")
        }
    }
}

extension PlantedTruth: ExpressibleByArgument {}
