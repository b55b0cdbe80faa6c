import RoomCore
import Testing

/// Whose a booking is: `Booking.isOrganised(by:)`.
@Suite struct OrganiserTests {
    private func booking(
        _ name: String?, _ identity: String?, source: Booking.Source = .server
    ) -> Booking {
        Booking(
            id: BookingID("a"), organiser: name, organiserID: identity,
            span: span("10:00", "11:00"), source: source)
    }

    @Test func theServersOwnNameTellsPeopleApart() {
        let ada = booking("Ada Lovelace", "ada@example.org")
        #expect(ada.isOrganised(by: "ada@example.org"))
        #expect(ada.isOrganised(by: "Ada@Example.ORG"))
        #expect(!ada.isOrganised(by: "Ada Lovelace"))
        #expect(!ada.isOrganised(by: "ada@example.or"))
        #expect(!ada.isOrganised(by: ""))
    }

    @Test func theShownNameCountsWhereTheServerHasNoOther() {
        #expect(booking("Ада Лавлейс", nil).isOrganised(by: "ада лавлейс"))
        #expect(!booking("Ada", nil).isOrganised(by: "Ada Lovelace"))
        #expect(!booking(nil, nil).isOrganised(by: ""))
    }

    @Test func whatTheButtonBookedIsNobodys() {
        #expect(!booking("Aurora", nil, source: .panel).isOrganised(by: "Aurora"))
        #expect(!booking("Aurora", "42", source: .panel).isOrganised(by: "42"))
    }
}
