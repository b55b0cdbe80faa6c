import FoundationEssentials
import HTTPExchange
import PanelWeb
import RoomCore

/// Watches the simulated lines of a running panel through its page.
struct SimulatorWatch {
    let client: PanelClient
    /// The time between two looks; what changes for less may be missed.
    var pause = Duration.milliseconds(50)

    /// Prints every change until the task is cancelled.
    ///
    /// - Throws: ``PanelClient/Failure`` if the panel is not there or its lines are not simulated; what `print` throws.
    func run(print: (String) throws -> Void) async throws {
        var known: [String: Bool] = [:]
        while true {
            for line in try await lines() {
                let isActive = line.level == line.active.level(isActive: true)
                let verb = known[line.name] == nil ? "is" : "became"
                guard known.updateValue(isActive, forKey: line.name) != isActive else { continue }
                let name = line.name.oneLine(64)
                try print("\(name): \(verb) \(isActive ? "active" : "inactive")")
            }
            try await Task.sleep(for: pause)
        }
    }

    private func lines() async throws(PanelClient.Failure) -> [SimulatorDocument.Line] {
        let body = try await client.text("/api/v1/simulator")
        let document = try? JSONDecoder().decode(SimulatorDocument.self, from: Data(body.utf8))
        guard let document, document.simulated else {
            throw PanelClient.Failure(
                description: "the panel that answers there has no simulated lines", exitCode: 76)
        }
        return document.lines
    }
}
