import Domain

/// Finds each column's place in a header.
struct HeaderResolution {
    private let mapping: Mapping
    private let header: [String]
    private let file: String
    private let line: Int?

    init(_ mapping: Mapping, header: RecordHeader, file: String) {
        self.mapping = mapping
        self.header = header.names
        self.file = file
        line = header.line
    }

    /// The positions of the fields that a column is made of; none if the file has none and need not have one.
    func fields(for column: Dataset.Column) throws(IngestionError) -> [Int] {
        guard let columns = mapping.columns else {
            if let place = try place(of: column.name, for: column.name) { return [place] }
            guard column.required else { return [] }
            throw error(
                column.name, "required_column_missing",
                "\(mapping.dataset.name) needs a column \(column.name), which the header lacks\(nearest(column.name))",
                "rename the column in the file, or write a mapping: `\(column.name): \"the file's name for it\"`")
        }
        switch columns[column.name]?.origin {
        case .header(let name): return [try field(named: name, for: column.name)]
        case .joined(let names, _):
            var fields: [Int] = []
            for name in names { fields.append(try field(named: name, for: column.name)) }
            return fields
        case .constant, .lineNumber, nil: return []
        }
    }

    /// The position of a field that the mapping names; `key` is what is read from it, for messages. Where none is called
    /// so, it is one that differs only in the blanks between words: forms write questions with no-break spaces and line
    /// ends, which nobody sees.
    func field(named name: String, for key: String) throws(IngestionError) -> Int {
        if let place = try place(of: name, for: key) { return place }
        let spaced = CanonicalText.spaced(name)
        if let place = try place(of: name, for: key, where: { CanonicalText.spaced($0) == spaced }) { return place }
        let item = Answers.own.contains(key) ? mapping.item : nil
        throw error(
            key, "mapped_column_missing",
            "the mapping reads \(key)\(item.map { " of \($0)" } ?? "") from \"\(name)\", which the header lacks\(nearest(name))",
            "correct the name in the mapping, to the letter"
                + (item == nil ? "" : ", or remove this answer from the mapping if the form doesn't ask it"))
    }

    private func place(of name: String, for key: String) throws(IngestionError) -> Int? {
        try place(of: name, for: key, where: { $0 == name })
    }

    private func place(
        of name: String, for key: String, where isMeant: (String) -> Bool
    ) throws(IngestionError) -> Int? {
        let places = header.indices.filter { isMeant(header[$0]) }
        guard places.count > 1 else { return places.first }
        let numbers = places.map { String($0 + 1) }.joined(separator: " and ")
        throw error(
            key, "doubled_column", "the header has \"\(name)\" twice, as fields \(numbers)",
            "rename or remove all but one")
    }

    /// Where a name like it stands, of those that nothing is read from: what the header has there is not quoted, since the
    /// line may be one of a person's data.
    private func nearest(_ name: String) -> String {
        let read = Set(mapping.askedNames.map(CanonicalText.spaced))
        let others = header.filter { !read.contains(CanonicalText.spaced($0)) }
        // The rows of a grid are told apart by what follows the question that they share.
        let shared = Nearest.sharedBeginning(of: name, with: header)
        let rests = others.filter { $0.hasPrefix(shared) }.map { String($0.dropFirst(shared.count)) }
        guard let nearest = Nearest.near(to: String(name.dropFirst(shared.count)), among: rests),
            let field = header.firstIndex(of: shared + nearest)
        else { return "" }
        return "; field \(field + 1) has a similar name"
    }

    private func error(_ column: String, _ code: String, _ message: String, _ mend: String) -> IngestionError {
        IngestionError(
            .data, file: file, line: line, column: column, code: code, message: message, mend: mend)
    }
}
