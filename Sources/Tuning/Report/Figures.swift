import RoomCore

/// What a setting would have called in a record, and what of it the record disproves.
package struct Figures: Hashable, Sendable {
    /// Bookings called no-shows.
    package var noShows = 0
    /// Those of them whose people came after the call, with no sign of them before: a longer `no_show_after` would have
    /// waited for them.
    package var cameLater = 0
    /// Those of them whose people had been there before the call, and were after it: certainly wrong.
    package var missed = 0
    /// Bookings whose room would have been given away after it was taken up.
    package var earlyEnds = 0
    /// Those of them whose people were there afterwards: certainly wrong.
    package var wrongEnds = 0

    package init() {}

    /// Takes in what was called of one booking, and what the record proves.
    ///
    /// A call after the booking was cut is nobody's: it says nothing of its people any more.
    mutating func add(
        _ calls: Replay.Calls, _ proof: Signs.Proof?, _ booking: RecordedBooking
    ) {
        if let call = calls.noShowAt, isOpen(call, booking) {
            noShows += 1
            if let proof, proof.last > call {
                if proof.first < call { missed += 1 } else { cameLater += 1 }
            }
        }
        if let call = calls.earlyEndAt, isOpen(call, booking) {
            earlyEnds += 1
            if let proof, proof.last > call { wrongEnds += 1 }
        }
    }

    private func isOpen(_ call: WallTime, _ booking: RecordedBooking) -> Bool {
        booking.cutAt.map { call < $0 } ?? true
    }
}
