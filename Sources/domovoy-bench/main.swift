import Glibc

let arguments = Array(CommandLine.arguments.dropFirst())
switch arguments.first {
case "room"?:
    let result = RoomBenchmark.run()
    print("room: \(Int(result.eventsPerSecond)) events/s over \(result.events) events")
    print("room: \(Int(result.baselinePerSecond)) events/s baseline (build and hash only)")
    for (kind, count) in RoomBenchmark.mix() { print("room: \(count) \(kind)") }
case "calendar"?:
    guard let benchmark = CalendarBenchmark(Array(arguments.dropFirst())) else {
        print("usage: domovoy-bench calendar FILE START END ZONE ROUNDS")
        exit(64)
    }
    try benchmark.run()
case "portal"?:
    let isFast = PortalBenchmark().run()
    guard try await SyncBenchmark().run(), isFast else { exit(1) }
default:
    print("usage: domovoy-bench room | portal | calendar FILE START END ZONE ROUNDS")
    exit(64)
}
