import Batches
import Files
import FoundationEssentials
import RemotePlaces
import SagittaEngine

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The series of an archive on a network, as the program that knows sockets finds them.
enum PlaceSeries {
  /// An item for each series of a place.
  static func items(of place: String) throws -> [BatchItem] {
    switch depth(of: place) {
    case 0:
      try found(place, tag: "0020000D").flatMap {
        try items(of: below(place, level: "studies", uid: $0))
      }
    case 1:
      try found(place, tag: "0020000E").map {
        BatchItem(place: below(place, level: "series", uid: $0))
      }
    default: [BatchItem(place: place)]
    }
  }

  /// How much a place names: 0 an archive, 1 a study, 2 a series, 3 an instance.
  private static func depth(of place: String) -> Int {
    let words = place.split(separator: "/")
    // `dicom:`, the host, the study, the series; a named place is one word for the first two.
    guard isWeb(place) else { return words.count - (place.hasPrefix("@") ? 1 : 2) }
    let studies = words.dropFirst(2).firstIndex(of: "studies") ?? words.endIndex
    return words[studies...].count / 2
  }

  private static func below(_ place: String, level: String, uid: String) -> String {
    let parent = place.hasSuffix("/") ? String(place.dropLast()) : place
    return isWeb(place) ? "\(parent)/\(level)/\(uid)" : "\(parent)/\(uid)"
  }

  private static func isWeb(_ place: String) -> Bool {
    place.hasPrefix("http://") || place.hasPrefix("https://")
  }

  /// The values of an attribute of all matches.
  private static func found(_ place: String, tag: String) throws -> [String] {
    let program = try NetworkHandover.program(for: "a place")
    let output = try TemporaryFile()
    let process = try ChildProcess(
      program, arguments: ["find", place, "--json"], output: output.descriptor,
      complaints: STDERR_FILENO)
    guard process.wait() else {
      throw RemoteFault(
        code: "unreachable", kind: .ioFailed, description: "\(place): its series cannot be listed")
    }
    let file = try ByteSource.file("/proc/self/fd/\(output.descriptor)").open()
    let bytes = try file.bytes(at: 0, count: file.count)
    let matches = try JSONDecoder().decode([[String: Element]].self, from: Data(bytes))
    return matches.compactMap { $0[tag]?.text }
  }

  /// An attribute of the DICOM JSON model.
  private struct Element: Decodable {
    let text: String?

    private enum CodingKeys: String, CodingKey { case value = "Value" }

    init(from decoder: any Decoder) throws {
      let values = try? decoder.container(keyedBy: CodingKeys.self)
        .decodeIfPresent([JSONValue].self, forKey: .value)
      if case .text(let text)? = values?.first { self.text = text } else { text = nil }
    }
  }
}
