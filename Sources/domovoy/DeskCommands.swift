import ArgumentParser
import Panel

struct DeskCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "desk", abstract: "Prepares the facilities desk.",
        subcommands: [Password.self])

    struct Password: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Makes the line for the file that desk.password_file names.",
            discussion: """
                Asks for a password of 10-128 bytes twice, or reads two lines from standard input, and prints its hash. \
                Put the line into a new file that only the panel's user may read, and move it over the one in use: a shell \
                empties the file it writes to before this asks. The running panel heeds a new line at once.
                """)

        func run() async throws {
            try await telling {
                let first = HiddenLine.read("Password: ")
                let second = HiddenLine.read("Once more: ")
                try Output.write(try DeskTool.line(first, second))
            }
        }
    }
}
