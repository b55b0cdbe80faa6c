import Testing

@testable import Desk

struct PasswordHashTests {
    @Test func aPasswordMatchesItsHashAlone() throws {
        let hash = try #require(PasswordHash(line: DeskStage.hash.line))
        #expect(hash.matches(DeskStage.password))
        for other in ["correct horse batterz", "correct horse batter", "Correct horse battery"] {
            #expect(!hash.matches(other))
        }
    }

    @Test func everyHashHasItsOwnSalt() throws {
        let second = try #require(PasswordHash.make(DeskStage.password))
        #expect(second != DeskStage.hash)
        #expect(second.line.hasPrefix("$y$j9T$"))
    }

    @Test(arguments: [
        "", "short pas", String(repeating: "x", count: 129), "zero\u{0}in the middle",
    ])
    func passwordsOfOtherLengthsGetNoHash(password: String) {
        #expect(PasswordHash.make(password) == nil)
        #expect(!DeskStage.hash.matches(password))
    }

    @Test func longAndForeignPasswordsDo() throws {
        for password in ["пароль переговорной", String(repeating: "x", count: 128)] {
            let hash = try #require(PasswordHash.make(password))
            #expect(hash.matches(password))
        }
    }

    /// The library would take a hash by DES, and one that needs a gigabyte.
    @Test(arguments: [
        "", "nozH2JM80eWlk", "*0", "$6$saltsalt$", "correct horse battery", "$y$j9T$",
        "$y$jFT$Y7PE.hqeapGX5RXEw7EvK0$DVBPJZ2C4JERO0na8hsdAGNk1uLZlUWHbHzwHPLSwE9",
        "$y$j9T$Y7PE.hqeapGX5RXEw7EvK0$", "$y$j9T$Y7PE.hqeapGX5RXEw7EvK0",
        "$y$j9T$Y7PE.hqeapGX5RXEw7EvK0$DVBPJZ2C4JERO0na8hsdAGNk1uLZlUWHbHzwHPLSwE9 ",
        "$y$j9T$Y7PE.hqeapGX5RXEw7E K0$DVBPJZ2C4JERO0na8hsdAGNk1uLZlUWHbHzwHPLSwE9",
    ])
    func nothingElseIsALineOfTheTool(line: String) {
        #expect(PasswordHash(line: line) == nil)
    }
}
