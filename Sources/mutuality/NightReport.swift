import Foundation
import Warehouse

/// What came of a night, for people and for programs.
struct NightReport: JSONConvertible, Sendable {
    enum StageName: String, Encodable, Sendable {
        case ingest, compute, release, export
        /// Only where the organization doesn't keep all.
        case prune
    }

    struct Stage: JSONConvertible, Sendable {
        enum Outcome: String, Encodable, Sendable {
            case done, failed
            case notRun = "not_run"
        }

        let stage: StageName
        let outcome: Outcome
        /// `nil` where it wasn't run.
        let seconds: Double?
        /// What went wrong and how to mend it.
        let error: String?
        let exitCode: Int32

        var json: JSONObject {
            ["stage": stage, "outcome": outcome, "seconds": seconds, "error": error, "exit_code": exitCode]
        }
    }

    /// What came of a file of the inbox.
    struct File: JSONConvertible, Sendable {
        let file: String
        /// `nil` where the file could not be read as a whole.
        let report: IngestReport?
        /// `nil` where it stays in the inbox.
        let movedTo: String?
        let failure: Failure?

        /// The keys of `IngestReport`, where there is one, and these.
        var json: JSONObject {
            (report?.json ?? [:]).merging([
                "file": file, "moved_to": movedTo, "error": failure?.text, "exit_code": failure?.exitCode ?? 0,
            ])
        }
    }

    struct Export: Encodable, Sendable {
        let file: String
        let format: String
        /// Rows of the published table that it was made from.
        let rows: Int
        /// Whether the file was replaced; it is left alone where it would be the same to the byte.
        let written: Bool
    }

    /// An error as it is told, and what it ends a command with.
    struct Failure: Sendable {
        let text: String
        let exitCode: Int32

        init(_ text: String, exitCode: Int32) {
            self.text = text
            self.exitCode = exitCode
        }

        init(_ error: any Error) {
            self.init(ErrorText.of(error), exitCode: ExitStatus.code(of: error) ?? ExitStatus.software.rawValue)
        }
    }

    let organization: String
    private(set) var stages: [Stage] = []
    var files: [File] = []
    /// What computing did, and releasing where it came to that.
    var compute = ComputeReport()
    var exports: [Export] = []
    /// `nil` where nothing was to be deleted yet.
    var pruning: Pruning?
    /// How fresh the datasets are; `nil` where it did not come to the exports.
    var freshness: FreshnessReport?

    init(organization: String) { self.organization = organization }

    var json: JSONObject {
        [
            "organization": organization, "stages": stages, "files": files,
            "compute": lacks(.compute) ? nil : compute, "exports": exports, "freshness": freshness?.json,
            "exit_code": exitCode,
        ]
    }

    mutating func end(_ stage: StageName, seconds: Double, _ failure: Failure?) {
        stages.append(
            Stage(
                stage: stage, outcome: failure == nil ? .done : .failed,
                seconds: (seconds * 1000).rounded() / 1000, error: failure?.text, exitCode: failure?.exitCode ?? 0))
    }

    mutating func leaveOut(_ stage: StageName) {
        stages.append(Stage(stage: stage, outcome: .notRun, seconds: nil, error: nil, exitCode: 0))
    }

    /// The files that stay in the inbox, as one failure; `nil` if there are none.
    var filesFailure: Failure? {
        let failures = files.compactMap(\.failure)
        guard let code = Self.worst(of: failures.map(\.exitCode)) else { return nil }
        return Failure("\(failures.count) of \(files.count) files stay in the inbox", exitCode: code)
    }

    /// Whether the last stage found nobody to talk to.
    var isDatabaseGone: Bool { stages.last?.exitCode == ExitStatus.unavailable.rawValue }

    func lacks(_ name: StageName) -> Bool { !stages.contains { $0.stage == name && $0.outcome == .done } }

    /// Of the worst stage; 0 if all was done.
    var exitCode: Int32 { Self.worst(of: stages.map(\.exitCode).filter { $0 != 0 }) ?? 0 }

    static func worst(of codes: [Int32]) -> Int32? {
        codes.max { weight($0) < weight($1) }
    }

    /// A code that no error has is the program's fault, and the worst.
    private static func weight(_ code: Int32) -> Int {
        ExitStatus.fromMildest.firstIndex { $0.rawValue == code } ?? ExitStatus.fromMildest.endIndex
    }
}

extension NightReport {
    /// A stage's line.
    func text(of stage: Stage) -> String {
        guard let seconds = stage.seconds else { return "\(stage.stage.rawValue): not run" }
        return "\(stage.stage.rawValue) (\(Self.shown(seconds))): \(said(of: stage))"
    }

    private func said(of stage: Stage) -> String {
        switch stage.stage {
        case .ingest where files.isEmpty: return "the inbox is empty"
        case .ingest:
            let loaded = files.count { $0.failure == nil }
            return stage.error.map { "\(loaded) loaded, \($0)" } ?? "\(loaded) \(loaded == 1 ? "file" : "files") loaded"
        case .compute:
            guard compute.computed > 0 else { return "nothing is due" }
            return ([compute.computedText] + (compute.endLines + compute.idLines).map { "  \($0)" }).joined(
                separator: "\n")
        case .release:
            return ([compute.releasedText] + compute.heldLines.map { "  \($0)" }).joined(separator: "\n")
        case .export:
            let written = exports.filter(\.written).map(\.file)
            return written.isEmpty ? "the files are as they should be" : "\(written.joined(separator: ", ")) written"
        case .prune: return pruning.map(OrganizationCommand.Prune.text) ?? "more was loaded meanwhile: the next night"
        }
    }

    var lastLine: String {
        let took = Self.shown(stages.compactMap(\.seconds).reduce(0, +))
        return exitCode == 0
            ? "The night is done, in \(took)."
            : "The night was not completed (exit code \(exitCode)), in \(took). The next one does the rest."
    }

    private static func shown(_ seconds: Double) -> String { String(format: "%.1f s", seconds) }
}
