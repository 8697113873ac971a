import Domain
import Export
import HTTPTypes
import HummingbirdCore

extension FigureFilter {
    /// - Throws: a `Problem` for a parameter or a value that there is not.
    init(query uri: URI, of sheets: [Sheet]) throws {
        var wanted: [(property: Property, value: String)] = []
        // What an ampersand too many leaves is nothing.
        for (name, value) in uri.queryParameters where !(name.isEmpty && value.isEmpty) {
            guard let property = Property(rawValue: String(name)) else {
                let names = Property.allCases.map(\.rawValue).joined(separator: ", ")
                throw Problem(
                    status: .badRequest,
                    detail:
                        "The query has an unknown parameter. Choose from \(names), as in ?scope=team&period=quarter.")
            }
            wanted.append((property, String(value)))
        }
        do {
            self = try FigureFilter(wanted, of: sheets)
        } catch {
            throw Problem(
                status: .badRequest, detail: "The query asks for what there is not. \(Sentence.of(error.mend))")
        }
    }
}
