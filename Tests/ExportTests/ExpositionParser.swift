/// A strict reader of text exposition, written from the format's description and independent of our writer.
///
/// Beyond promtool it refuses doubled series and families that are not contiguous, as OpenMetrics' parser does.
struct ExpositionParser {
    struct Series: Hashable {
        let name: String
        /// Bytes, since Swift's texts are equal where Prometheus' are not.
        let labels: [[UInt8]: [UInt8]]

        subscript(label: String) -> String? { labels[Array(label.utf8)].map { String(decoding: $0, as: UTF8.self) } }
    }

    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    private(set) var values: [Series: Double] = [:]
    private(set) var types: [String: String] = [:]
    private(set) var helps: [String: String] = [:]
    private var current: String?

    init(_ bytes: [UInt8]) throws {
        guard bytes.isEmpty || bytes.last == 0x0A else { throw Failure(description: "the last line has no end") }
        for line in bytes.split(separator: 0x0A) { try read(line: line) }
        for name in types.keys where !values.keys.contains(where: { $0.name == name }) {
            throw Failure(description: "\(name) has no sample")
        }
    }

    private mutating func read(line: ArraySlice<UInt8>) throws {
        let text = String(decoding: line, as: UTF8.self)
        guard Array(text.utf8) == Array(line) else { throw Failure(description: "not UTF-8: \(text)") }
        if text.hasPrefix("# HELP ") {
            let parts = text.split(separator: " ", maxSplits: 3)
            guard parts.count == 4 else { throw Failure(description: "no help: \(text)") }
            let name = String(parts[2])
            guard helps.updateValue(String(parts[3]), forKey: name) == nil else {
                throw Failure(description: "\(name) is opened twice")
            }
            current = name
        } else if text.hasPrefix("# TYPE ") {
            let parts = text.split(separator: " ")
            guard parts.count == 4, String(parts[2]) == current, types[String(parts[2])] == nil else {
                throw Failure(description: "TYPE without its HELP, or doubled: \(text)")
            }
            types[String(parts[2])] = String(parts[3])
        } else {
            try readSample(line)
        }
    }

    private mutating func readSample(_ line: ArraySlice<UInt8>) throws {
        var rest = line
        let name = String(decoding: rest.prefix { $0 != 0x7B && $0 != 0x20 }, as: UTF8.self)
        guard name == current, types[name] != nil else { throw Failure(description: "\(name) outside of its family") }
        rest = rest.dropFirst(name.utf8.count)
        var labels: [[UInt8]: [UInt8]] = [:]
        if rest.first == 0x7B {
            rest = rest.dropFirst()
            while rest.first != 0x7D {
                let label = Array(rest.prefix { $0 != 0x3D })
                rest = rest.dropFirst(label.count + 1)
                guard rest.popFirst() == 0x22 else { throw Failure(description: "\(name): a label without a quote") }
                var value: [UInt8] = []
                while let byte = rest.popFirst(), byte != 0x22 {
                    guard byte == 0x5C else {
                        value.append(byte)
                        continue
                    }
                    switch rest.popFirst() {
                    case 0x5C: value.append(0x5C)
                    case 0x22: value.append(0x22)
                    case 0x6E: value.append(0x0A)
                    default: throw Failure(description: "\(name): an unknown escape")
                    }
                }
                guard labels.updateValue(value, forKey: label) == nil else {
                    throw Failure(description: "\(name): a doubled label")
                }
                if rest.first == 0x2C { rest = rest.dropFirst() }
            }
            rest = rest.dropFirst()
        }
        guard rest.popFirst() == 0x20, let number = Double(String(decoding: rest, as: UTF8.self)) else {
            throw Failure(description: "\(name): no value, or more than one")
        }
        guard values.updateValue(number, forKey: Series(name: name, labels: labels)) == nil else {
            throw Failure(description: "\(name): a doubled series \(String(decoding: line, as: UTF8.self))")
        }
    }
}
