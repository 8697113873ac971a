import ArgumentParser
import Domain
import Endpoint
import Export
import Foundation
import Ingestion
import Postgres
import Simulator
import Warehouse

/// The exit codes of sysexits.h, and which error ends with which. docs/exit-codes.md says what each means.
enum ExitStatus: Int32, CaseIterable {
    case usage = 64
    case data = 65
    case noInput = 66
    case unavailable = 69
    case software = 70
    case cannotCreate = 73
    case inputOutput = 74
    case tryAgain = 75
    case notPermitted = 77
    case configuration = 78
    case interrupted = 130

    /// A wrong file keeps nothing else from being done, so that who gets its code knows that the rest is; what passes by
    /// itself is milder than what waits for a person.
    static let fromMildest: [ExitStatus] = [
        .data, .noInput, .usage, .tryAgain, .unavailable, .inputOutput, .cannotCreate, .notPermitted, .configuration,
        .software, .interrupted,
    ]

    /// Says on standard error what is wrong and what to do about it, and leaves.
    static func exit(for error: any Error) -> Never {
        guard let status = code(of: error) else { leave(after: error) }
        Console.tell(error)
        Foundation.exit(status)
    }

    /// After what the argument parser raised: wrong usage is told as any other error is, with the usage below it.
    private static func leave(after error: any Error) -> Never {
        let message = Mutuality.message(for: error)
        guard !message.isEmpty, Mutuality.exitCode(for: error) == .validationFailure else {
            Mutuality.exit(withError: error)
        }
        let found = UnknownOption.first(in: CommandLine.arguments.dropFirst())
        let usage = Mutuality.fullMessage(for: error).split(separator: "\n").drop { !$0.hasPrefix("Usage: ") }
        let lines = [found?.message ?? Sentence.of(message)] + usage.map(String.init)
        Console.error("mutuality: \(lines.joined(separator: "\n"))")
        Foundation.exit(ExitStatus.usage.rawValue)
    }

    /// Whether it may go well a little later: the server is away or busy.
    static func mayPass(_ error: any Error) -> Bool {
        code(of: error).flatMap(ExitStatus.init).map { [.unavailable, .tryAgain].contains($0) } ?? false
    }

    /// `nil` for what the argument parser raised: help, version, wrong usage.
    static func code(of error: any Error) -> Int32? {
        switch error {
        case let error as IngestionError: status(of: error).rawValue
        case let error as CommandError: error.status.rawValue
        case let error as WarehouseError: status(of: error).rawValue
        case let error as PostgresError: status(of: error).rawValue
        case let error as ServerError: status(of: error).rawValue
        case let error as ExportError: status(of: error).rawValue
        case is EndpointError: unavailable.rawValue
        case let error as SimulationError: status(of: error).rawValue
        case let error as Interruption: error.exitCode
        case is CancellationError: interrupted.rawValue
        case is ExitCode, is CleanExit, is ValidationError: nil
        case _ where String(reflecting: type(of: error)).hasPrefix("ArgumentParser."): nil
        default: software.rawValue
        }
    }

    private static func status(of error: IngestionError) -> ExitStatus {
        switch error.kind {
        case .usage: usage
        case .data: data
        case .input: noInput
        case .output: cannotCreate
        case .inputOutput: inputOutput
        case .uncertain, .notYet: tryAgain
        case .configuration: configuration
        }
    }

    private static func status(of error: WarehouseError) -> ExitStatus {
        switch error.kind {
        case .schema, .pseudonymKey: configuration
        case .setting, .unknownOrganization, .unknownPerson, .reader: usage
        case .notComputed: tryAgain
        case .nothingToRead: notPermitted
        case .unexpected: software
        }
    }

    private static func status(of error: PostgresError) -> ExitStatus {
        switch error.code {
        case .invalidConfiguration: configuration
        case .connectionRefused, .connectionLost, .deadlineExceeded: unavailable
        case .commitUncertain: tryAgain
        case .cancelled: interrupted
        case .passwordMissing, .sqlState(.invalidPassword), .sqlState(.invalidAuthorization),
            .sqlState(.insufficientPrivilege):
            notPermitted
        case .sqlState(.unknownDatabase): configuration
        case .sqlState(.diskFull): inputOutput
        case .sqlState where error.isRetryable: tryAgain
        default: software
        }
    }

    private static func status(of error: ServerError) -> ExitStatus {
        switch error.kind {
        case .programsMissing, .accountMissing, .startFailed: unavailable
        case .dataDirectory, .socketDirectory, .initializationFailed: cannotCreate
        case .otherVersion: configuration
        case .diskFull, .stopFailed: inputOutput
        case .busy, .inUse: tryAgain
        }
    }

    private static func status(of error: ExportError) -> ExitStatus {
        switch error.code {
        case .metricName: software
        case .unknownFormat, .filter: usage
        case .target, .tooLarge: cannotCreate
        case .io where [ENOENT, ENOTDIR, EACCES, EPERM, EROFS].contains(error.errno): cannotCreate
        case .io: inputOutput
        }
    }

    private static func status(of error: SimulationError) -> ExitStatus {
        switch error {
        case .outOfRange: usage
        case .cannotWrite: cannotCreate
        }
    }
}
