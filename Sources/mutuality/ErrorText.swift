import Endpoint
import Export
import Ingestion
import Warehouse

/// Errors as people read them: what is wrong, then what to do about it, each a sentence of its own.
enum ErrorText {
    static func of(_ error: any Error) -> String {
        switch error {
        case let error as CommandError: placed(error.place, error.message, error.mend)
        case let error as WarehouseError: placed(nil, error.message, error.mend)
        case let error as IngestionError:
            placed(error.file + (error.line.map { ":\($0)" } ?? ""), error.message, error.mend)
        case let error as ExportError: placed(nil, error.problem, error.mend)
        case let error as EndpointError: placed(nil, error.problem, error.mend)
        default: sentence("\(error)")
        }
    }

    private static func placed(_ place: String?, _ parts: String...) -> String {
        (place.map { "\($0): " } ?? "") + parts.map(sentence).joined(separator: " ")
    }

    /// A capital letter and a full stop. A name at the beginning stays as it is written: `opened_at is …`, `zone = …`.
    static func sentence(_ text: String) -> String {
        let isWord = text.prefixMatch(of: /[a-z][a-z']*(?=[ ,;:?!]|$)(?! = )/) != nil
        let begun = isWord ? text.prefix(1).uppercased() + text.dropFirst() : text
        return text.last.map { ".?!…".contains($0) } ?? true ? begun : begun + "."
    }
}
