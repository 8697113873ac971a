import Foundation

/// What a program has to know to read a CSV file of figures: a descriptor by Frictionless Data Package, version 1, that
/// lies beside it (https://specs.frictionlessdata.io/data-package/). It says nothing of the figures themselves, and
/// nothing of when it was made: the same columns give the same bytes.
public struct DataPackage: Sendable {
    /// What such a file has to be called.
    public static let fileName = "datapackage.json"

    /// Whether the specification allows a file of this name as a path: by its JSON schema none begins with a dot or a tilde
    /// or holds two dots in a row, and what stands before a colon readers take for the scheme of a URL.
    public static func canName(_ file: String) -> Bool {
        guard let first = file.utf8.first else { return false }
        return !".~".utf8.contains(first) && !file.utf8.contains(":".utf8) && !file.utf8.contains("..".utf8)
    }

    private let title: String
    private let path: String
    private let format: CSVFormat

    /// - Parameters:
    ///   - organization: whose figures they are.
    ///   - path: of the file, from the folder of the descriptor.
    ///   - format: as which it was written.
    public init(of organization: String, path: String, format: CSVFormat) {
        title = "Figures of \(organization)"
        self.path = path
        self.format = format
    }

    public func write(to sink: inout some ByteSink) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try sink.append([UInt8](encoder.encode(descriptor)) + [0x0A])
    }

    private var descriptor: Descriptor {
        let fields = format.columns.map { column in
            Descriptor.Field(
                name: column.name, type: column.kind.rawValue, title: column.title, description: column.description)
        }
        let resource = Descriptor.Resource(
            path: path, format: format.fileExtension, dialect: .init(delimiter: format.dialect.separator),
            schema: .init(fields: fields))
        return Descriptor(title: title, resources: [resource])
    }
}

/// The descriptor's members by their names in the specification.
private struct Descriptor: Encodable {
    let profile = "tabular-data-package"
    let name = "mutuality-kpis"
    let title: String
    let resources: [Resource]

    struct Resource: Encodable {
        let profile = "tabular-data-resource"
        let name = "kpis"
        let path: String
        let format: String
        let mediatype = "text/csv"
        let encoding = "utf-8"
        let dialect: Dialect
        let schema: Schema
    }

    struct Dialect: Encodable {
        let delimiter: String
        let lineTerminator = "\r\n"
        let quoteChar = "\""
        let doubleQuote = true
        let header = true
        let skipInitialSpace = false
    }

    struct Schema: Encodable {
        let fields: [Field]
        let missingValues = [""]
    }

    struct Field: Encodable {
        let name: String
        let type: String
        let title: String
        let description: String
    }
}
