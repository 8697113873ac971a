/// A `numeric`: a decimal number of any length, as its exact text.
///
/// Trailing zeros of the fraction count (`1.50` isn't `1.5`), as PostgreSQL keeps them.
public struct PostgresNumeric: Hashable, Sendable, LosslessStringConvertible {
    /// `-12.340`, `0`, `NaN`, `Infinity`, `-Infinity`.
    public let description: String

    /// `nil` unless it is digits with at most one point between them and a sign before, or one of the three words;
    /// also `nil` beyond the 131,072 digits before and 16,383 after the point that PostgreSQL holds. (In one value the
    /// server takes some 12,000 digits between the first and the last that isn't zero.)
    public init?(_ text: String) {
        guard !["NaN", "Infinity", "-Infinity"].contains(text) else {
            description = text
            return
        }
        let isNegative = text.hasPrefix("-")
        let parts = text.dropFirst(isNegative || text.hasPrefix("+") ? 1 : 0)
            .split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy { (48...57).contains($0) } }) else { return nil }
        let whole = parts[0].drop(while: { $0 == "0" })
        let fraction = parts.count > 1 ? parts[1] : ""
        guard whole.utf8.count <= 131_072, fraction.utf8.count <= 16_383 else { return nil }
        let digits = (whole.isEmpty ? "0" : String(whole)) + (fraction.isEmpty ? "" : ".\(fraction)")
        let isZero = digits.utf8.allSatisfy { $0 == 48 || $0 == 46 }
        description = isNegative && !isZero ? "-" + digits : digits
    }

    /// The nearest one.
    public var double: Double {
        switch description {
        case "Infinity": .infinity
        case "-Infinity": -.infinity
        default: Double(description) ?? .nan
        }
    }
}

/// The binary form: number of digits to the base 10,000, weight of the first, sign, decimals to show, then the digits
/// (`numeric_send` in PostgreSQL's numeric.c).
extension PostgresNumeric: PostgresCodable {
    public static var postgresType: PostgresType { .numeric }

    private static let words: [UInt16: String] = [0xC000: "NaN", 0xD000: "Infinity", 0xF000: "-Infinity"]
    private static let negative: UInt16 = 0x4000

    public func encode(into buffer: inout PostgresBuffer) throws(PostgresError) {
        if let sign = Self.words.first(where: { $0.value == description })?.key {
            for field in [0, 0, sign, 0] { buffer.append(field) }
            return
        }
        let isNegative = description.hasPrefix("-")
        let parts = description.dropFirst(isNegative ? 1 : 0).utf8.split(separator: UInt8(ascii: "."))
        let fraction = parts.count > 1 ? Array(parts[1]) : []
        let zero = UInt8(ascii: "0")
        let whole = Array(repeating: zero, count: (4 - parts[0].count % 4) % 4) + parts[0]
        let decimals = whole + fraction + Array(repeating: zero, count: (4 - fraction.count % 4) % 4)
        let allDigits = stride(from: 0, to: decimals.count, by: 4).map { start in
            decimals[start..<start + 4].reduce(0 as Int16) { $0 * 10 + Int16($1 - zero) }
        }
        // Zeros at both ends go, as in the server: it takes no more than 3,000 digits.
        let fromFirst = allDigits.drop(while: { $0 == 0 })
        let digits = fromFirst[..<((fromFirst.lastIndex { $0 != 0 } ?? fromFirst.startIndex - 1) + 1)]
        buffer.append(UInt16(digits.count))
        buffer.append(Int16(whole.count / 4 - 1 - fromFirst.startIndex))
        buffer.append(isNegative ? Self.negative : 0)
        buffer.append(Int16(fraction.count))
        for digit in digits { buffer.append(digit) }
    }

    public static func decode(_ value: PostgresValue) throws(PostgresError) -> PostgresNumeric {
        let bytes = try value.require([.numeric], for: Self.self)
        let malformed = PostgresError(.decoding, "found a numeric of a wrong shape")
        guard bytes.count >= 8 else { throw malformed }
        let count = Int(bytes.integer(at: 0, as: UInt16.self))
        guard bytes.count == 8 + 2 * count else { throw malformed }
        let weight = Int(bytes.integer(at: 2, as: Int16.self))
        let sign = bytes.integer(at: 4, as: UInt16.self)
        let scale = Int(bytes.integer(at: 6, as: Int16.self))
        if let word = words[sign] { return PostgresNumeric(unchecked: word) }
        func digits(_ positions: Range<Int>) -> String {
            positions.map { position in
                let digit = (0..<count).contains(position) ? bytes.integer(at: 8 + 2 * position, as: Int16.self) : 0
                return String(10_000 + Int(digit)).dropFirst()
            }.joined()
        }
        let whole = digits(0..<max(weight + 1, 0)).drop(while: { $0 == "0" })
        let fraction = digits(weight + 1..<weight + 1 + (scale + 3) / 4).prefix(scale)
        let text = (whole.isEmpty ? "0" : whole) + (fraction.isEmpty ? "" : ".\(fraction)")
        return PostgresNumeric(unchecked: (sign == negative ? "-" : "") + text)
    }

    private init(unchecked text: String) { description = text }
}
