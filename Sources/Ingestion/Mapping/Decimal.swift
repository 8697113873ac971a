import Foundation

/// Numbers with a point for decimals, no grouping, an exponent at will.
enum Decimal {
    /// Powers of ten that a `Double` holds exactly.
    private static let exactPowers: [Double] = (0...22).map { pow(10, Double($0)) }
    /// Any whole number of so many digits is exact in a `Double`.
    private static let exactDigits = 15

    /// The nearest `Double`; `nil` if the text is written in another way, or too large to be finite.
    static func read(_ bytes: UnsafeRawBufferPointer) -> Double? {
        var cursor = ByteCursor(bytes)
        let isNegative = cursor.take(.hyphen)
        if !isNegative { _ = cursor.take(UInt8(ascii: "+")) }
        var (mantissa, digits, decimals) = (0, 0, 0)
        while let digit = cursor.digits(1) {
            digits += 1
            if digits <= exactDigits { mantissa = mantissa * 10 + digit }
        }
        if cursor.take(UInt8(ascii: ".")) {
            while let digit = cursor.digits(1) {
                digits += 1
                decimals += 1
                if digits <= exactDigits { mantissa = mantissa * 10 + digit }
            }
            if decimals == 0 { return nil }
        }
        guard digits > 0 else { return nil }
        if cursor.isAtEnd, digits <= exactDigits {
            // Both are exact, so the one division rounds as it should (Clinger 1990).
            let value = Double(mantissa) / exactPowers[decimals]
            return isNegative ? -value : value
        }
        if cursor.take(word: [UInt8(ascii: "e")]) {
            if !cursor.take(.hyphen) { _ = cursor.take(UInt8(ascii: "+")) }
            guard cursor.digits(1) != nil else { return nil }
            while cursor.digits(1) != nil {}
        }
        guard cursor.isAtEnd, let value = Double(String(decoding: bytes, as: UTF8.self)), value.isFinite
        else { return nil }
        return value
    }
}
