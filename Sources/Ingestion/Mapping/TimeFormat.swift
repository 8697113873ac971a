import Domain

/// How a source writes times, in strptime's tokens: `%d/%m/%Y %H:%M`.
struct TimeFormat: Sendable, Equatable {
    let pattern: String
    private let tokens: [Token]

    private enum Token: Sendable, Equatable {
        case literal(UInt8)
        /// An offset that is written out, as the Z of `%H:%M:%SZ`.
        case fixedOffset([UInt8], seconds: Int64)
        case year, yearOfCentury, month, monthName, shortMonthName, day
        case hour, hourOfHalf, half, minute, second, fraction, offset
        case epochSeconds, epochMilliseconds

        var isOffset: Bool {
            switch self {
            case .offset, .fixedOffset: true
            default: false
            }
        }
    }

    /// What is wrong with a pattern.
    struct Fault: Error {
        let message: String
    }

    private static let byLetter: [Character: Token] = [
        "Y": .year, "y": .yearOfCentury, "m": .month, "B": .monthName, "b": .shortMonthName, "d": .day, "H": .hour,
        "I": .hourOfHalf, "p": .half, "M": .minute, "S": .second, "f": .fraction, "z": .offset, "s": .epochSeconds,
        "Q": .epochMilliseconds, "%": .literal(UInt8(ascii: "%")),
    ]
    private static let dates: [Token] = [.year, .yearOfCentury, .month, .monthName, .shortMonthName, .day]
    private static let times: [Token] = [.hour, .hourOfHalf, .half, .minute, .second, .fraction, .offset]

    /// `%Y` has four digits, `%y` two: 00 to 69 are of the 2000s, 70 to 99 of the 1900s, as in PostgreSQL;
    /// `%m %d %H %I %M %S` one or two; `%B` is an English month's name and `%b` its first three letters or four; `%p` AM or PM,
    /// `a.m.` or `p. m.`; `%f` a fraction of one to nine digits; `%z` an offset as ISO 8601 writes it, or `GMT+1`; `%s` seconds since 1970,
    /// which a `%f` can follow, and `%Q` milliseconds (D3's token), both below zero before; `%%` a percent sign. All else
    /// stands for itself, a space for any blank; and an offset that is written out, as the Z of `%H:%M:%SZ`, holds.
    init(_ pattern: String) throws(Fault) {
        self.pattern = pattern
        var tokens: [Token] = []
        var rest = pattern[...]
        while let character = rest.popFirst() {
            guard character == "%" else {
                tokens += character.utf8.map { .literal($0) }
                continue
            }
            guard let letter = rest.popFirst(), let token = Self.byLetter[letter] else {
                throw Fault(message: "\"\(pattern)\" has a token that isn't known")
            }
            if case .literal = token {
            } else if tokens.contains(token) {
                throw Fault(message: "\"\(pattern)\" has %\(letter) twice")
            }
            tokens.append(token)
        }
        tokens = Self.readingOffsets(in: tokens)
        self.tokens = tokens
        func count(_ several: Token...) -> Int { tokens.count { several.contains($0) } }
        if count(.epochSeconds, .epochMilliseconds) > 0 {
            let others = (Self.dates + Self.times).filter { $0 != .fraction || tokens.contains(.epochMilliseconds) }
            guard count(.epochSeconds, .epochMilliseconds) == 1, !tokens.contains(where: others.contains) else {
                throw Fault(message: "\"\(pattern)\" can have no other token beside %Q, or beside %s with %f")
            }
            return
        }
        guard count(.year, .yearOfCentury) == 1, count(.day) == 1, count(.month, .monthName, .shortMonthName) == 1
        else { throw Fault(message: "\"\(pattern)\" needs one of %Y and %y, one of %m, %B and %b, and %d") }
        guard count(.hourOfHalf) == count(.half), count(.hour, .hourOfHalf) < 2
        else { throw Fault(message: "\"\(pattern)\" needs either %H alone, or %I with %p") }
    }

    /// Tokens whose stretches of letters that write an offset are that offset, if a time of day stands before.
    private static func readingOffsets(in tokens: [Token]) -> [Token] {
        var result: [Token] = []
        var letters: [UInt8] = []
        func settle() {
            let isBlank = { (letter: UInt8) in letter == 0x20 }
            let (before, after) = (letters.prefix(while: isBlank), letters.reversed().prefix(while: isBlank))
            let middle = letters.dropFirst(before.count).dropLast(after.count)
            let followsTime = result.contains { times.contains($0) } && !result.contains(where: \.isOffset)
            if followsTime, let offset = seconds(of: middle) {
                result += before.map { .literal($0) } + [.fixedOffset(Array(middle), seconds: offset)]
                result += after.map { .literal($0) }
            } else {
                result += letters.map { .literal($0) }
            }
            letters = []
        }
        for token in tokens {
            if case .literal(let letter) = token {
                letters.append(letter)
            } else {
                settle()
                result.append(token)
            }
        }
        settle()
        return result
    }

    private static func seconds(of letters: ArraySlice<UInt8>) -> Int64? {
        letters.withUnsafeBytes { bytes in
            var cursor = ByteCursor(bytes)
            guard let offset = cursor.offset(), cursor.isAtEnd else { return nil }
            return offset
        }
    }

    /// It reads points in time, whose date hangs on the zone.
    var isEpoch: Bool { tokens.contains(.epochSeconds) || tokens.contains(.epochMilliseconds) }

    /// It reads a date and nothing of a time of day.
    var isDateOnly: Bool { !isEpoch && !tokens.contains(where: Self.times.contains) }

    /// It reads years of two digits.
    var hasYearOfCentury: Bool { tokens.contains(.yearOfCentury) }

    /// What stands first of day and month.
    enum Order { case dayFirst, monthFirst }

    /// Of a format that writes both as numbers, before the year; `nil` of others.
    var order: Order? {
        guard let day = tokens.firstIndex(of: .day), let month = tokens.firstIndex(of: .month),
            let year = tokens.firstIndex(where: { $0 == .year || $0 == .yearOfCentury }), year > max(day, month)
        else { return nil }
        return day < month ? .dayFirst : .monthFirst
    }

    /// Whether people write such dates in either order. With a point between day and month, and the year last, the day comes
    /// first in every short date of Unicode's CLDR 49.
    var isWrittenInBothOrders: Bool {
        guard order != nil, let day = tokens.firstIndex(of: .day), let month = tokens.firstIndex(of: .month)
        else { return false }
        return !tokens[min(day, month)...max(day, month)].contains(.literal(UInt8(ascii: ".")))
    }

    /// The format with day and month exchanged; `nil` where one of them is no number.
    var exchanged: TimeFormat? {
        guard tokens.contains(.day), tokens.contains(.month) else { return nil }
        var (exchanged, rest) = ("", pattern[...])
        while let character = rest.popFirst() {
            exchanged.append(character)
            guard character == "%", let letter = rest.popFirst() else { continue }
            exchanged.append(letter == "d" ? "m" : letter == "m" ? "d" : letter)
        }
        return try? TimeFormat(exchanged)
    }

    /// `nil` if the text isn't written so, or names a day or time that isn't there.
    func read(_ bytes: UnsafeRawBufferPointer) -> WallTime? { parts(of: bytes)?.wallTime }

    /// The day that a text names; `nil` if the text isn't written so.
    func day(in bytes: UnsafeRawBufferPointer) -> CalendarDay? {
        guard !isEpoch, let parts = parts(of: bytes) else { return nil }
        return CalendarDay(year: parts.year, month: parts.month, day: parts.day)
    }

    private func parts(of bytes: UnsafeRawBufferPointer) -> Parts? {
        var cursor = ByteCursor(bytes)
        var parts = Parts()
        for token in tokens where !parts.take(token, &cursor) { return nil }
        return cursor.isAtEnd ? parts : nil
    }

    /// What was read of a time so far.
    private struct Parts {
        var (year, month, day, hour, minute, second) = (0, 0, 0, 0, 0, 0)
        var fraction: Int64 = 0
        var offset: Int64?
        var hourOfHalf: Int?
        var isAfternoon = false
        /// Since 1970, in microseconds.
        var epoch: Int64?
        var isBeforeEpoch = false

        /// False if the text doesn't go on with it.
        mutating func take(_ token: Token, _ cursor: inout ByteCursor) -> Bool {
            func number(_ number: Int?, into part: inout Int) -> Bool {
                part = number ?? 0
                return number != nil
            }
            switch token {
            case .literal(0x20): return cursor.takeBlank()
            case .literal(let byte): return cursor.take(byte)
            case .fixedOffset(let letters, let seconds):
                offset = seconds
                return letters.allSatisfy { cursor.take($0) }
            case .year: return number(cursor.digits(4), into: &year)
            case .yearOfCentury: return number(cursor.digits(2).map { $0 + ($0 < 70 ? 2000 : 1900) }, into: &year)
            case .month: return number(cursor.oneOrTwoDigits(), into: &month)
            case .monthName: return number(cursor.first(of: TimeFormat.monthNames).map { $0 + 1 }, into: &month)
            case .shortMonthName:
                let short = cursor.first(of: TimeFormat.shortMonthNames)
                // Some write four letters: June, July and Sept.
                if let short, let fourth = TimeFormat.fourthLetters[short] { _ = cursor.take(word: [fourth]) }
                return number(short.map { $0 + 1 }, into: &month)
            case .day: return number(cursor.oneOrTwoDigits(), into: &day)
            case .hour: return number(cursor.oneOrTwoDigits(), into: &hour)
            case .minute: return number(cursor.oneOrTwoDigits(), into: &minute)
            case .second: return number(cursor.oneOrTwoDigits(), into: &second)
            case .hourOfHalf:
                hourOfHalf = cursor.oneOrTwoDigits()
                return hourOfHalf != nil
            case .half:
                guard let half = cursor.half() else { return false }
                isAfternoon = half == .afternoon
                return true
            case .fraction:
                let read = cursor.fraction()
                fraction = read ?? 0
                return read != nil
            case .offset:
                offset = cursor.offset()
                return offset != nil
            case .epochSeconds:
                isBeforeEpoch = cursor.take(.hyphen)
                // Twelve digits of seconds and fifteen of milliseconds go past the year 9999 and fit in microseconds.
                epoch = cursor.wholeNumber(longest: 12).map { Int64($0) * Instant.microsecondsPerSecond }
                return epoch != nil
            case .epochMilliseconds:
                isBeforeEpoch = cursor.take(.hyphen)
                epoch = cursor.wholeNumber(longest: 15).map { Int64($0) * 1000 }
                return epoch != nil
            }
        }

        var wallTime: WallTime? {
            if let epoch { return WallTime(microsecondsSinceEpoch: (epoch + fraction) * (isBeforeEpoch ? -1 : 1)) }
            var hour = hour
            if let hourOfHalf {
                guard (1...12).contains(hourOfHalf) else { return nil }
                hour = hourOfHalf % 12 + (isAfternoon ? 12 : 0)
            }
            guard let date = LocalDate(year: year, month: month, day: day),
                let time = WallTime.microseconds(hour: hour, minute: minute, second: second, fraction: fraction)
            else { return nil }
            return WallTime(date: date, microsecondsOfDay: time, offset: offset)
        }
    }

    static let monthNames = [
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
        "december",
    ].map { Array($0.utf8) }
    private static let shortMonthNames = monthNames.map { Array($0.prefix(3)) }
    private static let fourthLetters = [5: UInt8(ascii: "e"), 6: UInt8(ascii: "y"), 8: UInt8(ascii: "t")]
}

extension ByteCursor {
    fileprivate enum Half { case morning, afternoon }

    /// `AM` or `PM` in any case, or as languages of Latin letters abbreviate them: `a.m.`, `p. m.`.
    fileprivate mutating func half() -> Half? {
        let half: Half
        if take(word: [UInt8(ascii: "a")]) {
            half = .morning
        } else if take(word: [UInt8(ascii: "p")]) {
            half = .afternoon
        } else {
            return nil
        }
        let isAbbreviated = take(UInt8(ascii: "."))
        if isAbbreviated { _ = takeBlank() }
        guard take(word: [UInt8(ascii: "m")]) else { return nil }
        return !isAbbreviated || take(UInt8(ascii: ".")) ? half : nil
    }
}
