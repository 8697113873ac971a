import Ingestion

extension Tally.Cause {
    /// The first record and how many more are like it; of answers, how many to which item.
    var text: String {
        guard count > 1 else { return "\(first)" }
        var text = "\(first), and \(count - 1) more like it"
        if items.count > 1, let list = ShortList.text(items.map { "\($0.name) (\($0.count))" }) {
            text += "; in all: \(list)"
        }
        return text
    }
}
