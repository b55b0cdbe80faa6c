public import RoomCore

/// One sensor in `sensors` of the state.
public struct SensorState: Hashable, Sendable, Codable {
    /// Its name.
    public var name: String
    /// What its line tells.
    public var kind: SensorSettings.Kind
    /// The electrical level, 0 or 1.
    public var level: Int
    /// Whether it can be believed.
    public var health: SensorHealth
    /// When its line last changed; nil if it never did.
    @NullWhenNil public var lastEdge: Timestamp?
    /// Edges seen since the start of the process.
    public var edges: Int
    /// Edges known to be lost since the start of the process.
    public var lostEdges: Int

    private enum CodingKeys: String, CodingKey {
        case name, kind, level, health, edges
        case lastEdge = "last_edge"
        case lostEdges = "lost_edges"
    }
}

extension SensorState {
    /// Puts a sensor into the words of the contract.
    public init(_ view: RoomState.SensorView) {
        self.init(
            name: view.name, kind: view.kind, level: view.level, health: view.health,
            lastEdge: view.lastEdge.map { Timestamp($0) }, edges: view.edges,
            lostEdges: view.lostEdges)
    }
}
