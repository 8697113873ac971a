/// The SQL of the project, embedded: migrations in order, views, roles.
///
/// Names are unique over all folders and listed here by hand; a test compares this list with the folders.
public enum SQLScripts {
    public struct Script: Sendable {
        public let name: String
        public let text: String

        init(_ name: String, _ bytes: [UInt8]) {
            self.name = name
            text = String(decoding: bytes, as: UTF8.self)
        }
    }

    /// Forward only; what has been applied never changes. What was there before 0.1.0 was rewritten once.
    public static let migrations: [Script] = [
        Script("m0001_foundation", PackageResources.m0001_foundation_sql),
        Script("m0002_facts", PackageResources.m0002_facts_sql),
        Script("m0003_ledger_and_release", PackageResources.m0003_ledger_and_release_sql),
        Script("m0004_freshness", PackageResources.m0004_freshness_sql),
        Script("m0005_schema_of_facts", PackageResources.m0005_schema_of_facts_sql),
        Script("m0006_reopenings", PackageResources.m0006_reopenings_sql),
        Script("m0007_exposure", PackageResources.m0007_exposure_sql),
        Script("m0008_published_grid", PackageResources.m0008_published_grid_sql),
        Script("m0009_readers", PackageResources.m0009_readers_sql),
        Script("m0010_forgetting", PackageResources.m0010_forgetting_sql),
        Script("m0011_practices", PackageResources.m0011_practices_sql),
        Script("m0012_marks_of_an_earlier_december", PackageResources.m0012_marks_of_an_earlier_december_sql),
        Script("m0013_parts_of_pages", PackageResources.m0013_parts_of_pages_sql),
        Script("m0014_verdicts", PackageResources.m0014_verdicts_sql),
        Script("m0015_team_names", PackageResources.m0015_team_names_sql),
        Script("m0016_targets", PackageResources.m0016_targets_sql),
        Script("m0017_unmatched", PackageResources.m0017_unmatched_sql),
        Script("m0018_answers_judged_anew", PackageResources.m0018_answers_judged_anew_sql),
        Script("m0019_unmatched_teams", PackageResources.m0019_unmatched_teams_sql),
        Script("m0020_pooled_surveys_judged_anew", PackageResources.m0020_pooled_surveys_judged_anew_sql),
        Script(
            "m0021_answers_of_two_surveys_judged_anew", PackageResources.m0021_answers_of_two_surveys_judged_anew_sql),
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
