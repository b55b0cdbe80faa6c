/// Tells a path of a secret's file from the secret itself, which people paste in its place.
///
/// What can be no path is shown nowhere, neither in a message nor in the log or health; a path that is merely wrong is.
enum SecretPath {
    /// What is said in place of the value.
    static let refusal =
        "is no path, and is not shown; allowed is a path of a file that holds the secret"

    /// Whether a text can be a path with a folder in it, and is no address.
    static func isPath(_ text: String) -> Bool {
        text.contains("/") && !isAddress(text)
    }

    /// Whether a text is an address with its scheme, or a webhook's with or without it.
    static func isAddress(_ text: String) -> Bool {
        text.contains("://") || isWebhook(text)
    }

    /// Whether a text, of whatever key, shows a secret: a webhook, or an address with a password.
    static func isTelling(_ text: String) -> Bool {
        if isWebhook(text) { return true }
        guard let scheme = text.firstRange(of: "://") else { return false }
        return text[scheme.upperBound...].prefix { $0 != "/" }.contains("@")
    }

    /// Whether there is `rest/NUMBER/SECRET` in it: `https://{portal}/rest/{userId}/{secret}/`.
    private static func isWebhook(_ text: String) -> Bool {
        let parts = text.split(separator: "/").map { $0.lowercased() }
        return parts.indices.dropLast(2).contains { index in
            parts[index] == "rest" && parts[index + 1].utf8.allSatisfy { (48...57).contains($0) }
        }
    }
}
