import Domain

/// What is said of how many of those asked answered.
extension Wording {
    /// Of the newest surveys, with their period; `nil` where there are none.
    public func response(of overview: Overview) -> String? {
        overview.response.map { texts["response-newest", name(of: $0.period), response($0)] }
    }

    /// In a sentence's worth, as it stands beside a figure.
    public func response(_ response: Response) -> String {
        switch response.figure?.state {
        case .released:
            guard let share = response.share else { return texts["response-unknown"] }
            return share > 1 ? texts["response-over"] : texts["response", percent(share)]
        case .codedLow: return texts["response-coded-low"]
        case .codedHigh: return texts["response-coded-high"]
        case .suppressed: return texts["response-hidden"]
        case .noData, nil: return texts["response-uninvited"]
        }
    }

    /// In a column or in brackets; `nil` where it isn't shown.
    public func briefResponse(_ response: Response?) -> String? { response?.share.map(percent) }

    /// In a column, where there is one.
    public func responseColumn(_ response: Response?) -> String {
        guard let response else { return "–" }
        if let brief = briefResponse(response) { return brief }
        switch response.figure?.state {
        case .codedLow, .codedHigh, .suppressed: return texts["brief-\(response.figure?.state.rawValue ?? "")"]
        case .released, .noData, nil: return texts["brief-unknown"]
        }
    }

    /// What has to be known beside a row's verdict, and where there is none for the response rate's sake, that.
    public func reservation(_ row: Overview.Row) -> String {
        row.isOfOtherPeople ? texts["response-moved"] : reservation(row.verdict)
    }

    private func percent(_ share: Double) -> String { texts["per-cent", numbers.number(share * 100, 0)] }
}
