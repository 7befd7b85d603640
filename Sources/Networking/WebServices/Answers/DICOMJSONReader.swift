public import DICOMModel

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Reads data sets in the DICOM JSON model (PS3.18 Annex F).
///
/// Texts are in UTF-8, and the data sets say so.
public enum DICOMJSONReader {
  /// Reads one data set, or a list; values that do not fit their representation are left out, as is what
  /// stands elsewhere (`BulkDataURI`).
  ///
  /// - Parameter bytes: The JSON; an empty one has no data sets.
  /// - Returns: The data sets.
  /// - Throws: ``WebServiceError``.
  public static func dataSets(_ bytes: [UInt8]) throws(WebServiceError) -> [DataSet] {
    try referringDataSets(bytes).map(\.dataSet)
  }

  /// Reads one data set, or a list, with what is said of values that stand elsewhere.
  ///
  /// - Parameter bytes: The JSON; an empty one has no data sets.
  /// - Returns: The data sets.
  /// - Throws: ``WebServiceError``.
  public static func referringDataSets(
    _ bytes: [UInt8]
  ) throws(WebServiceError) -> [ReferringDataSet] {
    let isBlank = { (byte: UInt8) in [0x20, 0x09, 0x0A, 0x0D].contains(byte) }
    guard let first = bytes.first(where: { !isBlank($0) }) else { return [] }
    do {
      let data = Data(bytes)
      let read =
        first == 0x5B
        ? try JSONDecoder().decode([ReadDataSet].self, from: data)
        : [try JSONDecoder().decode(ReadDataSet.self, from: data)]
      return read.map { $0.root }
    } catch {
      throw WebServiceError(.damagedJSON(Self.words(error)))
    }
  }

  /// Without what the text held, which may be anybody's name.
  private static func words(_ error: any Error) -> String {
    guard let error = error as? DecodingError else { return "it is no JSON" }
    let context: DecodingError.Context? =
      switch error {
      case .dataCorrupted(let context), .keyNotFound(_, let context),
        .typeMismatch(_, let context), .valueNotFound(_, let context):
        context
      @unknown default: nil
      }
    let path = (context?.codingPath ?? []).prefix(8).map(\.stringValue).joined(separator: "/")
    return path.isEmpty ? "it is no data set" : "the value at \(path) is none"
  }
}

/// A data set as it is read.
struct ReadDataSet: Decodable {
  /// As an item.
  private(set) var item = ReferringDataSet()

  /// The outermost one names the character set.
  var root: ReferringDataSet {
    var root = item
    root.dataSet.set(.specificCharacterSet, string: "ISO_IR 192")
    return root
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: AnyKey.self)
    for key in container.allKeys {
      // The text is UTF-8 now, whatever it was.
      guard let tag = Tag(digits: key.stringValue), tag != .specificCharacterSet,
        !tag.isGroupLength
      else { continue }
      try container.decode(ReadAttribute.self, forKey: key).set(tag, in: &item)
    }
  }

  init() {}

  private struct AnyKey: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init?(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }
}
