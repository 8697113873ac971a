/// Items of surveys that figures of their own read, as instrument/item.
public enum SurveyItems {
    public static let recommend = "enps/recommend"
    /// Instrument and item, as columns have them.
    public static let example = recommend.split(separator: "/").map(String.init)
    /// On which promoters and detractors are told apart.
    public static let recommendScale = 0.0...10.0

    /// Every other item is one of the satisfaction scores.
    public static let ofFigures: Set<String> = Set(
        [recommend, "felt_supported/felt_supported", "comfort_asking/comfort_asking", "conflict/share"]
            + (1...6).map { "cbi/p\($0)" } + (1...7).map { "cbi/w\($0)" } + (1...6).map { "cbi/c\($0)" }
            + (1...7).map { "edmondson/e\($0)" }
            + ["one_to_one", "conflict_free", "strengths", "scope", "free_hours", "trust"].map { "readiness/\($0)" })

    private static let byLikeness = Dictionary(
        uniqueKeysWithValues: ofFigures.map { (CanonicalText.likeness(of: $0), $0) })

    /// Of an item, among what an organization has data of: `satisfaction.enps/recommend`.
    public static func name(of item: String) -> String { "\(Datasets.satisfaction.name).\(item)" }

    /// The one that an item differs from by case or blanks alone; `nil` where it is one itself, or like none.
    public static func meant(by item: String) -> String? {
        let meant = byLikeness[CanonicalText.likeness(of: item)]
        return meant == item ? nil : meant
    }
}
