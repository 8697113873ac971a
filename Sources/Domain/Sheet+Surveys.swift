extension Sheet {
    /// Whether its figures tell of those who answered a survey and not of those who were asked, so that the response rate
    /// belongs beside them: it can't do without answers, and isn't the response itself.
    public var isOfSurvey: Bool {
        !saysResponse && inputs.contains { $0.need == .always && $0.dataset == Datasets.satisfaction.name }
    }

    /// What its items ask of the scale on which they are asked; `nil` where any scale does.
    public var scaleNeed: ScaleNeed? { items.lazy.compactMap { SurveyItems.scaleNeeds[$0] }.first }

    /// Whether the figure that leaders see first is the share of those asked who answered: the one that can't do without how
    /// many were asked.
    public var saysResponse: Bool { judged?.measure.needs.contains(SurveyInvitations.invited.path) ?? false }
}
