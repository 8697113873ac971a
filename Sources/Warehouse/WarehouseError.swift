import Domain
import Postgres

/// What can be wrong with the store, apart from PostgreSQL's own errors. Never holds personal data or a secret.
public struct WarehouseError: ExplainedError {
    public enum Kind: Sendable {
        /// The database has no schema, or one of another version than this program's.
        case schema
        /// The pseudonym key is missing, unreadable, malformed or not the one that the data was made with.
        case pseudonymKey
        /// There is no organization of that name.
        case unknownOrganization
        /// No such setting, or a value that it cannot take.
        case setting
        /// Figures that are to be fixed lack what was loaded last.
        case notComputed
        /// Nobody has that id, or there is no source of that name.
        case unknownPerson
        /// A login that cannot be made a reader, or is none.
        case reader
        /// The login is a reader without any organization.
        case nothingToRead
        /// The database answered something that this program did not expect.
        case unexpected
    }

    public let kind: Kind
    public let message: String
    /// What to do about it.
    public let mend: String

    init(_ kind: Kind, _ message: String, mend: String) {
        self.kind = kind
        self.message = message
        self.mend = mend
    }
}

extension PostgresError: ExplainedError {}
extension ServerError: ExplainedError {}
