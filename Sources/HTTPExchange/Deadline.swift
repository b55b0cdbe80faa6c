/// Runs `work` for at most `limit`; then cancels it and hands back `late`.
///
/// The work has to heed cancellation: its end is waited for.
package func withDeadline<Success: Sendable, Failure: Error>(
    _ limit: Duration, on clock: any Clock<Duration>, late: Failure,
    _ work: @escaping @Sendable () async throws(Failure) -> Success
) async throws(Failure) -> Success {
    let outcome = await withTaskGroup(of: Result<Success, Failure>?.self) { group in
        group.addTask {
            do throws(Failure) { return .success(try await work()) } catch {
                return .failure(error)
            }
        }
        group.addTask {
            // Ends early by cancellation only; then the work's own outcome counts.
            do { try await clock.sleep(for: limit) } catch { return nil }
            return .failure(late)
        }
        defer { group.cancelAll() }
        for await outcome in group {
            if let outcome { return outcome }
        }
        return .failure(late)
    }
    return try outcome.get()
}
