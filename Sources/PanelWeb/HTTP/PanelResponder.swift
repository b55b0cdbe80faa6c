import CivilCalendar
package import HTTPTypes
package import HummingbirdCore
import Logging
import NIOCore
import RoomCore
import Wording

/// Answers requests: finds the place, checks what was asked, and never throws.
struct PanelResponder: Sendable {
    /// What is shown.
    let view: any PanelView
    /// Where the readers of events wait.
    let events: EventHub
    /// How much is given away at a time.
    let limits: WebLimits
    /// Where failures are told.
    let logger: Logger
    /// What the panel is called.
    let names: PanelNames
    /// What the page speaks.
    let language: PageLanguage
    /// Times how long a reader takes nothing.
    let clock: any Clock<Duration>
    /// Counts the listings and feeds under way.
    let gate: ListingGate
    /// Counts the presses of the page.
    let presses: PressGate
    /// A part of the web with places of its own; nil without one.
    let annex: (any WebAnnex)?

    /// Makes a responder that shows `view`.
    init(
        view: any PanelView, events: EventHub, limits: WebLimits, names: PanelNames,
        language: PageLanguage, annex: (any WebAnnex)? = nil, clock: any Clock<Duration>,
        logger: Logger
    ) {
        self.view = view
        self.events = events
        self.limits = limits
        self.names = names
        self.language = language
        self.annex = annex
        self.clock = clock
        self.logger = logger
        self.gate = ListingGate(limit: limits.listings, share: limits.listingsPerClient)
        self.presses = PressGate(
            limit: limits.presses, share: limits.pressesPerClient, clock: clock)
    }

    /// The answer to a request, errors in their one shape, with the headers that every answer bears.
    func respond(to request: Request, from caller: Caller) async -> Response {
        var response: Response
        do {
            response = try await answer(request, caller)
        } catch let reply as ErrorReply {
            logger.debug("request refused", metadata: reply.metadata(request))
            response = reply.response()
        } catch {
            let reply = ErrorReply(
                status: .internalServerError, code: "internal", message: "the answer broke off")
            logger.error("request failed", metadata: ["error": "\("\(error)".clipped)"])
            response = reply.response()
        }
        response.headers.append(contentsOf: Self.guardingHeaders)
        response.headers[.date] = HTTPDate.text(
            secondsSinceEpoch: view.state().now.secondsSinceEpoch)
        return response
    }

    private func answer(_ request: Request, _ caller: Caller) async throws -> Response {
        try names.admit(request, at: caller.local)
        try checkTarget(of: request)
        let response =
            if let annex, annex.has(request.uri.path) {
                try await annex.answer(request, from: caller)
            } else {
                try await answer(request, caller, at: try endpoint(of: request))
            }
        return request.method == .head ? try await response.withoutBody() : response
    }

    private func checkTarget(of request: Request) throws {
        guard (request.head.path ?? "").utf8.count <= limits.target else {
            throw ErrorReply(
                status: .uriTooLong, code: "target_too_long",
                message: "path and query are longer than \(limits.target) bytes")
        }
    }

    private func endpoint(of request: Request) throws -> Endpoint {
        let path = request.uri.path
        guard let endpoint = Endpoint(path: path) else {
            throw ErrorReply.notFound("not_found", "there is nothing at \(path.clipped)")
        }
        try request.admit(endpoint.methods)
        return endpoint
    }

    private func answer(
        _ request: Request, _ caller: Caller, at endpoint: Endpoint
    ) async throws -> Response {
        switch endpoint {
        case .asset(let asset):
            asset.response(ifNoneMatch: request.headers[.ifNoneMatch])
        case .state: .json(StateDocument(view.state()))
        case .events: try EventStream(view: view, hub: events).response(to: request, from: caller)
        case .legend:
            .json(LegendDocument(view.state(), language: language, name: names.first))
        case .bookings, .log, .logPage, .verdicts, .stats, .report:
            try await listing(endpoint, request, caller)
        case .presses:
            try await PressRequest(view, limits, presses).press(request, from: caller)
        case .simulator: .json(SimulatorDocument(view.simulator))
        case .simulatedLine(let name):
            try await SimulatorRequest(view.simulator, limits).switchLine(name, request)
        case .sensor(let name):
            try await SensorRequest(view.reportedSensors, limits).report(
                name, request, at: view.state().now)
        case .calendar: try await feeds(request, caller).room()
        case .personalFeed(let file): try await feeds(request, caller).person(file)
        case .commission: try await certificate(for: request)
        case .health: health()
        case .metrics: metrics()
        }
    }

    private func listing(
        _ endpoint: Endpoint, _ request: Request, _ caller: Caller
    ) async throws -> Response {
        let query = try ListingQuery(
            request.uri, hasKinds: endpoint == .log || endpoint == .logPage,
            isPage: endpoint == .logPage, today: view.today, limits: limits)
        let listings = Listings(
            view: view, limits: limits, gate: gate, caller: caller, clock: clock, logger: logger)
        return switch endpoint {
        case .bookings: try await listings.bookings(query)
        case .log: try await listings.log(query)
        case .stats: try await listings.stats(query)
        case .report: try await listings.report(query)
        case .logPage: try await listings.logPage(query)
        default: try await listings.verdicts(query)
        }
    }

    private func feeds(_ request: Request, _ caller: Caller) -> Feeds {
        Feeds(
            view: view, limits: limits, gate: gate, caller: caller, clock: clock,
            ifNoneMatch: request.headers[.ifNoneMatch])
    }

    /// The newest certificate as a page.
    private func certificate(for request: Request) async throws -> Response {
        let certificate = try await ErrorReply.readable { try await view.certificate() }
        let book = Phrasebook(language.language(accepting: request.headers[.acceptLanguage]))
        let zone = view.state().timeZone
        let sheet = certificate.map { certificate in
            book.sheet(certificate) { instant in
                let local = instant + .seconds(view.secondsFromUTC(at: instant))
                let text = Timestamp(local).description
                return "\(text.prefix(10)) \(text.dropFirst(11).prefix(5)) \(zone)"
            }
        }
        let headers: HTTPFields = [
            .contentType: "text/html; charset=utf-8", .cacheControl: "no-store",
            .vary: "Accept-Language",
        ]
        let page = CertificatePage(book, sheet).html(for: .panel)
        return Response(
            status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(string: page)))
    }

    private func health() -> Response {
        let document = HealthDocument(findings: view.health())
        let status: HTTPResponse.Status = document.status == .failing ? .serviceUnavailable : .ok
        return .json(document, status: status)
    }

    private func metrics() -> Response {
        let (state, figures) = (view.state(), view.figures())
        let families =
            RoomMetrics(state: state, findings: view.health()).families
            + ServerMetrics(sync: state.sync, now: state.now, tally: figures.tally).families
            + FigureMetrics(figures: figures).families
        let headers: HTTPFields = [
            .contentType: MetricText.mediaType, .cacheControl: "no-store",
        ]
        return Response(
            status: .ok, headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(string: MetricText.text(families))))
    }
}

extension PanelResponder {
    /// What keeps other sites and injected text from doing harm.
    ///
    /// Everything the page needs comes from the panel itself, and nothing is allowed to be framed or shared across
    /// origins.
    private static let guardingHeaders: HTTPFields = [
        .contentSecurityPolicy: "default-src 'none'; script-src 'self'; style-src 'self'; "
            + "img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; "
            + "frame-ancestors 'none'",
        .xContentTypeOptions: "nosniff",
        .referrerPolicy: "no-referrer",
        .crossOriginResourcePolicy: "same-origin",
    ]
}

extension Request {
    /// Checks the method.
    ///
    /// - Throws: ``ErrorReply``, 405, that names the methods there are.
    package func admit(_ methods: [HTTPRequest.Method]) throws {
        guard !methods.contains(method) else { return }
        let allowed = methods.map(\.rawValue).joined(separator: ", ")
        throw ErrorReply(
            status: .methodNotAllowed, code: "method_not_allowed",
            message: "\(method.rawValue.clipped) is not allowed here; allowed: \(allowed)",
            headers: [.allow: allowed])
    }
}

extension ErrorReply {
    fileprivate func metadata(_ request: Request) -> Logger.Metadata {
        [
            "status": "\(status.code)", "code": "\(code)",
            "method": "\(request.method.rawValue.clipped)",
            "path": "\(Endpoint.loggable(request.uri.path))",
        ]
    }
}
