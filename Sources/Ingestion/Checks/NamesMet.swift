import Domain

/// Which names the records of a file have that has no header.
struct NamesMet {
    /// Of those that were asked for.
    let names: Set<String>
    /// The first of the others.
    let others: [String]
    /// Whether any record could be read.
    let hasRecords: Bool

    /// Throws what a missing column of a header would be, if a required column is read from a name that no record has:
    /// every one would be rejected. Says nothing where no record could be read.
    func checkRequired(_ mapping: Mapping, file: String) throws(IngestionError) {
        guard hasRecords else { return }
        for column in mapping.dataset.columns where column.required {
            guard let columns = mapping.columns else {
                if names.contains(column.name) { continue }
                throw IngestionError(
                    .data, file: file, column: column.name, code: "required_column_missing",
                    message: "\(mapping.dataset.name) needs \(column.name), a name that no record of the file has",
                    mend: "rename it in the file, or write a mapping: `\(column.name): \"the file's name for it\"`")
            }
            for name in columns[column.name]?.headerNames ?? [] where !names.contains(name) {
                throw IngestionError(
                    .data, file: file, column: column.name, code: "mapped_column_missing",
                    message: "the mapping reads \(column.name) from \"\(name)\", which no record of the file has",
                    mend: "correct the name in the mapping, to the letter")
            }
        }
    }

    /// What a mapping names and no record has, each with what it is for.
    func unmet(_ mapping: Mapping) -> [MappedWord] {
        guard hasRecords, mapping.columns != nil else { return [] }
        return mapping.fileNames.filter { !names.contains($0.text) }
    }
}

extension Mapping {
    /// The names by which the mapping asks a file for something, each with what it is for: a column, `skip`.
    var fileNames: [MappedWord] {
        let ofRows = events?.eventMapping(of: self).fileNames ?? skip.map { MappedWord(place: "skip", text: $0.column) }
        return ofEachRecord.reduce(into: ofRows) { names, mapping in
            for column in dataset.columns {
                guard let columns = mapping.columns else {
                    names.append(MappedWord(place: column.name, text: column.name))
                    continue
                }
                let texts = columns[column.name].map { $0.headerNames + $0.nullWhen.map(\.column) } ?? []
                names += texts.map { MappedWord(place: column.name, text: $0) }
            }
        }.eachOnce
    }

    /// Those names, each once.
    var askedNames: [String] { fileNames.map(\.text).eachOnce }
}

extension Array where Element: Hashable {
    /// Without what stands earlier in it.
    fileprivate var eachOnce: [Element] {
        var seen: Set<Element> = []
        return filter { seen.insert($0).inserted }
    }
}
