import Journal
import PanelWeb

/// Another program has what only one panel may have: the journal, or the page's address.
///
/// Two panels at one door would send everything twice, and tell organisers twice. The one that comes second ends; a
/// journal that is damaged or on a full disk is no such reason.
public struct OccupiedError: Error, Sendable, CustomStringConvertible {
    /// What is taken and what to do about it, on one line.
    public let description: String

    init(journal error: JournalError) {
        description = "\(error); end that one, or give this one a journal.path of its own"
    }

    init(page error: WebError) {
        description = "\(error); end that one, or set web.listen to another address, or to off"
    }
}
