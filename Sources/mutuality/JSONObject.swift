/// JSON whose keys are all there: what is unknown is null, which synthesized coding would leave out.
struct JSONObject: Encodable, Sendable, ExpressibleByDictionaryLiteral {
    typealias Member = any Encodable & Sendable

    private var members: [String: Member?]

    init(_ members: [(String, Member?)]) { self.members = Dictionary(uniqueKeysWithValues: members) }
    init(dictionaryLiteral elements: (String, Member?)...) { self.init(elements) }

    /// Later keys stand over earlier ones.
    func merging(_ more: JSONObject) -> JSONObject {
        var merged = self
        merged.members.merge(more.members) { $1 }
        return merged
    }

    var withoutNulls: JSONObject {
        var known = self
        known.members = members.filter { $0.value != nil }
        return known
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Name.self)
        for (key, member) in members {
            if let member {
                try container.encode(member, forKey: Name(stringValue: key))
            } else {
                try container.encodeNil(forKey: Name(stringValue: key))
            }
        }
    }

    private struct Name: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }
}

/// What is written as one.
protocol JSONConvertible: Encodable {
    var json: JSONObject { get }
}

extension JSONConvertible {
    func encode(to encoder: any Encoder) throws { try json.encode(to: encoder) }
}
