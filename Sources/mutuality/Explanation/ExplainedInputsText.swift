import Analytics
import Domain
import Warehouse

/// The inputs of an explanation as text.
struct ExplainedInputsText: Sendable {
    let inputs: [ExplainedInput]

    /// Files, and lines of rejected rows, that are named as text; JSON has all.
    private static let named = 10

    /// Records, columns and files of each dataset.
    var section: TextSection {
        var section = TextSection("Inputs, of the whole organization")
        for input in inputs {
            guard input.isGiven else {
                section.add("\(input.dataset.name) (\(input.need.rawValue)): never loaded")
                continue
            }
            let reach = input.reach == 0 ? "" : ", and \(input.reach) days before the period"
            section.add(
                "\(input.dataset.name) (\(input.need.rawValue)): \(counted(input.records, "record", "records")); "
                    + "counted: \(input.counted)\(reach)")
            for line in columns(input) { section.add(line, indent: 2) }
            for batch in input.batches.prefix(Self.named) { section.add(Self.text(batch), indent: 2) }
            let more = input.batches.count - Self.named
            if more > 0 {
                section.add("and \(counted(more, "older file", "older files")); --json lists all", indent: 2)
            }
        }
        return section
    }

    private func columns(_ input: ExplainedInput) -> [String] {
        let whole = input.columns.filter { $0.isGiven && $0.known == input.records }.map(\.name)
        let partial = input.columns.filter { $0.isGiven && $0.known < input.records }
            .map { "\($0.name) (\($0.known))" }
        let missing = input.columns.filter { !$0.isGiven }.map(\.name)
        return [("in all of them", whole), ("in some", partial), ("never given", missing)]
            .filter { !$0.1.isEmpty }.map { "\($0.0): \($0.1.joined(separator: ", "))" }
    }

    private static func text(_ batch: ExplainedInput.Batch) -> String {
        "\(batch.fileName), batch \(batch.id) from source \(batch.source), loaded at \(batch.loadedAt) with mapping "
            + "\(batch.mappingVersion.prefix(ShownHash.length)): wrote \(batch.records) of them; of \(counted(batch.read, "row", "rows")) "
            + "\(batch.inserted) new, \(batch.updated) changed, \(batch.duplicate) known already, "
            + "\(batch.rejected) rejected"
    }

    /// What was set aside and would have counted.
    var rejected: TextSection {
        var section = TextSection("Rejected rows that would have counted, unless corrected and loaded since")
        for input in inputs where !input.rejected.isEmpty {
            let rejected = input.rejected
            section.add("\(input.dataset.name): \(counted(rejected.rows.count, "row", "rows"))")
            let groups = Dictionary(grouping: rejected.rows) { "\($0.fileName), \($0.code)" }
            for (name, rows) in groups.sorted(by: { $0.key < $1.key }) {
                let lines = rows.prefix(Self.named).map { "\($0.line)" }.joined(separator: ", ")
                let more = rows.count - Self.named
                section.add(
                    "\(name): \(rows.count == 1 ? "line" : "lines") \(lines)" + (more > 0 ? " and \(more) more" : ""),
                    indent: 2)
            }
            for (count, text) in [
                (
                    rejected.begunBefore,
                    "more began before the period, and may or may not have counted"
                ),
                (rejected.undated, "more could not be read, so from when they would have counted is not known"),
                (rejected.unlisted, "more are of files with too many to list; their reject files have them"),
            ] where count > 0 { section.add("\(count) \(text)", indent: 2) }
        }
        return section
    }
}
