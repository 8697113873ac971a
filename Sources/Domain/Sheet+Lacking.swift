extension Sheet {
    /// What the KPI cannot do without and an organization lacks, as `dataset` or `dataset.column`; several of which one
    /// would do stand together, joined by "or". `has`: whether the organization ever gave it.
    public func lacking(_ has: (String) -> Bool) -> [String] {
        func lacking(_ input: Input) -> [String] {
            guard has(input.dataset) else { return [input.dataset] }
            return input.columns.map { "\(input.dataset).\($0)" }.filter { !has($0) }
        }
        let always = inputs.filter { $0.need == .always }.flatMap(lacking)
        let alternatives = inputs.filter { $0.need == .either }.map(lacking)
        return always + (alternatives.contains([]) ? [] : alternatives.flatMap { $0 }.anyOne)
    }
}

extension Sheet.Measure {
    /// What it cannot do without and an organization lacks, likewise.
    public func lacking(_ has: (String) -> Bool) -> [String] {
        needs.filter { !has($0) } + needsOneOf.filter { !$0.contains(where: has) }.flatMap(\.anyOne)
    }
}

extension [String] {
    /// One that stands for all, each of which would do; none for none.
    fileprivate var anyOne: [String] { isEmpty ? [] : [joined(separator: " or ")] }
}
