/// Which activities are meant: a name to the letter, in which `*` stands for any text, the empty one too.
struct ActivityPattern: Sendable, Hashable {
    let text: String
    private let bytes: [UInt8]

    private static let anyText = UInt8(ascii: "*")

    init(_ text: String) {
        self.text = text
        bytes = Array(text.utf8)
    }

    /// True of `*` and `**`, which name no activity in particular.
    var isForAll: Bool { bytes.contains(Self.anyText) && bytes.allSatisfy { $0 == Self.anyText } }

    /// The last `*` takes what is needed, the ones before it as little as they can: one walk with one place to go
    /// back to, so that no pattern takes longer than the product of the lengths.
    func matches(_ activity: String) -> Bool {
        let name = Array(activity.utf8)
        var (at, inName) = (0, 0)
        var retry: (pattern: Int, name: Int)?
        while inName < name.count {
            if at < bytes.count, bytes[at] == Self.anyText {
                retry = (at, inName)
                at += 1
            } else if at < bytes.count, bytes[at] == name[inName] {
                at += 1
                inName += 1
            } else if let last = retry {
                retry = (last.pattern, last.name + 1)
                at = last.pattern + 1
                inName = last.name + 1
            } else {
                return false
            }
        }
        return bytes[at...].allSatisfy { $0 == Self.anyText }
    }
}
