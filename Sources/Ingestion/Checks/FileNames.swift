import Domain

/// What a file calls its fields, and what the mapping makes of that: found out before any record is read. A file that has
/// no header is read to its end for it.
struct FileNames {
    /// Names that nothing is read from.
    let ignored: [String]
    /// The dataset's columns that the file or its mapping names.
    let columns: Set<String>
    /// What the mapping names and no record has.
    let unmet: [MappedWord]
    /// SHA-256 of the contents, if all were read.
    let digest: [UInt8]?

    /// - Throws: `IngestionError` if names and mapping don't fit each other.
    init(of input: OpenedInput, _ format: Format, _ mapping: Mapping, _ options: Ingestor.Options) throws {
        let found: NamesMet?
        if let log = mapping.events {
            var reader = try Ingestor.logReader(input, format, log, mapping, options, pass: .fingerprint)
            columns = reader.plan.namedColumns
            found = reader.header.isOfFile ? nil : try reader.meetNames()
            try found?.checkRequired(log.eventMapping(of: mapping), file: input.name)
            ignored = found?.others ?? reader.ignoredHeaders
            digest = found == nil ? nil : reader.digest
        } else {
            var stream = try Ingestor.records(input, format, mapping, options, pass: .fingerprint)
            found = stream.header.isOfFile ? nil : try stream.meetNames()
            let named = stream.namedColumns
            columns = if mapping.columns == nil, let found { named.intersection(found.names) } else { named }
            ignored = found?.others ?? stream.ignoredHeaders
            digest = found == nil ? nil : stream.digest
        }
        for mapping in mapping.ofEachRecord { try found?.checkRequired(mapping, file: input.name) }
        unmet = found?.unmet(mapping) ?? []
    }
}
