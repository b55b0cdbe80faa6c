/// Comparison of what is secret, or made of a secret.
package enum ConstantTime {
    /// Whether two texts are the same, told in the same time wherever they differ; how long they are is no secret.
    package static func isEqual(_ left: String, _ right: String) -> Bool {
        guard left.utf8.count == right.utf8.count else { return false }
        return zip(left.utf8, right.utf8).reduce(0 as UInt8) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
