extension Sheet {
    /// What the KPI cannot do without and an organization lacks, as `dataset` or `dataset.column`; of several of which
    /// one would do, all. `has`: whether the organization ever gave a value of it.
    public func lacking(_ has: (String) -> Bool) -> [String] {
        func lacking(_ input: Input) -> [String] {
            guard has(input.dataset) else { return [input.dataset] }
            return input.columns.map { "\(input.dataset).\($0)" }.filter { !has($0) }
        }
        let always = inputs.filter { $0.need == .always }.flatMap(lacking)
        let alternatives = inputs.filter { $0.need == .either }.map(lacking)
        return always + (alternatives.contains([]) ? [] : alternatives.flatMap { $0 })
    }
}
