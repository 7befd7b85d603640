import DICOMCoding
import DICOMNetwork
import Foundation
import MessageExchange
import Sagitta
import TestSupport
import Testing
import UpperLayer

@testable import Archive

@Suite struct `The articles` {
  private static let folder = Repository.root.appending(
    path: "Sources/Faces/Sagitta/Documentation.docc")

  private static func text(_ article: String) throws -> String {
    try String(contentsOf: folder.appending(path: "\(article).md"), encoding: .utf8)
  }

  private static func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { $0.hasSuffix(".md") }.map { String($0.dropLast(3)) }
  }

  @Test func `list every transfer syntax, and read those that the code reads`() throws {
    let rows = TransferSyntax.all.map { syntax in
      "| `\(syntax.uid)` | \(syntax.name) | \(Self.answer(to: syntax)) |"
    }
    let table = ["| UID | name | read |", "|---|---|---|"] + rows
    let text = try Self.text("Conformance")
    let begin = "<!-- transfer syntaxes: made by DocumentationTests -->\n"
    let part = text.split(separator: begin).last?.split(separator: "\n<!-- end -->").first
    #expect(
      part.map(String.init) == table.joined(separator: "\n"),
      "the table should be:\n\(table.joined(separator: "\n"))")
  }

  @Test func `state the services and numbers of networks as the code has them`() throws {
    let models = [("Patient Root", "library"), ("Study Root", "yes")]
    let queries = zip(InformationModel.allCases, models).flatMap { model, row in
      [("FIND", model.find), ("MOVE", model.move), ("GET", model.get)].map { service, uid in
        let answer = ArchiveNode.transferSyntaxes(uid) == nil ? "no" : "yes"
        return "| C-\(service), \(row.0) | `\(uid)` | \(row.1) | \(answer) |"
      }
    }
    let rows =
      [
        "| C-ECHO | `\(SOPClass.verification)` | yes | yes |",
        "| C-STORE | every storage class, `1.2.840.10008.5.1.4.1.1.…` | yes | yes |",
      ] + queries + [
        "| Basic Grayscale Print Management | `\(SOPClass.grayscalePrinting)` | yes | no |"
      ]
    #expect(ArchiveNode.transferSyntaxes(SOPClass.grayscalePrinting) == nil)
    let text = try Self.text("Conformance")
    #expect(text.contains("|---|---|---|---|\n\(rows.joined(separator: "\n"))\n<!-- end -->"))
    #expect(SOPClass.isStorage("1.2.840.10008.5.1.4.1.1.2"))
    let numbers = [
      "`\(DICOMApplicationContext.uid)`", "`\(Part10Writer.implementationClassUID)`",
      "`\(Part10Writer.implementationVersionName)`",
      "\(UpperLayerLimits().dataUnitBytes) bytes",
      "Connection \(NetworkTimeouts().connection) s",
      "(ARTIM) \(NetworkTimeouts().association) s", "answers \(NetworkTimeouts().response) s",
      "idle association \(NetworkTimeouts().idle) s",
    ]
    for number in numbers { #expect(text.contains(number), "\(number)") }
  }

  @Test func `list the attributes that searches match as the index has them`() throws {
    let rows = IndexedAttribute.all.map { attribute in
      let names = attribute.path.map { $0.keyword ?? "" }.joined(separator: ".")
      return "| \(names) | \(attribute.level) | \(Self.words(attribute.kind)) |"
    }
    let table = (["| attribute | level | how |", "|---|---|---|"] + rows).joined(separator: "\n")
    let begin = "<!-- search attributes: made by DocumentationTests -->\n"
    let text = try Self.text("Conformance")
    #expect(text.contains("\(begin)\(table)\n<!-- end -->"), "the table should be:\n\(table)")
  }

  private static func words(_ kind: IndexedAttribute.Kind) -> String {
    switch kind {
    case .text: "as they stand; wildcards"
    case .name: "without case, by groups; wildcards"
    case .uid: "exactly; lists"
    case .date: "ranges of days"
    case .time: "ranges of times"
    case .number: "as numbers"
    case .texts: "any of several; wildcards"
    }
  }

  private static func answer(to syntax: TransferSyntax) -> String {
    // What refers to a server is not encapsulated, but has no pixels in the file.
    if syntax.name.hasPrefix("JPIP") { return "no pixels in the file" }
    if syntax.uid.hasPrefix("1.2.840.10008.1.2.6.") { return "not for images" }
    guard syntax.isEncapsulated else { return "native" }
    return FrameDecoders.standard[syntax] == nil ? "refused" : "decoded"
  }

  /// The creators of private blocks that source files below a folder name, by file.
  private static func privateCreators(below folder: URL) throws -> [String: [String]] {
    let paths = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
      .filter { $0.hasSuffix(".swift") }
    return try Dictionary(
      uniqueKeysWithValues: paths.map { path in
        let source = try String(contentsOf: folder.appending(path: path), encoding: .utf8)
        let creators = source.matches(of: #/privateBlock\(0x[0-9A-F]{4}, creator: "([^"]+)"/#).map {
          String($0.output.1)
        }
        return (path, creators)
      })
  }

  @Test func `name every maker's private elements, which are read in the makers' room alone`()
    throws
  {
    let sources = Repository.root.appending(path: "Sources")
    let room = "DICOM/DICOMImaging/Vendors/"
    let article = try Self.text("VendorQuirks")
    var found: Set<String> = []
    for (path, creators) in try Self.privateCreators(below: sources) where !creators.isEmpty {
      #expect(path.hasPrefix(room), "\(path) reads private elements")
      for creator in creators {
        #expect(
          article.contains("`\(creator)`"), "\(creator), which \(path) reads, is not described")
        found.insert(creator)
      }
    }
    #expect(found.isSuperset(of: ["SIEMENS MR HEADER", "GEMS_PARM_01", "Philips Imaging DD 001"]))
  }

  @Test func `explain every code of a skipped file and of a finding`() throws {
    let text = try Self.text("Refusals")
    for code in SkippedFile.Code.allCases {
      #expect(text.contains("`\(code.rawValue)`"), "\(code.rawValue)")
    }
    for code in Finding.Code.allCases {
      #expect(text.contains("`\(code.rawValue)`"), "\(code.rawValue)")
    }
  }

  @Test func `show requests that are read and make sense, and explain every code of theirs`() throws
  {
    let text = try Self.text("Requests")
    let section = try #require(text.components(separatedBy: "## Planes").last)
    let blocks = section.components(separatedBy: "```json").dropFirst()
      .compactMap { $0.components(separatedBy: "```").first }
    #expect(blocks.count >= 5)
    for block in blocks {
      try JSONDecoder().decode(PlaneRequest.self, from: Data(block.utf8)).validate()
    }
    let overlay: [OverlayError] = [
      .madeUpCoordinates, .differentFrames, .noLabels(name: "", value: 0),
    ]
    for code in RequestError.Reason.allCases.map(\.rawValue) + overlay.map(\.code.rawValue) {
      #expect(text.contains("`\(code)`"), "\(code)")
    }
  }

  @Test func `are all listed, and refer to articles that are there`() throws {
    let names = try Self.names()
    let start = try Self.text("Sagitta")
    for name in names where name != "Sagitta" {
      #expect(start.contains("<doc:\(name)>"), "\(name) is not listed in Sagitta.md")
    }
    for name in names {
      let links = try Self.text(name).split(separator: "<doc:").dropFirst()
        .compactMap { $0.split(separator: ">").first.map(String.init) }
      #expect(Set(links).isSubset(of: names), "\(name)")
    }
  }

  @Test func `show transfer functions that can be used`() throws {
    let text = try Self.text("TransferFunctions")
    let json = try #require(
      text.split(separator: "```json").dropFirst().first?.split(separator: "```").first)
    let function = try JSONDecoder().decode(TransferFunction.self, from: Data(json.utf8))
    try function.check()
    #expect(function.opacity.count == 3)
  }
}

@Suite struct `The documentation` {
  @Test(.needsTool("docc")) func `of every public module builds without warnings`() throws {
    let built = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
      .deletingLastPathComponent()
    let folder = try TemporaryFolder()
    let script = Repository.root.appending(path: "Tests/Support/documentation.sh")
    let result = try Program.run(
      script, [built.appending(path: "Modules").path, folder.path("archives")])
    let complaints = result.errors.split(separator: "\n").filter { $0.contains(": error:") }
    #expect(
      result.status == 0,
      "\(complaints.joined(separator: "\n"))\n\(result.errors.suffix(2000))")
  }
}
