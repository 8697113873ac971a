import Domain
import Foundation
import TestSupport
import Testing

@Suite struct DatasetTableTests {
    /// `type`, then `!` where NULL is refused.
    private func expected(_ column: Dataset.Column) -> String {
        let type =
            switch column.type {
            case .text, .choice, .zone: "text"
            case .person: "bigint"
            case .instant: "timestamp with time zone"
            case .date: "date"
            case .number: "double precision"
            case .integer: "integer"
            case .timeOfDay: "time without time zone"
            case .token: "bigint"
            case .boolean, .presence: "boolean"
            }
        return type + (column.required || column.fallback != nil ? "!" : "")
    }

    @Test(
        "Each dataset's table is what its descriptor says: columns, order, types, nullability", arguments: Datasets.all)
    func columns(dataset: Dataset) async throws {
        let found = try await MigratedDatabase.with { database in
            try await database.texts(
                """
                SELECT format('%s %s%s', attname, format_type(atttypid, atttypmod), CASE WHEN attnotnull THEN '!' END) AS c
                FROM pg_attribute WHERE attrelid = '\(dataset.qualifiedTable)'::regclass AND attnum > 0
                    AND NOT attisdropped AND attgenerated = ''
                ORDER BY attnum
                """)
        }
        let columns =
            ["organization_id bigint!", "source_id smallint!"]
            + dataset.columns.map { "\($0.name) \(expected($0))" } + ["batch_id bigint!"]
            + (dataset.toldOf == nil ? [] : ["told_line bigint!"])
        #expect(found == columns.map { "{\"c\":\"\($0)\"}" })
    }

    @Test("Each table's key is organization, source and the descriptor's key", arguments: Datasets.all)
    func key(dataset: Dataset) async throws {
        let found = try await MigratedDatabase.with { database in
            try await database.texts(
                """
                SELECT pg_get_constraintdef(oid) AS c FROM pg_constraint
                WHERE conrelid = '\(dataset.qualifiedTable)'::regclass AND contype = 'p'
                """)
        }
        let key = (["organization_id", "source_id"] + dataset.key).joined(separator: ", ")
        #expect(found == ["{\"c\":\"PRIMARY KEY (\(key))\"}"])
    }

    @Test("Key columns are never NULL, texts are compared by code point", arguments: Datasets.all)
    func collation(dataset: Dataset) async throws {
        for name in dataset.key {
            let column = try #require(dataset.columns.first { $0.name == name })
            #expect(column.required || column.fallback != nil)
        }
        let others = try await MigratedDatabase.with { database in
            try await database.texts(
                """
                SELECT attname FROM pg_attribute JOIN pg_collation ON pg_collation.oid = attcollation
                WHERE attrelid = '\(dataset.qualifiedTable)'::regclass AND attnum > 0 AND collname <> 'C'
                """)
        }
        // A team's name is for people and never sorted by.
        #expect(others == (dataset.name == "teams" ? [#"{"attname":"name"}"#] : []))
    }

    @Test("The columns by which rows mark periods exist", arguments: Datasets.all)
    func touches(dataset: Dataset) async throws {
        let names: [String] =
            switch dataset.touches {
            case .instants(let from, let to), .dates(let from, let to): [from, to]
            case .onward(let from): [from]
            case .employment(let endedOn): [endedOn]
            case .wholeGroup(let instant): [instant]
            case .use(let calendar): [calendar]
            case .everything: []
            }
        let count = try await MigratedDatabase.with { database in
            try await database.number(
                """
                SELECT count(*) FROM information_schema.columns
                WHERE table_schema = '\(Dataset.schema)' AND table_name = '\(dataset.table)'
                    AND column_name = ANY (ARRAY[\(names.map { "'\($0)'" }.joined(separator: ", "))]::text[])
                """)
        }
        #expect(count == Set(names).count)
    }

    @Test("In the schema of facts are the datasets' tables and no others, which is what rights and SQL tests go by")
    func schema() async throws {
        let found = try await MigratedDatabase.with { database in
            try await database.texts(
                """
                SELECT relname AS c FROM pg_class
                WHERE relnamespace = '\(Dataset.schema)'::regnamespace AND relkind NOT IN ('i', 't') ORDER BY relname
                """)
        }
        #expect(found == Datasets.all.map(\.table).sorted().map { "{\"c\":\"\($0)\"}" })
    }

    @Test("A column that holds a person is known by its name, as the SQL tests know it", arguments: Datasets.all)
    func people(dataset: Dataset) {
        for column in dataset.columns where column.type == .person { #expect(column.name.hasSuffix("_id")) }
    }
}
