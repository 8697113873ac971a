import Foundation
import Testing

@Suite struct SQLRoomTests {
    @Test("SQL stands in the rooms Postgres and Warehouse alone: no other has a query, or gives one to a connection")
    func rooms() throws {
        let sources = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Sources").standardized
        let sql =
            /\bQuery\b|\.(query|queryOne|queryFirst|execute|executeScript|copyIn|copyOut)\(|connection\.forEach\(/
        let files = try FileManager.default.subpathsOfDirectory(atPath: sources.path).filter { path in
            path.hasSuffix(".swift") && !path.hasPrefix("Postgres/") && !path.hasPrefix("Warehouse/")
        }
        #expect(files.count > 200)
        for file in files {
            let text = try String(contentsOf: sources.appending(path: file), encoding: .utf8)
            #expect(text.firstMatch(of: sql) == nil, "\(file)")
        }
    }
}
