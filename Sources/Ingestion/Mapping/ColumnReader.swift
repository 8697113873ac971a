import Domain

/// Reads the fields of one column.
struct ColumnReader {
    let column: Dataset.Column
    private let isKey: Bool
    private let nulls: WordList
    private let formats: [TimeFormat]
    /// Of each format, where day and month may be exchanged in it.
    private var orders: [DayOrder?] = []
    /// The file's words, and what each means.
    private let translated: WordList?
    private var meanings: [Value] = []
    private let otherwise: ColumnMapping.Otherwise
    private let isLastDay: Bool
    private let choices: [(bytes: [UInt8], value: Value)]
    private var clock: WallClock?
    /// Behind it a time is doubtful; `nil` where times may lie ahead.
    private let latest: Instant?
    /// Zone names that were looked up already, as looking is slow.
    private var zones: [String: Bool] = [:]

    /// PostgreSQL refuses index entries above 2,704 bytes, and a key has an organization and a source beside it.
    static let longestKey = 1_024
    /// More zone names than there are.
    private static let rememberedZones = 1_000

    /// - Throws: `ValueFault` if a translation gives no value of the column's type.
    init(
        _ column: Dataset.Column, of dataset: Dataset, mapping: Mapping, now: Instant?
    ) throws(ValueFault) {
        let own = mapping.columns?[column.name]
        self.column = column
        isKey = dataset.key.contains(column.name)
        // The answers to all questions are in one column.
        var place = column.name
        if mapping.answers != nil, column.name == Answers.column, case .header(let name)? = own?.origin { place = name }
        nulls = own?.nulls.map { WordList($0, of: place) } ?? WordList(mapping.nulls, of: "null")
        let translations = own?.translations?.sorted { $0.key < $1.key }
        translated = translations.map { WordList($0.map(\.key), of: place) }
        formats = own?.formats ?? mapping.timeFormats
        otherwise = own?.otherwise ?? .reject
        isLastDay = own?.isLastDay ?? false
        latest = column.isPast ? now?.advanced(byDays: Doubt.daysAhead) : nil
        clock = (own?.zone ?? mapping.zone).map(WallClock.init)
        if case .choice(let words) = column.type {
            choices = words.map { (Array($0.utf8), .text($0)) }
        } else {
            choices = []
        }
        for (_, meaning) in translations ?? [] { meanings.append(try constant(meaning)) }
        // What stands in the mapping proves nothing of the file.
        orders = mapping.dayFirst == nil ? formats.map { DayOrder($0) } : []
    }

    /// The words of the mapping that fields are compared with.
    var words: [WordList] { [nulls] + (translated.map { [$0] } ?? []) }

    /// What the fields that were read tell of the order of day and month.
    var dayOrders: [DayOrder] { orders.compactMap { $0 } }

    /// The value of a text that stands in the mapping.
    mutating func constant(_ text: String) throws(ValueFault) -> Value {
        var doubts: [Doubt] = []
        var bytes = Array(text.utf8)
        // Typed throws don't pass through the standard library's closures.
        let result: Result<Value, ValueFault> = bytes.withUnsafeMutableBytes { buffer in
            let buffer = UnsafeRawBufferPointer(buffer)
            do throws(ValueFault) {
                return .success(buffer.isEmpty ? .null : try typed(buffer, &doubts))
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    /// The value of a field's content, which is UTF-8.
    mutating func read(
        _ bytes: UnsafeRawBufferPointer, _ doubts: inout [Doubt]
    ) throws(ValueFault) -> Value {
        let trimmed = bytes.trimmed
        if isNothing(trimmed) { return .null }
        if let translated {
            if let position = translated.position(of: trimmed) { return meanings[position] }
            if otherwise == .null { return .null }
            throw .notTranslated
        }
        return try typed(trimmed, &doubts)
    }

    /// The field is empty or one of the spellings of nothing; without blanks around it.
    func isNothing(_ trimmed: UnsafeRawBufferPointer) -> Bool {
        trimmed.isEmpty || nulls.position(of: trimmed) != nil
    }

    private mutating func typed(
        _ bytes: UnsafeRawBufferPointer, _ doubts: inout [Doubt]
    ) throws(ValueFault) -> Value {
        switch column.type {
        case .presence: return bytes.isEmpty ? .null : .boolean(true)
        case .text, .person, .token:
            if isKey, bytes.count > Self.longestKey { throw .keyTooLong }
            return .text(CanonicalText.of(bytes))
        case .instant: return .instant(try instant(bytes, &doubts))
        case .date: return .date(try date(bytes, &doubts))
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

    private mutating func instant(_ bytes: UnsafeRawBufferPointer, _ doubts: inout [Doubt]) throws(ValueFault)
        -> Instant
    {
        guard let (wall, format) = wall(WallTime(iso8601: bytes), bytes, &doubts) else {
            throw timeFault(of: bytes, otherwise: .notATime)
        }
        let instant: Instant
        if let known = wall.instant {
            instant = known
        } else {
            guard let (found, doubt) = clock?.instant(wall) else { throw .noOffset }
            instant = found
            // A date alone means its first instant, which is one also where the clocks skip midnight or show it twice.
            let isFirstOfDate = format?.isDateOnly == true && clock?.date(at: instant) == wall.date
            if let doubt, !isFirstOfDate { doubts.append(doubt) }
        }
        if instant < Self.firstPlausible { doubts.append(.longAgo) }
        if let latest, instant > latest { doubts.append(.farAhead) }
        return instant
    }

    private func date(_ bytes: UnsafeRawBufferPointer, _ doubts: inout [Doubt]) throws(ValueFault) -> LocalDate {
        guard let (wall, format) = wall(WallTime(isoDate: bytes), bytes, &doubts) else {
            throw timeFault(of: bytes, otherwise: .notADate)
        }
        var date = wall.date
        if format?.isEpoch == true, let instant = wall.instant {
            guard let clock else { throw .dateWithoutZone }
            date = clock.date(at: instant)
        }
        if date < Doubt.firstPlausible { doubts.append(.longAgo) }
        if let latest, date > Zone.utc.date(at: latest) { doubts.append(.farAhead) }
        return isLastDay ? date.advanced(byDays: 1) : date
    }

    private static let firstPlausible = Zone.utc.start(of: Doubt.firstPlausible)

    /// The first reading that fits: ISO 8601, then the mapping's formats in their order. Another one that fits and says
    /// something else makes it doubtful.
    private func wall(
        _ iso8601: WallTime?, _ bytes: UnsafeRawBufferPointer, _ doubts: inout [Doubt]
    ) -> (WallTime, TimeFormat?)? {
        var found: (wall: WallTime, format: TimeFormat?)? = iso8601.map { ($0, nil) }
        var order: DayOrder?
        for (place, format) in formats.enumerated() where !(format.isEpoch && SpreadsheetDay(bytes) != nil) {
            guard let wall = format.read(bytes) else { continue }
            guard let first = found else {
                found = (wall, format)
                if !orders.isEmpty { order = orders[place] }
                continue
            }
            if wall.isOther(than: first.wall, column.type) {
                let name = first.format.map { "\"\($0.pattern)\"" } ?? "ISO 8601"
                doubts.append(.twoReadings(name, "\"\(format.pattern)\""))
                order = nil
                break
            }
        }
        if let order, let date = found?.wall.date, order.doubts(date) { doubts.append(.eitherOrder(order.format)) }
        if found?.format?.hasYearOfCentury == true { doubts.append(.twoDigitYear) }
        return found
    }

    /// What is wrong with a time or date that nothing reads.
    private func timeFault(of bytes: UnsafeRawBufferPointer, otherwise fault: ValueFault) -> ValueFault {
        if let day = SpreadsheetDay(bytes) { return .spreadsheetDay(day) }
        let written = CalendarDay(iso8601: bytes)
        if let written, !(1...12).contains(written.month) { return .noSuchDay(written) }
        for day in [written] + formats.map({ $0.day(in: bytes) }) {
            if let day, day.isTooMany { return .noSuchDay(day) }
        }
        for format in formats {
            if let exchanged = format.exchanged, exchanged.read(bytes) != nil {
                return .dayForMonth(format.pattern, exchanged: exchanged.pattern)
            }
        }
        return fault
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
    /// Without blanks at either end, see `CanonicalText`.
    var trimmed: UnsafeRawBufferPointer {
        // Nearly every field begins and ends with a visible character of ASCII.
        if let first, let last, first > 0x20, first < 0x80, last > 0x20, last < 0x80 { return self }
        return CanonicalText.trimmed(self)
    }
}
