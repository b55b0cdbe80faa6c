/// What a webhook can see of a portal's rooms, and what keeps it from seeing more.
public struct RoomListing: Hashable, Sendable {
    /// One room that a panel could stand at.
    public struct Room: Hashable, Sendable {
        /// How the portal keeps it.
        public var source: Bitrix24Settings.Source
        /// Its id there.
        public var id: Int64
        /// Its name for people; one line.
        public var name: String
        /// Whether the webhook's user may book it; false for rooms that can only be shown.
        public var mayBook: Bool
        /// Whether the webhook's user may cut somebody's booking short there.
        public var mayChange: Bool

        /// The `server` part of the configuration for this room.
        ///
        /// - Parameter webhookFile: where the webhook's address will lie.
        public func yaml(
            webhookFile: String = "/run/credentials/domovoyd.service/webhook"
        ) -> String {
            """
            server:
              kind: bitrix24
              webhook_file: \(webhookFile)
              source: \(source.rawValue)
              source_id: \(id)  # \(name)
            """
        }
    }

    /// The portal, without the secret.
    public var portal: String
    /// The webhook's user: number and name.
    public var user: String
    /// The scopes that the webhook has.
    public var scopes: [String]
    /// The rooms, by source and name.
    public var rooms: [Room]
    /// What is missing, one line each: scopes, rights, methods that the portal does not know.
    public var findings: [String]
}
