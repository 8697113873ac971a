import Domain

@testable import Ingestion

/// What a column of a type makes of a text.
struct ReadValue: Equatable {
    var value: Value?
    var fault: ValueFault?
    var doubts: [Doubt] = []

    init(_ type: Dataset.ColumnType, _ text: String, key: Bool = false, mapping yaml: String = "") throws {
        let dataset = Dataset(
            name: "trials", table: "trial", title: "a trial", columns: [.init("trial", type, "what is tried")],
            key: key ? ["trial"] : [], replacement: .rows, touches: .onward(from: "trial"))
        var mapping = try Mapping(yaml: "dataset: teams\n" + yaml, file: "trial.yaml")
        mapping.columns = nil
        var reader = try ColumnReader(dataset.columns[0], of: dataset, mapping: mapping, now: nil)
        var bytes = Array(text.utf8)
        bytes.withUnsafeMutableBytes { buffer in
            do throws(ValueFault) {
                value = try reader.read(UnsafeRawBufferPointer(buffer), &doubts)
            } catch {
                fault = error
            }
        }
    }
}
