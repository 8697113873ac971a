import Domain

/// The figure of a KPI that leaders see first. A reference, since all values of it share one.
final class Headline: Sendable {
    let sheet: Sheet
    /// The sheet's place among all.
    let place: Int
    let measure: Sheet.Measure
    let statistic: Sheet.Statistic

    /// `nil` for a KPI that has none.
    init?(of sheet: Sheet, place: Int) {
        guard sheet.briefing != nil, let judged = sheet.judged else { return nil }
        self.sheet = sheet
        self.place = place
        measure = judged.measure
        statistic = judged.statistic
    }
}
