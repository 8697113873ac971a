/// Items of surveys that figures of their own read, as instrument/item. Sheets name them from here.
public enum SurveyItems {
    public static let recommend = "enps/recommend"
    /// Instrument and item, as columns have them.
    public static let example = recommend.split(separator: "/").map(String.init)

    public static let feltSupported = "felt_supported/felt_supported"
    public static let comfortAsking = "comfort_asking/comfort_asking"
    public static let conflict = "conflict/share"

    /// Items that are scored together.
    public struct Scale: Sendable {
        /// As breakdowns have it.
        public let id: String
        public let items: [String]
        /// Those of which a high score says the opposite of the others'.
        public let reversed: Set<String>
        /// Who answered fewer of them has no score.
        public let leastAnswered: Int
    }

    // The Copenhagen Burnout Inventory, with the least that are answered: Kristensen and others 2005, Work & Stress 19.
    public static let personalBurnout = Scale(
        id: "cbi_personal", items: numbered("cbi/p", 6), reversed: [], leastAnswered: 3)
    public static let burnoutAtWork = Scale(
        id: "cbi_work", items: numbered("cbi/w", 7), reversed: ["cbi/w7"], leastAnswered: 4)
    public static let burnoutByClients = Scale(
        id: "cbi_client", items: numbered("cbi/c", 6), reversed: [], leastAnswered: 3)

    /// Team psychological safety: Edmondson 1999, Administrative Science Quarterly 44.
    public static let psychologicalSafety = Scale(
        id: "edmondson", items: numbered("edmondson/e", 7),
        reversed: ["edmondson/e1", "edmondson/e3", difficultToAsk], leastAnswered: 1)
    /// Whether it is difficult to ask for help.
    public static let difficultToAsk = "edmondson/e5"

    /// Of which each is there or isn't.
    public static let readiness = Scale(
        id: "readiness",
        items: ["one_to_one", "conflict_free", "strengths", "scope", "free_hours", "trust"].map { "readiness/\($0)" },
        reversed: [], leastAnswered: 1)

    /// Of items of which not every scale will do. Figures take theirs from here, and a load notes answers on another.
    public static let scaleNeeds: [String: ScaleNeed] = [
        recommend: .ends(recommendScale), feltSupported: .values(atLeast: feltSupportedValues),
        comfortAsking: .ends(comfortScale),
    ].merging(psychologicalSafety.items.map { ($0, .ends(safetyScale)) }) { first, _ in first }

    /// On which promoters and detractors are told apart.
    public static let recommendScale = 0.0...10.0
    public static let comfortScale = 1.0...10.0
    /// Edmondson's, against whose seven values agreement is held.
    public static let safetyScale = 1.0...7.0
    /// The two highest agree. Of three the second highest is the middle, of two the lowest.
    public static let feltSupportedValues = 4

    private static func numbered(_ stem: String, _ count: Int) -> [String] { (1...count).map { "\(stem)\($0)" } }

    /// Every other item is one of the satisfaction scores.
    public static let ofFigures: Set<String> = Set(
        [recommend, feltSupported, comfortAsking, conflict]
            + [personalBurnout, burnoutAtWork, burnoutByClients, psychologicalSafety, readiness].flatMap(\.items))

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
