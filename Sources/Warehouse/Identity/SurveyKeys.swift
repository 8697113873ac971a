import Crypto
import Domain
import Foundation
import Postgres

/// Turns the tokens of survey answers into numbers that mean something within their survey only.
///
/// Each survey of a source has a random key, kept under the organization's pseudonym key while the survey can still
/// get answers, and then thrown away: from then on nobody can tell which token a number came from.
struct SurveyKeys: Sendable {
    /// Days after a survey's last answer for which its key is kept. A convention: longer than reminders go on.
    static let daysOpen = 30

    private let key: PseudonymKey
    private let organization: Int64
    private let source: Int16
    private let hasTokens: Bool
    private var known: [String: SymmetricKey] = [:]
    /// Of surveys without a key so far; to be stored with the batch.
    private var added: [String: SymmetricKey] = [:]

    /// Reads the keys of a source, if the dataset has tokens at all.
    init(
        key: PseudonymKey, organization: Int64, source: Int16, dataset: Dataset, on connection: Connection
    ) async throws {
        self.key = key
        self.organization = organization
        self.source = source
        hasTokens = dataset.columns.contains { $0.type == .token }
        guard hasTokens else { return }
        let rows = try await connection.query(
            """
            SELECT survey_id, key_sealed FROM mutuality.survey_key
            WHERE organization_id = \(organization) AND source_id = \(source)
            """
        ) { (try $0.decode("survey_id", as: String.self), try $0.decode("key_sealed", as: [UInt8].self)) }
        for (survey, sealed) in rows {
            known[survey] = SymmetricKey(data: try key.open(sealed, boundTo: name(of: survey)))
        }
    }

    /// Surveys that had no key before this batch.
    var newSurveys: [String] { added.keys.sorted() }

    /// The first 64 bits of the token's HMAC-SHA-256 under its survey's key.
    mutating func number(of token: String, in survey: String) -> Int64 {
        let code = HMAC<SHA256>.authenticationCode(for: Data(token.utf8), using: surveyKey(of: survey))
        return Int64(bitPattern: code.prefix(8).reduce(0) { $0 << 8 | UInt64($1) })
    }

    private mutating func surveyKey(of survey: String) -> SymmetricKey {
        if let key = known[survey] { return key }
        let fresh = SymmetricKey(size: .bits256)
        known[survey] = fresh
        added[survey] = fresh
        return fresh
    }

    /// Stores the keys of the surveys met for the first time, and throws away those of surveys that are closed.
    func settle(now: Instant, on connection: Connection) async throws {
        guard hasTokens else { return }
        for (survey, surveyKey) in added {
            let sealed = try key.seal(surveyKey.withUnsafeBytes { Data($0) }, boundTo: name(of: survey))
            _ = try await connection.execute(
                """
                INSERT INTO mutuality.survey_key (organization_id, source_id, survey_id, key_sealed, made_at)
                VALUES (\(organization), \(source), \(survey), \(sealed), \(now))
                """)
        }
        _ = try await connection.execute(
            """
            DELETE FROM mutuality.survey_key
            WHERE organization_id = \(organization) AND NOT EXISTS (
                SELECT FROM \(table: Datasets.satisfaction) AS answer
                WHERE answer.organization_id = survey_key.organization_id AND answer.source_id = survey_key.source_id
                    AND answer.survey_id = survey_key.survey_id
                    AND answer.submitted_at >= \(now.advanced(byDays: -Self.daysOpen))
            )
            """)
    }

    /// What a survey's key is sealed with, so that it opens as this survey's only.
    private func name(of survey: String) -> [UInt8] { Array("survey \(organization) \(source) \(survey)".utf8) }
}
