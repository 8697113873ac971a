extension Sheet {
    /// What the KPI's headline cannot do without: all of them. Of several headlines one is enough; without any, each
    /// figure that is shown counts as one.
    public var requirements: [Requirement] {
        let headlines = figures.filter { use(of: $0.statistic, in: $0.measure) == .headline }
        let alternatives = (headlines.isEmpty ? figures : headlines).map(needs)
        let common = (alternatives.first ?? []).filter { requirement in
            alternatives.allSatisfy { $0.contains(requirement) }
        }
        let others = alternatives.map { Requirement.all(of: $0.filter { !common.contains($0) })?.alternatives ?? [] }
        // What asks for nothing more is an alternative that is always met.
        let choice = others.contains([]) ? [] : [Requirement(oneOf: others.flatMap { $0 })]
        return (requirementsOfInputs + common + choice).withoutRepeats
    }

    /// What the other figures that are shown need beyond that.
    public var furtherRequirements: [Requirement] {
        let needed = requirements
        return figures.flatMap(needs).filter { !needed.contains($0) }.withoutRepeats
    }

    /// The headlines, and whatever else is shown.
    private var figures: [(measure: Measure, statistic: Statistic)] {
        measures.flatMap { measure in
            measure.statistics.filter { use(of: $0, in: measure) != .custodian }.map { (measure, $0) }
        }
    }

    /// Beyond the inputs: items of a survey, and what its measure and its statistic need.
    private func needs(of figure: (measure: Measure, statistic: Statistic)) -> [Requirement] {
        let (measure, statistic) = figure
        let ofItems: Requirement? =
            if !statistic.scales.isEmpty {
                Requirement(oneOf: statistic.scales.map(Self.answers))
            } else if let items = readsAnItem ? measure.items ?? items : nil, !items.isEmpty {
                Requirement(oneOf: items.map { Self.answers(to: [$0]) }, least: measure.leastItems)
            } else { nil }
        return (ofItems.map { [$0] } ?? []) + measure.requirements(of: statistic)
    }

    private static func answers(to items: [String]) -> [String] {
        [Datasets.satisfaction.name] + items.map(SurveyItems.name)
    }

    private var readsAnItem: Bool {
        !items.isEmpty && inputs.contains { $0.need == .always && $0.dataset == Datasets.satisfaction.name }
    }

    var requirementsOfInputs: [Requirement] {
        let alternatives = inputs.filter { $0.need == .either }.map(\.paths)
        return inputs.filter { $0.need == .always }.map { Requirement($0.paths) }
            + (alternatives.isEmpty ? [] : [Requirement(oneOf: alternatives)])
    }
}

extension Sheet.Measure {
    /// Beyond its sheet's.
    var requirements: [Requirement] {
        needs.map { Requirement([$0]) } + needsOneOf.map { Requirement(oneOf: $0.map { [$0] }) }
    }

    /// Of one of its statistics. A column comes with its dataset.
    fileprivate func requirements(of statistic: Sheet.Statistic) -> [Requirement] {
        (requirements + statistic.needs.map { Requirement([$0]) }).map { requirement in
            Requirement(
                oneOf: requirement.alternatives.map { names in
                    names.flatMap { [Requirement.dataset(of: $0), $0] }.withoutRepeats
                }, least: requirement.least)
        }
    }
}
