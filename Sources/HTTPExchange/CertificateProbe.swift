import Glibc
import NIOCore
import NIOPosix
import NIOSSL

/// Finds out why a server's certificate was turned down, to be able to say it.
///
/// BoringSSL reports one error for every reason. The probe opens a connection of its own, looks at the dates of the
/// certificates shown, and gives up the handshake: nothing is sent, and nothing becomes trusted.
struct CertificateProbe: Sendable {
    let group: any EventLoopGroup
    let timeout: Duration
    /// Seconds since the epoch by the wall clock.
    var now: @Sendable () -> Int = { time(nil) }

    /// What is wrong with the dates of the server's certificates; nil if it is something else.
    func reason(_ origin: HTTPOrigin) async -> String? {
        let dates = group.any().makePromise(of: Dates.self)
        do {
            let context = try NIOSSLContext(configuration: .makeClientConfiguration())
            let channel = try await connect(to: origin, context: context, dates: dates)
            channel.eventLoop.scheduleTask(in: TimeAmount(timeout)) { channel.close(promise: nil) }
            channel.closeFuture.whenComplete { _ in dates.fail(ChannelError.eof) }
            let seen = try await dates.futureResult.get()
            channel.close(promise: nil)
            return reason(seen)
        } catch {
            dates.fail(error)  // no effect if it was kept already
            return nil
        }
    }

    /// From when until when the certificates are valid all together, in seconds since the epoch.
    private struct Dates: Sendable {
        var notBefore: Int
        var notAfter: Int
    }

    private func reason(_ dates: Dates) -> String? {
        let now = now()
        if now < dates.notBefore {
            let days = (dates.notBefore - now) / 86_400
            return "the certificate is not valid yet, for another \(days) days: is the clock wrong?"
        }
        if now >= dates.notAfter {
            let days = (now - dates.notAfter) / 86_400
            return "the certificate expired \(days) days ago (or the clock is wrong)"
        }
        return nil
    }

    private func connect(
        to origin: HTTPOrigin, context: NIOSSLContext, dates: EventLoopPromise<Dates>
    ) async throws -> any Channel {
        let isAddress = (try? SocketAddress(ipAddress: origin.host, port: 0)) != nil
        return try await ClientBootstrap(group: group)
            .connectTimeout(TimeAmount(timeout))
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let handler = try NIOSSLClientHandler(
                        context: context, serverHostname: isAddress ? nil : origin.host,
                        customVerificationCallback: { certificates, verdict in
                            dates.succeed(
                                Dates(
                                    notBefore: certificates.map(\.notValidBefore).max() ?? 0,
                                    notAfter: certificates.map(\.notValidAfter).min() ?? .max))
                            verdict.succeed(.failed)
                        })
                    try channel.pipeline.syncOperations.addHandler(handler)
                }
            }
            .connect(host: origin.host, port: origin.port).get()
    }
}
