/// Which version of the firmware this is.
public enum Version {
    /// By Semantic Versioning; the CHANGELOG says what is in it.
    public static let text = "0.1.0"
}
