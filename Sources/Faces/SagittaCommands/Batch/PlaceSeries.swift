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
    let words = place.split(separator: "/", omittingEmptySubsequences: true)
    // `dicom:`, the host, the study, the series; a named place is one word for the first two.
    let level = words.count - (place.hasPrefix("@") ? 1 : 2)
    if level >= 2 { return [BatchItem(place: place)] }
    if level == 1 {
      return try found(place, tag: "0020000E").map { BatchItem(place: "\(place)/\($0)") }
    }
    return try found(place, tag: "0020000D").flatMap { try items(of: "\(place)/\($0)") }
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
