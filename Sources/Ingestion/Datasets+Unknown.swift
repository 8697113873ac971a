import Domain

extension Datasets {
    /// The dataset of a name that a user gave.
    ///
    /// - Throws: `IngestionError` of kind `usage` that names the nearest there is.
    public static func find(_ name: String) throws(IngestionError) -> Dataset {
        guard let dataset = named(name) else { throw unknown(name, kind: .usage, file: "--dataset") }
        return dataset
    }

    static func unknown(
        _ name: String, kind: IngestionError.Kind, file: String, line: Int? = nil
    ) -> IngestionError {
        let names = all.map(\.name)
        return IngestionError(
            kind, file: file, line: line, code: "unknown_dataset",
            message: "there is no dataset \"\(name)\""
                + (Nearest.near(to: name, among: names).map { "; the nearest is \($0)" } ?? ""),
            mend: "choose one of \(names.joined(separator: ", "))")
    }
}
