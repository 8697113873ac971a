import Domain
import Warehouse

/// Decides what a new release changes. Pure.
///
/// A row that stands is replaced only when the contributions of enough people changed behind it: whoever holds both
/// versions could otherwise subtract one from the other and be left with a person. A change of definition or of a
/// setting, which leaves the contributions as they are, goes through.
enum Replacement {
    /// Fewest people whose contributions must differ.
    static let leastChange = Settings.leastGroup

    static func replaces(_ standing: ReleaseRow, with draft: ReleaseRow) -> Bool {
        guard standing.figure != draft.figure else { return false }
        guard standing.figure.version == draft.figure.version else { return true }
        let differences = standing.digest.differences(from: draft.digest)
        return differences == 0 || differences >= leastChange
    }
}
