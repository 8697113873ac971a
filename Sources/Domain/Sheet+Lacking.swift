extension Sheet {
    /// What the KPI cannot do without and an organization lacks, as `dataset` or `dataset.column`; several of which one
    /// would do stand together, joined by "or". `has`: whether the organization ever gave it.
    public func lacking(_ has: (String) -> Bool) -> [String] {
        requirementsOfInputs.compactMap { $0.lacking(has) }.flatMap(\.texts)
    }
}

extension Sheet.Measure {
    /// What it cannot do without and an organization lacks, likewise.
    public func lacking(_ has: (String) -> Bool) -> [String] {
        requirements.compactMap { $0.lacking(has) }.flatMap(\.texts)
    }
}

extension Requirement {
    /// Of what is lacking: a dataset stands for its columns.
    fileprivate var texts: [String] {
        let brief = alternatives.map { names in
            names.filter { name in
                let dataset = Self.dataset(of: name)
                return name == dataset || !names.contains(dataset)
            }
        }
        return isChoice ? [brief.map { $0.joined(separator: " and ") }.joined(separator: " or ")] : brief[0]
    }
}
