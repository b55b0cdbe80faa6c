import Foundation
import JSONText
import PortalKit
import Testing
import WebTestKit

/// The page as a browser shows it.
@Suite(
    .serialized, .timeLimit(.minutes(HangGuard.minutes)),
    .enabled(if: Browser.path != nil, "no chromium or chrome in PATH"))
struct PageTests {
    @Test func theDayIsShownInItsColumns() async throws {
        try await TestPortal.run { portal in
            try await SamplePortal(portal.portal).addDay()
            _ = try await portal.call(
                "im.notify.personal.add", ["USER_ID": 2, "MESSAGE": "<b>Свободно</b>"])
            let page = try await Browser.page(
                portal.base + "/",
                until: #"document.getElementById("notifications")?.childElementCount > 0"#)
            #expect(page.components(separatedBy: "class=\"calendar\"").count == 12)
            #expect(page.contains("12:02–12:47 Обзор недели ↻"))
            #expect(page.contains("13:10–13:40 Звонок поставщику"))
            #expect(page.contains("12:02–12:47 Ирина Соколова ↻"))
            #expect(page.contains("Павел Орлов: &lt;b&gt;Свободно&lt;/b&gt;"))
            #expect(page.contains("id=\"clock\">12:00:00 Europe/Moscow"))
        }
    }
}
