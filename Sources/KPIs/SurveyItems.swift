/// Items of surveys that a KPI of their own reads, as instrument/item. Every other is an item of `SatisfactionScore`.
enum SurveyItems {
    static let recommend = "enps/recommend"

    static let ofOtherKPIs: Set<String> = Set(
        [recommend, "felt_supported/felt_supported", "comfort_asking/comfort_asking", "conflict/share"]
            + (1...6).map { "cbi/p\($0)" } + (1...7).map { "cbi/w\($0)" } + (1...6).map { "cbi/c\($0)" }
            + (1...7).map { "edmondson/e\($0)" }
            + ["one_to_one", "conflict_free", "strengths", "scope", "free_hours", "trust"].map { "readiness/\($0)" })
}
