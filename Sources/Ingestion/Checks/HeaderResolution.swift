import Domain

/// Finds each column's place in a header.
struct HeaderResolution {
    private let mapping: Mapping
    private let header: [String]
    private let file: String
    private let line: Int

    init(_ mapping: Mapping, header: [String], file: String, line: Int) {
        self.mapping = mapping
        self.header = header
        self.file = file
        self.line = line
    }

    /// The position of the column's field, or `nil` if the file has none and need not have one.
    func field(for column: Dataset.Column) throws(IngestionError) -> Int? {
        let name: String
        if let columns = mapping.columns {
            guard case .header(let mapped)? = columns[column.name]?.origin else { return nil }
            name = mapped
        } else {
            name = column.name
        }
        let places = header.indices.filter { header[$0] == name }
        if places.count > 1 {
            let numbers = places.map { String($0 + 1) }.joined(separator: " and ")
            throw error(
                column, "doubled_column", "the header has \"\(name)\" twice, as fields \(numbers)",
                "rename or remove all but one")
        }
        if let place = places.first { return place }
        guard mapping.columns != nil || column.required else { return nil }
        let nearest = Nearest.name(to: name, among: header).map { "; the nearest is \"\($0)\"" } ?? ""
        if mapping.columns == nil {
            throw error(
                column, "required_column_missing",
                "\(mapping.dataset.name) needs a column \(name), which the header lacks\(nearest)",
                "rename it in the file, or write a mapping: `\(name): \"the file's name for it\"`")
        }
        throw error(
            column, "mapped_column_missing",
            "the mapping reads \(column.name) from \"\(name)\", which the header lacks\(nearest)",
            "correct the name in the mapping, to the letter")
    }

    private func error(
        _ column: Dataset.Column, _ code: String, _ message: String, _ mend: String
    ) -> IngestionError {
        IngestionError(
            .data, file: file, line: line, column: column.name, code: code, message: message, mend: mend)
    }
}
