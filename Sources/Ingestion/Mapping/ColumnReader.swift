import Domain

/// Reads the fields of one column.
struct ColumnReader {
    let column: Dataset.Column
    private let isKey: Bool
    private let nulls: [[UInt8]]
    private let formats: [TimeFormat]
    private var translations: [String: Value]?
    private let otherwise: ColumnMapping.Otherwise
    private let isLastDay: Bool
    private let choices: [(bytes: [UInt8], value: Value)]
    private var clock: WallClock?
    /// Zone names that were looked up already, as looking is slow.
    private var zones: [String: Bool] = [:]

    /// PostgreSQL refuses index entries above 2,704 bytes, and a key has an organization and a source beside it.
    static let longestKey = 1_024
    /// More zone names than there are.
    private static let rememberedZones = 1_000

    /// - Throws: `ValueFault` if a translation gives no value of the column's type.
    init(_ column: Dataset.Column, of dataset: Dataset, mapping: Mapping) throws(ValueFault) {
        let own = mapping.columns?[column.name]
        self.column = column
        isKey = dataset.key.contains(column.name)
        nulls = (own?.nulls ?? mapping.nulls).map { Array($0.utf8) }
        formats = own?.formats ?? mapping.timeFormats
        otherwise = own?.otherwise ?? .reject
        isLastDay = own?.isLastDay ?? false
        clock = (own?.zone ?? mapping.zone).map(WallClock.init)
        if case .choice(let words) = column.type {
            choices = words.map { (Array($0.utf8), .text($0)) }
        } else {
            choices = []
        }
        guard let words = own?.translations else { return }
        var translated: [String: Value] = [:]
        for (word, meaning) in words { translated[word] = try constant(meaning) }
        translations = translated
    }

    /// The value of a text that stands in the mapping.
    mutating func constant(_ text: String) throws(ValueFault) -> Value {
        var irregularity: WallClock.Irregularity?
        var bytes = Array(text.utf8)
        // Typed throws don't pass through the standard library's closures.
        let result: Result<Value, ValueFault> = bytes.withUnsafeMutableBytes { buffer in
            let buffer = UnsafeRawBufferPointer(buffer)
            do throws(ValueFault) {
                return .success(buffer.isEmpty ? .null : try typed(buffer, exact: buffer, &irregularity))
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    /// The value of a field's content, which is UTF-8.
    mutating func read(
        _ bytes: UnsafeRawBufferPointer, _ irregularity: inout WallClock.Irregularity?
    ) throws(ValueFault) -> Value {
        let trimmed = bytes.trimmed
        if isNothing(trimmed) { return .null }
        if let translations {
            if let value = translations[String(decoding: trimmed, as: UTF8.self)] { return value }
            if otherwise == .null { return .null }
            throw .notTranslated
        }
        return try typed(trimmed, exact: bytes, &irregularity)
    }

    /// The field is empty or one of the spellings of nothing; without blanks around it.
    func isNothing(_ trimmed: UnsafeRawBufferPointer) -> Bool {
        trimmed.isEmpty || nulls.contains { $0.count == trimmed.count && $0.elementsEqual(trimmed) }
    }

    private mutating func typed(
        _ bytes: UnsafeRawBufferPointer, exact: UnsafeRawBufferPointer,
        _ irregularity: inout WallClock.Irregularity?
    ) throws(ValueFault) -> Value {
        switch column.type {
        case .presence: return bytes.isEmpty ? .null : .boolean(true)
        case .text, .person, .token:
            if isKey, exact.count > Self.longestKey { throw .keyTooLong }
            return .text(String(decoding: exact, as: UTF8.self))
        case .instant: return .instant(try instant(bytes, &irregularity))
        case .date: return .date(try date(bytes))
        case .number(let least):
            guard let number = Decimal.read(bytes) else { throw .notANumber }
            if let least, number < least { throw .tooSmall(least: least) }
            return .number(number)
        case .integer(let range):
            guard let number = Decimal.read(bytes), let whole = Int(exactly: number) else { throw .notAnInteger }
            guard range.contains(whole) else { throw .outOfRange(range) }
            return .integer(whole)
        case .timeOfDay:
            guard let time = WallTime.timeOfDay(bytes) else { throw .notATimeOfDay }
            return .timeOfDay(time)
        case .boolean: return .boolean(try boolean(bytes))
        case .choice(let words):
            for choice in choices where choice.bytes.count == bytes.count && choice.bytes.elementsEqual(bytes) {
                return choice.value
            }
            if otherwise == .null { return .null }
            throw .notAChoice(words)
        case .zone: return .text(try zone(bytes))
        }
    }

    private mutating func instant(
        _ bytes: UnsafeRawBufferPointer, _ irregularity: inout WallClock.Irregularity?
    ) throws(ValueFault) -> Instant {
        guard let (wall, format) = WallTime(iso8601: bytes).map({ ($0, nil) }) ?? formatted(bytes)
        else { throw .notATime }
        if let instant = wall.instant { return instant }
        guard let (instant, found) = clock?.instant(wall) else { throw .noOffset }
        // A date alone means its first instant, which is one also where the clocks skip midnight or show it twice.
        let isFirstOfDate = format?.isDateOnly == true && clock?.date(at: instant) == wall.date
        if !isFirstOfDate { irregularity = found }
        return instant
    }

    private func date(_ bytes: UnsafeRawBufferPointer) throws(ValueFault) -> LocalDate {
        var cursor = ByteCursor(bytes)
        var date = cursor.isoDate()
        if !cursor.isAtEnd { date = nil }
        if date == nil, let (wall, format) = formatted(bytes) {
            if format?.isEpoch == true, let instant = wall.instant {
                guard let clock else { throw .dateWithoutZone }
                date = clock.date(at: instant)
            } else {
                date = wall.date
            }
        }
        guard let date else { throw .notADate }
        return isLastDay ? date.advanced(byDays: 1) : date
    }

    private func formatted(_ bytes: UnsafeRawBufferPointer) -> (wall: WallTime, format: TimeFormat?)? {
        for format in formats {
            if let wall = format.read(bytes) { return (wall, format) }
        }
        return nil
    }

    private static let truths = ["true", "t", "yes", "1"].map { Array($0.utf8) }
    private static let untruths = ["false", "f", "no", "0"].map { Array($0.utf8) }

    private func boolean(_ bytes: UnsafeRawBufferPointer) throws(ValueFault) -> Bool {
        func isAmong(_ words: [[UInt8]]) -> Bool {
            words.contains { word in
                // Setting bit 0x20 makes letters small and leaves digits as they are.
                word.count == bytes.count && zip(word, bytes).allSatisfy { $0 == $1 | 0x20 }
            }
        }
        if isAmong(Self.truths) { return true }
        if isAmong(Self.untruths) { return false }
        throw .notABoolean
    }

    private mutating func zone(_ bytes: UnsafeRawBufferPointer) throws(ValueFault) -> String {
        let name = String(decoding: bytes, as: UTF8.self)
        if zones.count == Self.rememberedZones { zones.removeAll() }
        let exists = zones[name] ?? (Zone(name) != nil)
        zones[name] = exists
        guard exists else { throw .notAZone }
        return name
    }
}

extension Dataset.ColumnType {
    /// Values only tell things apart, so that no two may be read as one.
    var isName: Bool {
        switch self {
        case .text, .person, .token: true
        default: false
        }
    }
}

extension UnsafeRawBufferPointer {
    /// Without blanks and tabs at either end.
    var trimmed: UnsafeRawBufferPointer {
        func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
        guard let first, let last, isBlank(first) || isBlank(last) else { return self }
        var (from, to) = (0, count)
        while from < to, isBlank(self[from]) { from += 1 }
        while to > from, isBlank(self[to - 1]) { to -= 1 }
        return UnsafeRawBufferPointer(rebasing: self[from..<to])
    }
}
