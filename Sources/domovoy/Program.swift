/// Daemon and tool are one program with two names: nine tenths of either is what both are made of.
@main
enum Program {
    static func main() async {
        let name = CommandLine.arguments.first?.split(separator: "/").last
        if name == "domovoyd" {
            await Domovoyd.main()
        } else {
            await Domovoy.main()
        }
    }
}
