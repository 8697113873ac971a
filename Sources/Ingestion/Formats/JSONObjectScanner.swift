import Domain

/// Finds the values of some keys in a JSON object, and what is wrong with it.
struct JSONObjectScanner {
    /// Of each name that is asked for its value in the object that was scanned last.
    var fields: [Record.Field] = []
    /// Texts of that object that were written with escapes.
    var decoded: [UInt8] = []
    /// The first keys of all objects so far from which, and from within which, nothing is asked for.
    private(set) var others: [String] = []

    private let names: [[UInt8]]
    private let limits: RecordLimits
    private var bytes = UnsafeRawBufferPointer(start: nil, count: 0)
    private var at = 0
    /// Whether there is more of the object than can be held.
    private var isCut = false
    /// The keys that lead to where the scan is, joined by dots.
    private var path: [UInt8] = []
    /// Hashes of all keys of the object outside of arrays. That two keys have one by chance is less likely than that the
    /// machine errs.
    private var keys: [UInt64] = []
    private var knownOthers: Set<UInt64> = []

    /// What is wrong, at which byte, and with which of the names that are asked for.
    struct Fault: Error, Equatable {
        let kind: RecordFault.Kind
        let offset: Int
        var field: Int?
    }

    /// Levels of objects and arrays in each other: far more than exports have, and little of the stack.
    static let deepest = 64
    /// More keys than a person reads, and a bound where keys are data.
    private static let listedOthers = 100

    init(_ names: [String], _ limits: RecordLimits) {
        self.names = names.map { Array($0.utf8) }
        self.limits = limits
    }

    /// Scans a line; `fields` has what stands before the fault, if there is one.
    mutating func scan(_ line: UnsafeRawBufferPointer, isCut: Bool) -> Fault? {
        (bytes, at, self.isCut) = (line, 0, isCut)
        fields.removeAll(keepingCapacity: true)
        fields.append(contentsOf: repeatElement(.missing, count: names.count))
        decoded.removeAll(keepingCapacity: true)
        path.removeAll(keepingCapacity: true)
        keys.removeAll(keepingCapacity: true)
        var fault: Fault?
        do throws(Fault) { try record() } catch { fault = error }
        return first(fault, TextFault.first(in: line))
    }

    /// Of what is wrong with the grammar and with the text whatever comes first.
    private func first(_ fault: Fault?, _ textFault: TextFault?) -> Fault? {
        let text: Fault
        switch textFault {
        case nil: return fault
        case .nul(let offset): text = Fault(kind: .nul, offset: offset, field: field(at: offset) ?? fault?.field)
        case .invalidUTF8(let offset):
            // What ends early may end within a character.
            if let fault, fault.offset == bytes.count || isCut, offset > bytes.count - 4, isBeginning(at: offset) {
                return fault
            }
            text = Fault(kind: .invalidUTF8, offset: offset, field: field(at: offset))
        }
        if let fault, fault.offset < text.offset { return fault }
        return text
    }

    /// Whether the last bytes can be the beginning of a character.
    private func isBeginning(at offset: Int) -> Bool {
        bytes[offset] >= 0xc2 && bytes[offset] <= 0xf4 && bytes[(offset + 1)...].allSatisfy { $0 & 0xc0 == 0x80 }
    }

    /// Which of the fields a byte is in.
    private func field(at offset: Int) -> Int? {
        fields.firstIndex { $0.kind == .plain && $0.start <= offset && offset < $0.end }
    }

    // MARK: The grammar of RFC 8259

    private mutating func record() throws(Fault) {
        skipBlanks()
        guard at < bytes.count else { throw end(of: at) }
        guard bytes[at] == UInt8(ascii: "{") else { throw Fault(kind: .notAnObject, offset: at) }
        try object(depth: 1, key: 0, isInArray: false)
        skipBlanks()
        if at < bytes.count { throw Fault(kind: .textAfterObject, offset: at) }
        if isCut { throw Fault(kind: .recordTooLong, offset: at) }
    }

    /// `key`: the hash of the keys that lead here.
    private mutating func object(depth: Int, key outer: UInt64, isInArray: Bool) throws(Fault) {
        try enter(depth)
        if take(UInt8(ascii: "}")) { return }
        repeat {
            skipBlanks()
            let place = at
            guard try next(after: place) == .quote else { throw Fault(kind: .notJSON, offset: at) }
            let pathLength = path.count
            var key: UInt64 = 0
            let text = try text(keeps: !isInArray, field: nil)
            if !isInArray {
                appendToPath(text, isFirst: depth == 1)
                key = try note(path[(depth == 1 ? 0 : pathLength + 1)...], in: outer, at: place)
                if depth == 1 { noteOther(key) }
            }
            skipBlanks()
            guard try next(after: at) == UInt8(ascii: ":") else { throw Fault(kind: .notJSON, offset: at) }
            at += 1
            let field = isInArray ? nil : names.firstIndex { $0.count == path.count && $0 == path }
            if let field, fields[field].kind != .missing {
                throw Fault(kind: .keyTwice, offset: place, field: field)
            }
            try value(field, depth: depth, key: key, isInArray: isInArray)
            path.removeLast(path.count - pathLength)
            skipBlanks()
        } while take(UInt8(ascii: ","))
        guard try next(after: at) == UInt8(ascii: "}") else { throw Fault(kind: .notJSON, offset: at) }
        at += 1
    }

    private mutating func array(depth: Int) throws(Fault) {
        try enter(depth)
        if take(UInt8(ascii: "]")) { return }
        repeat {
            try value(nil, depth: depth, key: 0, isInArray: true)
            skipBlanks()
        } while take(UInt8(ascii: ","))
        guard try next(after: at) == UInt8(ascii: "]") else { throw Fault(kind: .notJSON, offset: at) }
        at += 1
    }

    private mutating func enter(_ depth: Int) throws(Fault) {
        if depth > Self.deepest { throw Fault(kind: .tooDeep, offset: at) }
        at += 1
        skipBlanks()
    }

    private mutating func value(_ field: Int?, depth: Int, key: UInt64, isInArray: Bool) throws(Fault) {
        skipBlanks()
        let place = at
        switch try next(after: place) {
        case .quote:
            let text = try text(keeps: field != nil, field: field)
            if let field { fields[field] = text }
        case UInt8(ascii: "{"):
            if let field { throw Fault(kind: .valueIsObject, offset: place, field: field) }
            try object(depth: depth + 1, key: key, isInArray: isInArray)
        case UInt8(ascii: "["):
            if let field { throw Fault(kind: .valueIsArray, offset: place, field: field) }
            try array(depth: depth + 1)
        case UInt8(ascii: "t"): try word("true", field)
        case UInt8(ascii: "f"): try word("false", field)
        case UInt8(ascii: "n"):
            try word("null", nil)
            if let field { fields[field] = Record.Field(nullAt: place) }
        default: try number(field)
        }
    }

    private mutating func word(_ word: StaticString, _ field: Int?) throws(Fault) {
        let place = at
        for offset in 0..<word.utf8CodeUnitCount {
            guard try next(after: place) == word.utf8Start[offset] else { throw Fault(kind: .notJSON, offset: place) }
            at += 1
        }
        if let field { fields[field] = Record.Field(place..<at) }
    }

    /// `-0.5e+3`, its text as it is written.
    private mutating func number(_ field: Int?) throws(Fault) {
        let place = at
        _ = take(.hyphen)
        if try next(after: place, field) == UInt8(ascii: "0") { at += 1 } else { try digits(of: place, field) }
        if take(UInt8(ascii: ".")) { try digits(of: place, field) }
        if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
            if !take(.hyphen) { _ = take(UInt8(ascii: "+")) }
            try digits(of: place, field)
        }
        // An object has an end behind its last number.
        let next = try next(after: place, field)
        let isEnded = [0x20, 0x09, .carriageReturn, UInt8(ascii: ","), UInt8(ascii: "}"), UInt8(ascii: "]")].contains(
            next)
        guard isEnded else { throw Fault(kind: .notJSON, offset: place, field: field) }
        try checkLength(of: place, field)
        if let field { fields[field] = Record.Field(place..<at) }
    }

    /// One digit or more.
    private mutating func digits(of place: Int, _ field: Int?) throws(Fault) {
        guard (0x30...0x39).contains(try next(after: place, field)) else {
            throw Fault(kind: .notJSON, offset: place, field: field)
        }
        while at < bytes.count, (0x30...0x39).contains(bytes[at]) { at += 1 }
    }

    private mutating func skipBlanks() {
        while at < bytes.count, bytes[at] == 0x20 || bytes[at] == 0x09 || bytes[at] == .carriageReturn { at += 1 }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard at < bytes.count, bytes[at] == byte else { return false }
        at += 1
        return true
    }

    /// The byte where the scan is; what begins at `place` isn't over yet.
    private func next(after place: Int, _ field: Int? = nil) throws(Fault) -> UInt8 {
        guard at < bytes.count else { throw end(of: place, field) }
        return bytes[at]
    }

    /// The fault of an object that ends within what begins at `place`.
    private func end(of place: Int, _ field: Int? = nil) -> Fault {
        guard isCut else { return Fault(kind: .unfinishedObject, offset: bytes.count) }
        let isField = bytes.count - place > limits.field
        return Fault(kind: isField ? .fieldTooLong : .recordTooLong, offset: place, field: field)
    }

    private func checkLength(of place: Int, _ field: Int?) throws(Fault) {
        if at - place > limits.field { throw Fault(kind: .fieldTooLong, offset: place, field: field) }
    }

    // MARK: Texts

    /// Moves behind a text in quotes. If it has escapes, its content goes to `decoded` if that is wanted.
    private mutating func text(keeps: Bool, field: Int?) throws(Fault) -> Record.Field {
        let place = at
        at += 1
        var from = at
        let start = decoded.count
        var hasEscapes = false
        while true {
            while at < bytes.count, bytes[at] >= 0x20, bytes[at] != .quote, bytes[at] != .backslash { at += 1 }
            guard at < bytes.count else { throw end(of: place, field) }
            switch bytes[at] {
            case .quote:
                at += 1
                try checkLength(of: place, field)
                guard hasEscapes else { return Record.Field(from..<at - 1) }
                if keeps { decoded.append(contentsOf: bytes[from..<at - 1]) }
                return Record.Field(place: place + 1, decoded: start..<decoded.count)
            case .backslash:
                hasEscapes = true
                if keeps { decoded.append(contentsOf: bytes[from..<at]) }
                let backslash = at
                let scalar = try escape(of: place, field)
                if keeps {
                    if scalar == "\0" { throw Fault(kind: .nul, offset: backslash, field: field) }
                    decoded.append(contentsOf: scalar.utf8)
                }
                from = at
            default: throw Fault(kind: .controlCharacter, offset: at, field: field)
            }
        }
    }

    /// Moves behind an escape of the text that begins at `place`.
    private mutating func escape(of place: Int, _ field: Int?) throws(Fault) -> Unicode.Scalar {
        let escape = at
        at += 1
        guard at < bytes.count else { throw end(of: place, field) }
        let letter = bytes[at]
        at += 1
        switch letter {
        case .quote, .backslash, UInt8(ascii: "/"): return Unicode.Scalar(letter)
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{c}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): break
        default: throw Fault(kind: .badEscape, offset: escape, field: field)
        }
        let first = try unit(of: place, escape, field)
        if let scalar = Unicode.Scalar(first) { return scalar }
        // A character beyond the first 65,536 is a pair of escapes, the higher half first.
        let second = at
        guard first < 0xdc00, try takes(.backslash, of: place, field), try takes(UInt8(ascii: "u"), of: place, field)
        else {
            throw Fault(kind: .halfCharacter, offset: escape, field: field)
        }
        let low = try unit(of: place, second, field)
        guard (0xdc00...0xdfff).contains(low),
            let scalar = Unicode.Scalar(0x10000 + (UInt32(first) - 0xd800) << 10 + UInt32(low) - 0xdc00)
        else { throw Fault(kind: .halfCharacter, offset: escape, field: field) }
        return scalar
    }

    private mutating func takes(_ byte: UInt8, of place: Int, _ field: Int?) throws(Fault) -> Bool {
        guard at < bytes.count else { throw end(of: place, field) }
        return take(byte)
    }

    /// Four hexadecimal digits.
    private mutating func unit(of place: Int, _ escape: Int, _ field: Int?) throws(Fault) -> UInt16 {
        var unit: UInt16 = 0
        for _ in 0..<4 {
            guard at < bytes.count else { throw end(of: place, field) }
            guard let digit = Character(Unicode.Scalar(bytes[at])).hexDigitValue else {
                throw Fault(kind: .badEscape, offset: escape, field: field)
            }
            unit = unit << 4 | UInt16(digit)
            at += 1
        }
        return unit
    }

    // MARK: Keys

    private mutating func appendToPath(_ key: Record.Field, isFirst: Bool) {
        if !isFirst { path.append(UInt8(ascii: ".")) }
        let range = Int(key.start)..<Int(key.end)
        if key.kind == .decoded {
            path.append(contentsOf: CanonicalText.of(String(decoding: decoded[range], as: UTF8.self)).utf8)
            return
        }
        let text = UnsafeRawBufferPointer(rebasing: bytes[range]).trimmed
        if text.allSatisfy({ $0 < 0x80 }) {
            path.append(contentsOf: text)
        } else {
            path.append(contentsOf: CanonicalText.of(text).utf8)
        }
    }

    /// Notes a key of the object that the keys of hash `outer` lead to; returns the hash of those and it.
    private mutating func note(_ key: ArraySlice<UInt8>, in outer: UInt64, at place: Int) throws(Fault) -> UInt64 {
        // FNV-1a (Fowler, Noll, Vo 1991), with a byte between the keys that is in no UTF-8.
        var hash = outer ^ 0xcbf2_9ce4_8422_2325
        for byte in key { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        hash = (hash ^ 0xff) &* 0x100_0000_01b3
        if keys.count == limits.fields { throw Fault(kind: .tooManyFields, offset: place) }
        if keys.contains(hash) {
            throw Fault(kind: .keyTwice, offset: place, field: names.firstIndex { $0 == path })
        }
        keys.append(hash)
        return hash
    }

    private mutating func noteOther(_ key: UInt64) {
        guard others.count < Self.listedOthers, knownOthers.insert(key).inserted else { return }
        let isAsked = names.contains {
            $0.starts(with: path) && ($0.count == path.count || $0[path.count] == UInt8(ascii: "."))
        }
        if !isAsked { others.append(String(String(decoding: path, as: UTF8.self).prefix(Tally.Events.longestName))) }
    }
}

extension UInt8 {
    fileprivate static let backslash = UInt8(ascii: "\\")
}
