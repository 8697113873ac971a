/// The SQL of the project, embedded: migrations in order, views, roles.
///
/// Names are unique over all folders and listed here by hand; a test compares this list with the folders.
public enum SQLCatalog {
    public struct Script: Sendable {
        public let name: String
        public let text: String

        init(_ name: String, _ bytes: [UInt8]) {
            self.name = name
            text = String(decoding: bytes, as: UTF8.self)
        }
    }

    /// Forward only; what has been applied never changes.
    public static let migrations: [Script] = [
        Script("m0001_foundation", PackageResources.m0001_foundation_sql),
        Script("m0002_facts", PackageResources.m0002_facts_sql),
        Script("m0003_ledger_and_release", PackageResources.m0003_ledger_and_release_sql),
        Script("m0004_support_data", PackageResources.m0004_support_data_sql),
        Script("m0005_pages_and_causes", PackageResources.m0005_pages_and_causes_sql),
        Script("m0006_freshness", PackageResources.m0006_freshness_sql),
        Script("m0007_signals", PackageResources.m0007_signals_sql),
        Script("m0008_rejects", PackageResources.m0008_rejects_sql),
        Script("m0009_statistics", PackageResources.m0009_statistics_sql),
        Script("m0010_helpers_who_helped", PackageResources.m0010_helpers_who_helped_sql),
        Script("m0011_one_key_of_the_release", PackageResources.m0011_one_key_of_the_release_sql),
    ]

    /// Made anew after the migrations.
    public static let views: [Script] = [
        Script("kpi", PackageResources.kpi_sql),
        Script("ledger", PackageResources.ledger_sql),
        Script("restatement", PackageResources.restatement_sql),
    ]

    /// Group roles and grants; needs the right to create roles.
    public static let roles = Script("roles", PackageResources.roles_sql)
}
