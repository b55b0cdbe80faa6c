import HummingbirdCore
import NIOCore

/// Writes to a reader who has to take something again and again.
struct PatientWriter: Sendable {
    /// How long one piece may wait for its reader.
    let patience: Duration
    /// What the patience runs on.
    let clock: any Clock<Duration>
    /// Closes the connection, so that the write that waits fails.
    let hangUp: @Sendable () -> Void

    /// So small that a slow reader who reads is no reader who does not.
    private static let pieceBytes = 8_192

    /// Writes a buffer piece by piece, each with its own time.
    ///
    /// - Throws: what the writer throws, also after the reader was let go.
    func write(_ buffer: ByteBuffer, to writer: inout any ResponseBodyWriter) async throws {
        var rest = buffer
        while let piece = rest.readSlice(length: min(rest.readableBytes, Self.pieceBytes)),
            piece.readableBytes > 0
        {
            try await writePiece(piece, to: &writer)
        }
    }

    private func writePiece(
        _ piece: ByteBuffer, to writer: inout any ResponseBodyWriter
    ) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { [self] in
                guard (try? await clock.sleep(for: patience)) != nil, !Task.isCancelled else {
                    return
                }
                hangUp()
            }
            defer { group.cancelAll() }
            try await writer.write(piece)
        }
    }
}
