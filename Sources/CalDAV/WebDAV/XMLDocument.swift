import CExpat

/// Reads XML that somebody else wrote, by Expat.
///
/// A document type is not permitted, so that there are no entities to expand and nothing outside to fetch; depth and
/// number of elements are bounded. Characters that XML forbids are taken for blanks, since calendars do hold them
/// and servers do pass them on.
struct XMLDocument {
    /// Why a document cannot be read.
    struct Malformed: Error, Hashable {
        var reason: String
    }

    static let depthLimit = 32
    static let elementLimit = 100_000

    /// Reads a whole document.
    ///
    /// - Returns: the root element.
    /// - Throws: ``Malformed``.
    static func parse(_ bytes: [UInt8]) throws(Malformed) -> XMLElement {
        do {
            return try Builder().run(bytes)
        } catch {
            let repaired = XMLRepair.repair(bytes)
            if repaired == bytes { throw error }
            return try Builder().run(repaired)
        }
    }
}

/// Collects what Expat reports into a tree.
private final class Builder {
    private var open: [XMLElement] = []
    private var root: XMLElement?
    private var count = 0
    private var fault: String?
    private var parser: XML_Parser?

    /// Separates namespace and name in what Expat reports; no namespace holds it.
    private static let separator = UInt8(ascii: "\n")

    func run(_ bytes: [UInt8]) throws(XMLDocument.Malformed) -> XMLElement {
        guard let parser = XML_ParserCreateNS(nil, CChar(Builder.separator)) else {
            throw XMLDocument.Malformed(reason: "no memory for the XML parser")
        }
        self.parser = parser
        defer {
            XML_ParserFree(parser)
            self.parser = nil
        }
        // SAFETY: the pointer is used by callbacks during XML_Parse below only, while self is alive.
        XML_SetUserData(parser, Unmanaged.passUnretained(self).toOpaque())
        setHandlers(parser)
        // SAFETY: Expat reads `count` bytes from the buffer, during the call only.
        let status = bytes.withUnsafeBytes { buffer in
            XML_Parse(
                parser, buffer.bindMemory(to: CChar.self).baseAddress,
                Int32(clamping: buffer.count),
                1)
        }
        guard status == XML_STATUS_OK, let root else {
            let reason = fault ?? "\(String(cString: XML_ErrorString(XML_GetErrorCode(parser))))"
            let line = XML_GetCurrentLineNumber(parser)
            throw XMLDocument.Malformed(reason: "not the XML expected: \(reason), line \(line)")
        }
        return root
    }

    private func setHandlers(_ parser: XML_Parser) {
        XML_SetElementHandler(
            parser,
            { Builder.at($0)?.start($1, $2) },
            { data, _ in Builder.at(data)?.end() })
        XML_SetCharacterDataHandler(parser) { Builder.at($0)?.characters($1, $2) }
        XML_SetStartDoctypeDeclHandler(parser) { data, _, _, _, _ in
            Builder.at(data)?.stop("a document type is not permitted")
        }
    }

    private static func at(_ data: UnsafeMutableRawPointer?) -> Builder? {
        // SAFETY: the pointer was made from a Builder that is alive during XML_Parse.
        data.map { Unmanaged<Builder>.fromOpaque($0).takeUnretainedValue() }
    }

    private func stop(_ reason: String) {
        if fault == nil { fault = reason }
        XML_StopParser(parser, XML_Bool(XML_FALSE))
    }

    private func start(
        _ name: UnsafePointer<CChar>?, _ attributes: UnsafeMutablePointer<UnsafePointer<CChar>?>?
    ) {
        count += 1
        guard let name, open.count < XMLDocument.depthLimit else { return stop("nested too deep") }
        guard count <= XMLDocument.elementLimit else { return stop("too many elements") }
        var element = XMLElement(name: Builder.name(name))
        var next = attributes
        // SAFETY: Expat hands over names and values in turn, ended by a null pointer.
        while let pair = next, let key = pair.pointee, let value = pair.successor().pointee {
            element.attributes[Builder.name(key).local] = String(cString: value)
            next = pair.advanced(by: 2)
        }
        open.append(element)
    }

    private func end() {
        guard let closed = open.popLast() else { return }
        if open.isEmpty {
            root = closed
        } else {
            open[open.count - 1].children.append(closed)
        }
    }

    private func characters(_ text: UnsafePointer<CChar>?, _ length: Int32) {
        guard let text, !open.isEmpty else { return }
        // SAFETY: Expat hands over `length` bytes that are valid during the call.
        let bytes = UnsafeRawBufferPointer(start: text, count: Int(length))
        open[open.count - 1].text += String(decoding: bytes, as: UTF8.self)
    }

    private static func name(_ text: UnsafePointer<CChar>) -> XMLElement.Name {
        let whole = String(cString: text)
        guard let cut = whole.firstIndex(of: Character(Unicode.Scalar(separator))) else {
            return XMLElement.Name(namespace: "", local: whole)
        }
        return XMLElement.Name(
            namespace: String(whole[..<cut]), local: String(whole[whole.index(after: cut)...]))
    }
}
