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

    /// From a day on, the people of a level ask far less than they would.
    public struct QuietJuniors: Encodable, Sendable {
        public var level: String
        public var from: String
        /// Requests that they kept to themselves.
        public var notAsked: Int
    }

    /// From a day on, in the teams of a department, it is the lead who answers when somebody of the team asks.
    public struct HelpingManagers: Encodable, Sendable {
        public var departmentID: String
        public var teams: [String]
        public var from: String
        /// Of the requests that people ask their own team, while the lead is at work.
        public var share: Double
    }

    /// From a day on, most of what the people of a team promise is not given.
    public struct BrokenPromises: Encodable, Sendable {
        public var teamID: String
        public var from: String
        /// How many of the promises are kept.
        public var share: Double
        /// Rows of `commitments` that it concerns.
        public var promises: Int
    }

    /// From a day on, ratings and bonuses are the lower the more somebody helps beside others of the level.
    public struct PunishedHelp: Encodable, Sendable {
        public var from: String
        /// Pearson's, of the merit that rewards go by and how ready somebody is to help beside others of the level: both
        /// are normal, and before rewards are rounded.
        public var correlation: Double
    }

    /// From a day on, the people of a department neither ask nor help those of others.
    public struct ClosedClique: Encodable, Sendable {
        public var departmentID: String
        public var from: String
    }

    /// From a day on, the same people of a team have every turn as its primary helper.
    public struct StuckRotation: Encodable, Sendable {
        public var teamID: String
        public var from: String
        public var people: [String]
    }

    /// From a day on, buddies and those who join hardly ever meet.
    public struct AbsentBuddies: Encodable, Sendable {
        public var from: String
        /// How many of the check-ins are held.
        public var share: Double
    }

    /// From a day on, next to nothing is done about what the teams of a department are told.
    public struct IdleFeedback: Encodable, Sendable {
        public var departmentID: String
        public var from: String
        /// How much is acted on.
        public var share: Double
        /// Rows of `feedback` that it concerns.
        public var items: Int
    }

    /// Some people are helped by nobody, from the first day on, and leave more often than the others do.
    public struct KeepingSupport: Encodable, Sendable {
        /// Of all, whom nobody helps, and how many of them left in the simulated time.
        public var people: Int
        public var leavers: Int
        /// The rate at which those leave who are helped, over that of those who are not.
        public var rateRatio: Double
    }

    /// From a day on, the people of a department are afraid to ask: they say so, and ask less.
    public struct FearOfAsking: Encodable, Sendable {
        public var departmentID: String
        public var from: String
        /// Of what they would ask, how much they keep to themselves, and how many requests that was.
        public var share: Double
        public var notAsked: Int
        /// By how many points of its scale an item falls, by its instrument.
        public var points: [String: Double]
    }

    /// From a day on, a department is burnt out, and its records show what by: many of its people help at night and on
    /// weekends.
    public struct VisibleBurnout: Encodable, Sendable {
        public var departmentID: String
        public var from: String
        /// By how many points of 0 to 100 the personal and the work-related items of the inventory rise.
        public var points: Double
        /// Of the people, how many help at night and on weekends.
        public var share: Double
        /// Rows of `help_contributions` that it consists of.
        public var pieces: Int
    }

    /// From a day on, a department is burnt out, and no record shows it.
    public struct SilentBurnout: Encodable, Sendable {
        public var departmentID: String
        public var from: String
        /// As of `VisibleBurnout`.
        public var points: Double
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
    /// What was left out is `nil`, as are those below.
    public var overloadedHelper: OverloadedHelper?
    public var slowTeam: SlowTeam?
    public var capacityOverrun: CapacityOverrun?
    public var afterHoursHelp: AfterHoursHelp?
    public var exitWave: ExitWave?
    /// `nil` too where no survey opens in the simulated time.
    public var satisfactionFall: SatisfactionFall?
    public var quietJuniors: QuietJuniors?
    public var helpingManagers: HelpingManagers?
    public var brokenPromises: BrokenPromises?
    public var punishedHelp: PunishedHelp?
    public var closedClique: ClosedClique?
    public var stuckRotation: StuckRotation?
    public var absentBuddies: AbsentBuddies?
    public var idleFeedback: IdleFeedback?
    public var keepingSupport: KeepingSupport?
    public var fearOfAsking: FearOfAsking?
    /// `nil` too, as the next, where the inventory isn't asked after its day.
    public var visibleBurnout: VisibleBurnout?
    public var silentBurnout: SilentBurnout?

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
