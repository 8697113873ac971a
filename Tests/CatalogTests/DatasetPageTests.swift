import Domain
import Foundation
import Testing

@Suite("The reference page of the datasets")
struct DatasetPageTests {
    /// `UPDATE_GOLDEN=1 swift test --filter DatasetPageTests` writes it anew.
    @Test("It says what the descriptors say")
    func page() throws {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appending(path: "../../docs/datasets.md").standardizedFileURL
        let rendered = DatasetPage.markdown(for: Datasets.all)
        if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] != nil {
            try rendered.write(to: file, atomically: true, encoding: .utf8)
        }
        #expect(try String(contentsOf: file, encoding: .utf8) == rendered)
    }

    @Test("It has every column of every dataset")
    func columns() {
        let page = DatasetPage.markdown(for: Datasets.all)
        for dataset in Datasets.all {
            #expect(page.contains("## \(dataset.name)\n"))
            for column in dataset.columns { #expect(page.contains("| `\(column.name)` |")) }
        }
    }
}
