import ArgumentParser
import Foundation

/// An option or a command below it that a command doesn't have, with the one that may have been meant.
///
/// The argument parser tells it only where nothing else is wrong; but an option that isn't known makes others seem to be
/// missing.
struct UnknownOption: Equatable {
    var kind = "option"
    let name: String
    let nearest: String?

    var message: String { "Unknown \(kind) \"\(name)\"." + (nearest.map { " Did you mean \"\($0)\"?" } ?? "") }

    /// What `Mutuality` says of a command and those below it.
    private struct Command: Decodable {
        let commandName: String
        let subcommands: [Command]?
        let arguments: [Argument]?

        struct Argument: Decodable {
            let names: [Name]?
        }

        struct Name: Decodable {
            let kind: String
            let name: String

            var written: String { (kind == "long" ? "--" : "-") + name }
        }

        var options: [String] { (arguments ?? []).flatMap { $0.names ?? [] }.map(\.written) }
    }

    private struct Program: Decodable {
        let command: Command
    }

    /// `nil` where every option is one of its command. What follows `--` is not for us.
    static func first(in arguments: some Sequence<String>) -> UnknownOption? {
        guard let program = try? JSONDecoder().decode(Program.self, from: Data(Mutuality._dumpHelp().utf8)) else {
            return nil
        }
        var command = program.command
        for argument in arguments.prefix(while: { $0 != "--" }) {
            if let next = command.subcommands?.first(where: { $0.commandName == argument }) {
                command = next
            } else if let known = command.subcommands?.map(\.commandName), !argument.hasPrefix("-") {
                return UnknownOption(kind: "command", name: argument, nearest: nearest(to: argument, among: known))
            }
            let name = String(argument.prefix { $0 != "=" })
            // A dash alone is standard input, and with digits a number.
            guard name.hasPrefix("-"), name.count > 1, Double(name) == nil, !command.options.contains(name) else {
                continue
            }
            return UnknownOption(name: name, nearest: nearest(to: name, among: command.options))
        }
        return nil
    }

    /// Of letters that one has and the other lacks; more is another word.
    private static let farthest = 4

    private static func nearest(to name: String, among options: [String]) -> String? {
        var nearest: (option: String, distance: Int)?
        for option in options where option.hasPrefix("--") == name.hasPrefix("--") {
            let distance = name.difference(from: option).count
            // Short names have few letters that are right.
            let letters = max(option.count, name.count) - (option.hasPrefix("--") ? "--".count : 0)
            let limit = min(farthest, letters / 2)
            if distance <= limit, distance < nearest?.distance ?? .max { nearest = (option, distance) }
        }
        return nearest?.option
    }
}
