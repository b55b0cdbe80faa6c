/// When a test that waits for a server, a page or a process is given up.
///
/// It tells a hang and nothing else: a busy machine takes many times as long as a quiet one, at any line. So it is the same
/// for all, and far from what any of them takes.
package enum HangGuard {
    /// For time limits of tests and suites.
    package static let minutes = 10
    /// For whatever has a time limit of its own inside such a test; beyond the test's, which is to tell first.
    package static let duration = Duration.seconds(2 * minutes * 60)
}
