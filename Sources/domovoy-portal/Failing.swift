import ArgumentParser
import Foundation
import PortalKit

/// Runs something and turns its error into one line and an exit code.
func telling<Value>(_ code: Int32, _ body: () throws -> Value) throws -> Value {
    do {
        return try body()
    } catch let error as SettingError {
        throw failure(error.description, 78)
    } catch let error as PortalError {
        throw failure(error.description, code)
    }
}

/// Prints a line and stops with a code.
func fail(_ message: String, _ code: Int32) throws {
    throw failure(message, code)
}

/// Prints a line for whoever started it.
func tell(_ message: String) {
    FileHandle.standardError.write(Data("domovoy-portal: \(message)\n".utf8))
}

private func failure(_ message: String, _ code: Int32) -> ExitCode {
    tell(message)
    return ExitCode(code)
}
