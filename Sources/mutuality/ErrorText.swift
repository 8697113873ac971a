import Domain
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
        case let error as IngestionError: "\(error)"
        case let error as ExportError: placed(nil, error.problem, error.mend)
        case let error as EndpointError: placed(nil, error.problem, error.mend)
        default: Sentence.of("\(error)")
        }
    }

    private static func placed(_ place: String?, _ parts: String...) -> String {
        (place.map { "\($0): " } ?? "") + parts.map(Sentence.of).joined(separator: " ")
    }
}
