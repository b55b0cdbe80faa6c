extension Optional where Wrapped: Equatable {
    /// Puts another value in the place of this one.
    ///
    /// - Returns: whether it is another one.
    mutating func renew(_ new: Wrapped?) -> Bool {
        defer { self = new }
        return self != new
    }
}
