import Foundation

/// What the simulation put into the data on purpose, so that a figure can be held to it; `planted.json` says the
/// same. Ids are the files' own.
public struct PlantedTruths: Codable, Equatable, Sendable {
    public struct OverloadedHelper: Codable, Equatable, Sendable {
        public var personID: String
        public var teamID: String
        /// Resolved requests that the person helped with.
        public var pieces: Int
        /// The same of everybody, in requests that were asked of the team.
        public var teamPieces: Int

        enum CodingKeys: String, CodingKey {
            case personID = "person_id"
            case teamID = "team_id"
            case pieces
            case teamPieces = "team_pieces"
        }
    }

    public struct SlowTeam: Codable, Equatable, Sendable {
        public var teamID: String
        /// How many times longer it takes than a usual team, in office hours.
        public var factor: Double

        enum CodingKeys: String, CodingKey {
            case teamID = "team_id"
            case factor
        }
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

    enum CodingKeys: String, CodingKey {
        case seed, from, until, zone, teams, people, requests
        case overloadedHelper = "overloaded_helper"
        case slowTeam = "slow_team"
    }

    func write(to path: String) throws(SimulationError) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        do {
            let text = try encoder.encode(self) + Data("\n".utf8)
            try text.write(to: URL(filePath: path), options: .atomic)
        } catch {
            throw .cannotWrite(path: path, reason: error.localizedDescription)
        }
    }
}
