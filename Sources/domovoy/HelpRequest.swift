import ArgumentParser

/// `domovoy help COMMAND ...`, which the argument parser answers with the help of whatever it knows of it.
enum HelpRequest {
    /// Looks whether help is asked for a command that there is.
    ///
    /// - Parameter arguments: those of the command line, without the program's name.
    /// - Throws: a `ValidationError`, and so exit code 64, that names the commands there are.
    static func check(_ arguments: [String], of root: any ParsableCommand.Type) throws {
        guard arguments.first == "help" else { return }
        var command = root
        for word in arguments.dropFirst() where !word.hasPrefix("-") {
            let known = command.configuration.subcommands
            guard let next = known.first(where: { name($0) == word }) else {
                let allowed = known.map(name).joined(separator: ", ")
                throw ValidationError(
                    "there is no command \"\(word.prefix(64))\" in \(name(command)); there are: "
                        + (allowed.isEmpty ? "none" : allowed))
            }
            command = next
        }
    }

    private static func name(_ command: any ParsableCommand.Type) -> String {
        command.configuration.commandName ?? "\(command)".lowercased()
    }
}
