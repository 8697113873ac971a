import Domain

/// How the records of one file become values of a dataset, found out once from mapping and header.
struct RecordPlan {
    let dataset: Dataset
    /// The fields of the header that something is read from.
    let fields: Set<Int>
    private let headerCount: Int
    /// Whether a field's position in its record means something to whoever mends it.
    private let hasPositions: Bool
    private let skipRule: SkipRule
    private var bindings: [ColumnBinding]
    private let requiredColumns: [Int]
    /// Where a question has its answer, in the records of a survey with a column for each question.
    private let answer: Int?
    /// The item that the question asks.
    private let item: String?
    /// The column that names a row's history, in datasets of spells.
    private let historyColumn: Int?
    /// The column that says from when on a row counts.
    private let beginningColumn: Int?
    private let fallbacks: [(column: Int, fallback: Fallback)]
    private var checks: [CompiledCheck]

    private enum Fallback {
        case column(Int)
        case value(Value)
    }

    private struct CompiledCheck {
        let check: RowCheck
        let positions: [Int]
        let column: Int
        /// Reused, so that a check costs no memory.
        var arguments: [Value]
    }

    /// What became of one record.
    enum Outcome {
        case accepted
        case rejected(Finding)
    }

    /// - Throws: `IngestionError` if header and mapping don't fit each other or the dataset.
    init(
        _ mapping: Mapping, header: RecordHeader, file: String, now: Instant?
    ) throws(IngestionError) {
        let resolution = HeaderResolution(mapping, header: header, file: file)
        let dataset = mapping.dataset
        self.dataset = dataset
        headerCount = header.names.count
        hasPositions = header.isOfFile
        skipRule = try SkipRule(mapping, resolution)
        bindings = []
        var used = skipRule.fields
        for column in dataset.columns {
            let binding = try Self.bind(column, mapping, resolution, file: file, now: now)
            used.formUnion(binding.fields)
            used.formUnion(binding.nullWhen.map(\.field))
            bindings.append(binding)
        }
        historyColumn = if case .spells(let name) = dataset.replacement { dataset.index(of: name) } else { nil }
        beginningColumn = dataset.touches.beginning.flatMap(dataset.index)
        fields = used
        answer = mapping.answers == nil ? nil : dataset.index(of: Answers.column)
        item = mapping.item
        requiredColumns = dataset.columns.indices.filter { dataset.columns[$0].required }
        fallbacks = dataset.columns.enumerated().compactMap { position, column in
            switch column.fallback {
            case .value(let value): (position, .value(value))
            case .column(let name): dataset.index(of: name).map { (position, .column($0)) }
            case nil: nil
            }
        }
        checks = dataset.checks.map { check in
            let positions = check.columns.compactMap(dataset.index)
            return CompiledCheck(
                check: check, positions: positions, column: dataset.index(of: check.column) ?? 0,
                arguments: positions.map { _ in .null })
        }
    }

    private static func bind(
        _ column: Dataset.Column, _ mapping: Mapping, _ resolution: HeaderResolution, file: String, now: Instant?
    ) throws(IngestionError) -> ColumnBinding {
        let own = mapping.columns?[column.name]
        var nullWhen: [RowCondition] = []
        for condition in own?.nullWhen ?? [] {
            nullWhen.append(try RowCondition(condition, in: column.name, of: mapping, resolution))
        }
        let fields = try resolution.fields(for: column)
        do throws(ValueFault) {
            var reader = try ColumnReader(column, of: mapping.dataset, mapping: mapping, now: now)
            var origin = fields.first.map { ColumnBinding.Origin.field($0) } ?? .nowhere
            switch own?.origin {
            case .constant(let text):
                let value = try reader.constant(text)
                if value.isNull, column.required { throw .missing }
                origin = .constant(value)
            case .joined(_, let joiner): origin = .joined(fields, by: Array(joiner.utf8))
            case .lineNumber: origin = .line
            case .header, nil: break
            }
            return ColumnBinding(origin, reader, nullWhen: nullWhen)
        } catch {
            throw IngestionError(
                .configuration, file: mapping.file ?? file, line: own?.line, column: column.name,
                code: error.code, message: "in the mapping, \(error.message(column))", mend: error.mend)
        }
    }

    /// The mapping's words that fields are compared with.
    var words: [WordList] { skipRule.conditions.flatMap(\.mappedWords) + bindings.flatMap(\.words) }

    /// What the rows' dates tell of the order of day and month, with the fields that they stand in.
    var dayOrders: [(fields: [Int], met: DayOrder)] {
        bindings.filter { !$0.fields.isEmpty }.flatMap { binding in
            binding.reader.dayOrders.map { (binding.fields, $0) }
        }
    }

    /// Notes which of the mapping's words a row has that is not read to its end.
    func meetWords<Source: RowSource & ~Copyable>(_ reader: inout Source) {
        for (position, binding) in bindings.enumerated() { binding.meetWords(&reader, of: position) }
    }

    /// The columns of the dataset that the file or its mapping names; a mapping of events names those that it has rules for.
    var namedColumns: Set<String> {
        Set(zip(dataset.columns, bindings).filter { !$1.isNowhere }.map(\.0.name))
    }

    /// Whether the mapping leaves the row at hand out; a row whose fields cannot be told apart never.
    func skips(_ record: borrowing Record) -> Bool { fits(record) && skipRule.skips(record) }

    /// Whether the row at hand has as many fields as the header.
    func fits<Source: RowSource & ~Copyable>(_ reader: borrowing Source) -> Bool { reader.fieldCount == headerCount }

    /// Whether the row at hand leaves this plan's question open, so that it makes no record of it.
    mutating func isUnanswered<Source: RowSource & ~Copyable>(_ reader: inout Source) -> Bool {
        guard let answer, fits(reader) else { return false }
        var doubts: [Doubt] = []
        return (try? bindings[answer].read(&reader, of: answer, &doubts)) == .null
    }

    /// A column's value in the row at hand; `nil` where that cannot be read.
    mutating func value<Source: RowSource & ~Copyable>(of column: Int, in reader: inout Source) -> Value? {
        guard fits(reader) else { return nil }
        var doubts: [Doubt] = []
        return try? bindings[column].read(&reader, of: column, &doubts)
    }

    /// Reads the record at hand into `values`; `flags` gets what was decided about it if it is accepted.
    mutating func read<Source: RowSource & ~Copyable>(
        _ reader: inout Source, into values: inout [Value], flags: inout [Finding]
    ) -> Outcome {
        guard fits(reader) else {
            return .rejected(
                Finding(
                    line: reader.line, field: nil, character: nil, column: nil, code: "field_count",
                    message: "the record has \(reader.fieldCount) fields and the header \(headerCount)",
                    mend: "quote fields that hold the delimiter, and add or remove what shifted the row"))
        }
        var doubts: [Doubt] = []
        for position in bindings.indices {
            do throws(ValueFault) {
                values[position] = try bindings[position].read(&reader, of: position, &doubts)
            } catch {
                let finding = finding(error, position, &reader)
                meetWords(&reader)
                return .rejected(finding)
            }
            for doubt in doubts {
                let finding = finding(doubt, position, reader)
                if case .eitherOrder(let format) = doubt {
                    // Later rows may show the order.
                    bindings[position].reader.dayOrders.first { $0.format == format }?.keep(finding)
                } else {
                    flags.append(finding)
                }
            }
            doubts.removeAll(keepingCapacity: true)
        }
        for position in requiredColumns where values[position].isNull {
            return .rejected(finding(.missing, position, &reader))
        }
        for (column, fallback) in fallbacks where values[column].isNull {
            switch fallback {
            case .value(let value): values[column] = value
            case .column(let other): values[column] = values[other]
            }
        }
        var notes: [Finding] = []
        for index in checks.indices where isBroken(index, values) {
            let check = checks[index].check
            let found = finding(
                checks[index].column, reader, code: check.code, message: check.message(checks[index].arguments),
                mend: check.mend)
            guard check.isNote else { return .rejected(found) }
            notes.append(found)
        }
        flags += notes
        return .accepted
    }

    /// From when on the record at hand counts, whatever else is wrong with it: a date or an instant. `nil` where that
    /// can't be read, or it counts always.
    mutating func countsFrom<Source: RowSource & ~Copyable>(_ reader: inout Source) -> Value? {
        guard let beginningColumn, fits(reader) else { return nil }
        var doubts: [Doubt] = []
        let value = try? bindings[beginningColumn].read(&reader, of: beginningColumn, &doubts)
        if let value, !value.isNull { return value }
        let fallback = fallbacks.first { $0.column == beginningColumn }?.fallback
        guard value != nil, case .value(let always)? = fallback else { return nil }
        return always
    }

    /// The histories that a rejected record can belong to: none if that cannot be read, `nil` if the dataset has none.
    ///
    /// A record with too many or too few fields is shifted from some field on, so there can be more than one. Of one
    /// that was too long to be held it isn't known how many it has.
    mutating func histories(_ record: borrowing Record) -> Set<Value>? {
        guard let historyColumn else { return nil }
        let fields = bindings[historyColumn].fields
        let ascending = fields.sorted()
        let shift = record.raw.isEmpty ? 0 : record.fieldCount - headerCount
        var found: Set<Value> = []
        for firstShifted in 0...ascending.count {
            let shifted = Set(ascending[firstShifted...])
            let contents = fields.compactMap { record.soundField(shifted.contains($0) ? $0 + shift : $0) }
            guard contents.count == fields.count else { continue }
            if let value = bindings[historyColumn].value(of: contents), !value.isNull { found.insert(value) }
        }
        return found
    }

    /// The finding of an accepted record whose history is set aside because of the row on a line.
    func finding(_ record: borrowing Record, historyRejectedOn line: Int) -> Finding {
        finding(
            historyColumn ?? 0, record, code: "history_incomplete",
            message: "another row of this history was rejected (line \(line)); a history is stored whole or not at all",
            mend: "correct that row and load the reject file, which holds the whole history")
    }

    /// The finding of a record that the reader could not read.
    func finding(_ fault: RecordFault) -> Finding {
        let column = fault.field.flatMap { field in bindings.first { $0.fields.contains(field - 1) } }
        return Finding(
            line: fault.line, field: hasPositions ? fault.field : nil, character: fault.character,
            column: column?.reader.column.name, code: fault.code, message: fault.message,
            mend: fault.mend)
    }

    /// A finding about one column of the record at hand.
    func finding<Source: RowSource & ~Copyable>(
        _ position: Int, _ reader: borrowing Source, code: String, message: String, mend: String
    ) -> Finding {
        let field = reader.hasRow(of: position) ? bindings[position].fields.first : nil
        let place = field.map { reader.place(ofField: $0, of: position) }
        return Finding(
            line: place?.line ?? reader.line, field: hasPositions ? field.map { $0 + 1 } : nil,
            character: place?.character,
            column: dataset.columns[position].name, code: code, message: message,
            item: position == answer ? item : nil, mend: mend)
    }

    private func finding<Source: RowSource & ~Copyable>(
        _ fault: ValueFault, _ position: Int, _ reader: inout Source
    ) -> Finding {
        let column = dataset.columns[position]
        var finding = finding(position, reader, code: fault.code, message: fault.message(column), mend: fault.mend)
        if let value = quotable(position, &reader) { finding.detail = fault.message(column, quoting: value) }
        return finding
    }

    /// The beginning of a field of the record at hand; `nil` where the value is made of several or none.
    private func quotable<Source: RowSource & ~Copyable>(_ position: Int, _ reader: inout Source) -> String? {
        let fields = bindings[position].fields
        guard let field = fields.first, fields.count == 1, reader.hasRow(of: position) else { return nil }
        let text = CanonicalText.of(reader.field(field, of: position))
        return text.count > Self.longestQuote ? text.prefix(Self.longestQuote) + "…" : text
    }

    private static let longestQuote = 60

    private func finding<Source: RowSource & ~Copyable>(
        _ doubt: Doubt, _ position: Int, _ reader: borrowing Source
    ) -> Finding {
        let message = doubt.message(dataset.columns[position].name)
        return finding(position, reader, code: doubt.code, message: message, mend: doubt.mend)
    }

    private mutating func isBroken(_ index: Int, _ values: [Value]) -> Bool {
        for (argument, position) in checks[index].positions.enumerated() {
            checks[index].arguments[argument] = values[position]
        }
        return checks[index].check.isBroken(checks[index].arguments)
    }
}
