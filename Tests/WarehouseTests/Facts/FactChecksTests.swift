import Domain
import TestSupport
import Testing

@Suite struct FactChecksTests {
    @Test(
        "The checks of facts find a lost batch in every table, and a person whom nobody knows in every column of people"
    )
    func broken() async throws {
        try await MigratedDatabase.with { database in
            try await database.loadCompany()
            #expect(try await database.failuresOfSQLTests().isEmpty)
            for dataset in Datasets.all { try await database.run("UPDATE \(dataset.qualifiedTable) SET batch_id = 0") }
            try await database.run("UPDATE mutuality.identity SET person_id = -person_id")
            let failures = try await database.failuresOfSQLTests()
            for dataset in Datasets.all {
                let named = "\"table_name\":\"\(dataset.table)\""
                #expect(failures.contains { $0.hasPrefix("facts_have_their_batch") && $0.contains(named) })
                for column in dataset.columns where column.type == .person {
                    let people = "\(named),\"column_name\":\"\(column.name)\""
                    #expect(
                        failures.contains { $0.hasPrefix("people_of_facts_are_known") && $0.contains(people) },
                        "\(column.name)")
                }
            }
        }
    }
}
