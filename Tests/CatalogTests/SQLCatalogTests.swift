import Foundation
import SQLCatalog
import Testing

@Suite struct SQLCatalogTests {
    private let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../sql")

    private func names(in subfolder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.appending(path: subfolder).path)
            .filter { $0.hasSuffix(".sql") }.map { String($0.dropLast(4)) }.sorted()
    }

    @Test("The catalog lists exactly the files of its folders, migrations in their order")
    func lists() throws {
        #expect(try names(in: "migrations") == SQLScripts.migrations.map(\.name))
        #expect(try names(in: "views") == SQLScripts.views.map(\.name).sorted())
    }

    @Test("What is embedded is what the files say")
    func texts() throws {
        let scripts = SQLScripts.migrations.map { ("migrations", $0) } + SQLScripts.views.map { ("views", $0) }
        for (subfolder, script) in scripts {
            let text = try String(
                contentsOf: folder.appending(path: "\(subfolder)/\(script.name).sql"), encoding: .utf8)
            #expect(script.text == text, "\(script.name)")
        }
        #expect(try String(contentsOf: folder.appending(path: "roles.sql"), encoding: .utf8) == SQLScripts.roles.text)
    }

    @Test("Names are unique over all folders, and migrations are numbered without a gap")
    func uniqueNames() {
        let names = (SQLScripts.migrations + SQLScripts.views + [SQLScripts.roles]).map(\.name)
        #expect(Set(names).count == names.count)
        for (position, script) in SQLScripts.migrations.enumerated() {
            #expect(script.name.hasPrefix("m" + String(10_001 + position).dropFirst() + "_"))
        }
    }
}
