import Domain

/// What an organization lacks, in words, and what to do where that isn't plain.
enum MissingText {
    /// `names`: of what is lacking, each a dataset, a column, or several of which one would do.
    static func missing(_ names: [String]) -> String {
        let missing = "missing is \(names.joined(separator: ", and "))"
        return names.contains { $0.contains(leaving) } ? missing + mend : missing
    }

    private static let leaving = "\(Datasets.people.name).left_on"
    private static let mend =
        " (a blank left_on counts once a file names the column, and where all are blank for 30 years of employment or more "
        + "after mutuality organization set \(Settings.leaversName)=\(Settings.complete))"
}
