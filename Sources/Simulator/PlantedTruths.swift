import Foundation

/// What the simulation put into the data on purpose, so that a figure can be held to it; `planted.json` says the
/// same. Ids are the files' own, days are ISO dates.
public struct PlantedTruths: Encodable, Sendable {
    /// One person answers most of what a team is asked.
    public struct OverloadedHelper: Encodable, Sendable {
        public var personID: String
        public var teamID: String
        /// Resolved requests that the person helped with.
        public var pieces: Int
        /// The same of everybody, in requests that were asked of the team.
        public var teamPieces: Int
    }

    public struct SlowTeam: Encodable, Sendable {
        public var teamID: String
        /// How many times longer it takes than a usual team, in working hours.
        public var factor: Double
    }

    /// From a day on, the people of a team give unasked, in working hours, far more than they agreed to.
    public struct CapacityOverrun: Encodable, Sendable {
        public var teamID: String
        public var from: String
        /// Hours on top of their usual help, for each agreed hour.
        public var extraPerAgreedHour: Double
        /// Rows of `help_contributions` that it consists of.
        public var pieces: Int
    }

    /// From a day on, the people of a team help at night and on weekends too, which is inside the windows in which
    /// they agreed to give no help, and more than they agreed to.
    public struct AfterHoursHelp: Encodable, Sendable {
        public var teamID: String
        public var from: String
        /// Pieces of help a week, from somebody who is not on leave.
        public var piecesPerWeek: Double
        /// Rows of `help_contributions` that it consists of.
        public var pieces: Int
    }

    /// In one month many people of a department leave of their own accord.
    public struct ExitWave: Encodable, Sendable {
        public var departmentID: String
        /// First day of the month.
        public var month: String
        /// Rows of `turnover` that it consists of; the usual separations come on top.
        public var separations: Int
    }

    /// From one survey on, the people of a department would recommend the organization less, and see less growth.
    public struct SatisfactionFall: Encodable, Sendable {
        public var departmentID: String
        /// The first survey that shows it, and the day on which it opens.
        public var surveyID: String
        public var from: String
        /// By how many points of its scale each item falls; `instrument/item`.
        public var points: [String: Double]
    }

    public var seed: UInt64
    /// First simulated day.
    public var from: String
    /// First day after the last.
    public var until: String
    public var zone: String
    public var teams: Int
    /// Everybody who was ever there, leavers and joiners included.
    public var people: Int
    public var requests: Int
    public var overloadedHelper: OverloadedHelper
    public var slowTeam: SlowTeam
    public var capacityOverrun: CapacityOverrun
    public var afterHoursHelp: AfterHoursHelp
    public var exitWave: ExitWave
    /// `nil` where no survey opens in the simulated time.
    public var satisfactionFall: SatisfactionFall?

    func write(to path: String) throws(SimulationError) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        do {
            let text = try encoder.encode(self) + Data("\n".utf8)
            try text.write(to: URL(filePath: path), options: .atomic)
        } catch {
            throw .cannotWrite(path: path, reason: error.localizedDescription)
        }
    }
}
