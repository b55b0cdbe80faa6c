import GRDB
import JSONText

/// `im.notify.*`: what appears behind somebody's bell.
enum NotificationMethods {
    private static let parameters = [
        "USER_ID", "MESSAGE", "MESSAGE_OUT", "TAG", "SUB_TAG", "ATTACH", "CLIENT_ID",
    ]
    private static let greatestMessage = 20_000

    static let all: [RESTMethod] = [
        RESTMethod("im.notify.personal.add", ["im"], parameters) { call in
            Outcome(try add(call, author: call.caller.id))
        },
        RESTMethod("im.notify.system.add", ["im"], parameters) { call in
            Outcome(try add(call, author: 0))
        },
    ]

    /// The number of the notification, or false if there is nobody to tell.
    private static func add(_ call: Call, author: Int) throws -> JSON {
        guard let user = call.arguments["USER_ID"]?.looseInt, user > 0 else {
            throw RESTError.system(400, "USER_ID_EMPTY", "User ID isn't specified")
        }
        guard let message = call.arguments["MESSAGE"]?.looseString, !message.isEmpty else {
            throw RESTError.system(400, "MESSAGE_EMPTY", "Message isn't specified")
        }
        guard try call.user(user)?.isActive == true else { return false }
        let tag = tag(call)
        if let tag {
            try call.db.execute(
                sql: "DELETE FROM notification WHERE userID = ? AND tag = ?",
                arguments: [user, tag])
        }
        var row = NotificationRecord(
            userID: user, authorID: author, message: String(message.prefix(greatestMessage)),
            messageOut: call.arguments["MESSAGE_OUT"]?.looseString, tag: tag,
            subTag: call.arguments["SUB_TAG"]?.looseString, createdAt: call.now)
        try row.insert(call.db)
        return .int(row.id ?? 0)
    }

    /// A tag counts within what its client sent; without `CLIENT_ID` as the switch says.
    private static func tag(_ call: Call) -> String? {
        guard let tag = call.arguments["TAG"]?.looseString, !tag.isEmpty else { return nil }
        if let client = call.arguments["CLIENT_ID"]?.looseString, !client.isEmpty {
            return "\(client)|\(tag)"
        }
        return call.switches.untiedTag == .works ? tag : nil
    }
}
