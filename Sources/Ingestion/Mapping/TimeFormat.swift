import Domain

/// How a source writes times, in strptime's tokens: `%d/%m/%Y %H:%M`.
struct TimeFormat: Sendable, Equatable {
    let pattern: String
    private let tokens: [Token]

    private enum Token: Sendable, Equatable {
        case literal(UInt8)
        case year, month, monthName, day, hour, hourOfHalf, half, minute, second, fraction, offset
    }

    /// What is wrong with a pattern.
    struct Flaw: Error {
        let message: String
    }

    private static let byLetter: [Character: Token] = [
        "Y": .year, "m": .month, "b": .monthName, "d": .day, "H": .hour, "I": .hourOfHalf, "p": .half, "M": .minute,
        "S": .second, "f": .fraction, "z": .offset, "%": .literal(UInt8(ascii: "%")),
    ]

    private static let monthNames = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ]
    .map { Array($0.utf8) }

    /// `%Y` has four digits; `%m %d %H %I %M %S` one or two; `%b` is an English month's first three letters; `%p` AM
    /// or PM; `%f` a fraction of one to nine digits; `%z` an offset as ISO 8601 writes it; `%%` a percent sign. All
    /// else stands for itself.
    init(_ pattern: String) throws(Flaw) {
        self.pattern = pattern
        var tokens: [Token] = []
        var rest = pattern[...]
        while let character = rest.popFirst() {
            guard character == "%" else {
                tokens += character.utf8.map { .literal($0) }
                continue
            }
            guard let letter = rest.popFirst(), let token = Self.byLetter[letter] else {
                throw Flaw(message: "\"\(pattern)\" has a token that isn't known")
            }
            if case .literal = token {
            } else if tokens.contains(token) {
                throw Flaw(message: "\"\(pattern)\" has %\(letter) twice")
            }
            tokens.append(token)
        }
        self.tokens = tokens
        guard tokens.contains(.year), tokens.contains(.day), tokens.contains(.month) != tokens.contains(.monthName)
        else { throw Flaw(message: "\"\(pattern)\" needs %Y, %d and one of %m and %b") }
        guard tokens.contains(.hourOfHalf) == tokens.contains(.half),
            !(tokens.contains(.hour) && tokens.contains(.hourOfHalf))
        else { throw Flaw(message: "\"\(pattern)\" needs either %H alone, or %I with %p") }
    }

    /// `nil` if the text isn't written so, or names a day or time that isn't there.
    func read(_ bytes: UnsafeRawBufferPointer) -> WallTime? {
        var cursor = ByteCursor(bytes)
        var (year, month, day, hour, minute, second) = (0, 0, 0, 0, 0, 0)
        var (fraction, offset): (Int64, Int64?) = (0, nil)
        var hourOfHalf: Int?
        var isAfternoon = false
        for token in tokens {
            let part: Int?
            switch token {
            case .literal(let byte): part = cursor.take(byte) ? 0 : nil
            case .year:
                part = cursor.digits(4)
                year = part ?? 0
            case .month:
                part = cursor.oneOrTwoDigits()
                month = part ?? 0
            case .monthName:
                part = Self.monthNames.firstIndex { cursor.take(word: $0) }
                month = (part ?? 0) + 1
            case .day:
                part = cursor.oneOrTwoDigits()
                day = part ?? 0
            case .hour:
                part = cursor.oneOrTwoDigits()
                hour = part ?? 0
            case .hourOfHalf:
                part = cursor.oneOrTwoDigits()
                hourOfHalf = part
            case .half:
                part = [Array("am".utf8), Array("pm".utf8)].firstIndex { cursor.take(word: $0) }
                isAfternoon = part == 1
            case .minute:
                part = cursor.oneOrTwoDigits()
                minute = part ?? 0
            case .second:
                part = cursor.oneOrTwoDigits()
                second = part ?? 0
            case .fraction:
                part = cursor.fraction().map { Int($0) }
                fraction = Int64(part ?? 0)
            case .offset:
                offset = cursor.offset()
                part = offset.map { Int($0) }
            }
            if part == nil { return nil }
        }
        if let hourOfHalf {
            guard (1...12).contains(hourOfHalf) else { return nil }
            hour = hourOfHalf % 12 + (isAfternoon ? 12 : 0)
        }
        guard cursor.isAtEnd, let date = LocalDate(year: year, month: month, day: day),
            let time = WallTime.microseconds(hour: hour, minute: minute, second: second, fraction: fraction)
        else { return nil }
        return WallTime(date: date, microsecondsOfDay: time, offset: offset)
    }
}
