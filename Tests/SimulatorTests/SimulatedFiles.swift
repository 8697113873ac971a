import Domain
import Foundation
import Testing

@testable import Simulator

/// A simulation written into a directory of its own, which goes when the value does.
final class SimulatedFiles: Sendable {
    let directory: String
    let truths: PlantedTruths
    let progress: [Simulation.Progress]

    init(
        people: Int, months: Int, seed: UInt64, until: String = "2026-03-01", zone: String = "Europe/Lisbon",
        without left: Set<PlantedTruth> = []
    ) throws {
        directory = NSTemporaryDirectory() + "simulator-\(UUID().uuidString)"
        let simulation = try Simulation(
            people: people, months: months, seed: seed, until: #require(LocalDate(until)), zone: #require(Zone(zone)),
            without: left)
        var reports: [Simulation.Progress] = []
        truths = try simulation.write(to: directory) { reports.append($0) }
        progress = reports
    }

    deinit { try? FileManager.default.removeItem(atPath: directory) }

    func bytes(_ name: String) throws -> Data {
        try Data(contentsOf: URL(filePath: directory + "/" + name))
    }

    /// The rows of a file as values by column name; a field that its column's type cannot be is an issue.
    func rows(of dataset: Dataset) throws -> [[String: Value]] {
        var records = parseCSV(String(decoding: try bytes(dataset.name + ".csv"), as: UTF8.self))
        let header = records.removeFirst()
        try #require(header == dataset.columns.map(\.name))
        return try records.map { record in
            try #require(record.count == header.count)
            return try Dictionary(
                uniqueKeysWithValues: zip(dataset.columns, record).map { column, field in
                    if field.isEmpty {
                        #expect(!column.required, "\(column.name) is required")
                        return (column.name, .null)
                    }
                    return (column.name, try #require(value(field, column.type), "\(column.name): \(field)"))
                })
        }
    }
}

/// An RFC 4180 splitter, apart from the program's own.
private func parseCSV(_ text: String) -> [[String]] {
    var records: [[String]] = []
    var record: [String] = []
    var field = ""
    var isQuoted = false
    var previousWasQuote = false
    for character in text.unicodeScalars {
        if isQuoted {
            if character == "\"" {
                isQuoted = false; previousWasQuote = true
            } else {
                field.unicodeScalars.append(character)
            }
        } else if character == "\"" {
            if previousWasQuote { field += "\"" }
            isQuoted = true
            previousWasQuote = false
        } else if character == "," || character == "\n" {
            record.append(field)
            field = ""
            previousWasQuote = false
            if character == "\n" { records.append(record); record = [] }
        } else {
            field.unicodeScalars.append(character)
        }
    }
    return records
}

private func value(_ field: String, _ type: Dataset.ColumnType) -> Value? {
    switch type {
    case .text, .person, .token, .presence: .text(field)
    case .choice(let choices): choices.contains(field) ? .text(field) : nil
    case .zone: Zone(field).map { _ in .text(field) }
    case .date: LocalDate(field).map { .date($0) }
    case .boolean: Bool(field).map { .boolean($0) }
    case .integer(let range): Int(field).flatMap { range.contains($0) ? .integer($0) : nil }
    case .timeOfDay: minutes(field).map { .timeOfDay($0 * 60 * Instant.microsecondsPerSecond) }
    case .number(let least): Double(field).flatMap { $0 >= (least ?? -.infinity) ? .number($0) : nil }
    case .instant:
        (try? Date(field, strategy: .iso8601)).map {
            .instant(Instant(microseconds: Int64($0.timeIntervalSince1970) * Instant.microsecondsPerSecond))
        }
    }
}

/// `22:30` as minutes since midnight.
private func minutes(_ field: String) -> Int64? {
    let parts = field.split(separator: ":").compactMap { Int64($0) }
    return parts.count == 2 && field.count == 5 ? parts[0] * 60 + parts[1] : nil
}

/// The middle value; of an even number the lower one of the middle two.
func median(_ values: [Double]) throws -> Double {
    try #require(!values.isEmpty)
    return values.sorted()[(values.count - 1) / 2]
}

extension [String: Value] {
    /// Hours from one instant to another; `nil` where one is unknown.
    func hours(from: String, to: String) -> Double? {
        guard let a = self[from]?.instant, let b = self[to]?.instant else { return nil }
        return Double(b.microseconds - a.microseconds) / 3.6e9
    }
}
