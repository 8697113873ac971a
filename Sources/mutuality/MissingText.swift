import Domain

/// What an organization lacks, in words, and what to do where that isn't plain.
enum MissingText {
    /// `names`: of what is lacking, each a dataset, a column, or several of which one would do.
    static func missing(_ names: [String]) -> String {
        let missing = "Missing: \(names.joined(separator: ", and "))."
        return ([missing] + [aboutLeaving(names)].compactMap { $0 }).joined(separator: " ")
    }

    /// What to do where it is known who came and not who left.
    static func aboutLeaving(_ names: [String]) -> String? { names.contains { $0.contains(leaving) } ? mend : nil }

    private static let leaving = "\(Datasets.people.name).left_on"
    private static let mend =
        "A blank left_on counts once a file has the column. If all are blank over 30 years of employment or more, it counts "
        + "after: mutuality organization set \(Settings.leavers.name)=\(Settings.complete)"
}
