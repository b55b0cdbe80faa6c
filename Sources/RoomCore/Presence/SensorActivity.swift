/// How much a sensor's line moved in some stretch of time.
public struct SensorActivity: Hashable, Sendable {
    /// Edges that were seen; those that were lost are not among them.
    public var edges: Int
    /// When the last one came.
    public var lastEdge: WallTime

    /// Makes a count.
    public init(edges: Int, lastEdge: WallTime) {
        self.edges = edges
        self.lastEdge = lastEdge
    }
}
