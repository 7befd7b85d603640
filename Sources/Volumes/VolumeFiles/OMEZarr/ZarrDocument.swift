import Files
import StableJSON

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A JSON document of a Zarr folder.
struct ZarrDocument: Sendable {
  let value: JSONValue
  let path: String

  /// Documents are pages of text; anything much larger is something else.
  private static let maximumBytes = 4 << 20

  init(_ value: JSONValue, path: String) {
    self.value = value
    self.path = path
  }

  /// Reads a document; gives nil if there is none.
  ///
  /// - Throws: ``VolumeFileError``.
  init?(at path: String) throws {
    guard let file = try ByteReader.openingIfThere(path) else { return nil }
    guard file.count <= Self.maximumBytes else {
      throw VolumeFileError(.overLimit(needed: file.count, limit: Self.maximumBytes), path: path)
    }
    let bytes = try file.read(0..<file.count)
    do {
      value = try JSONDecoder().decode(JSONValue.self, from: Data(bytes))
    } catch {
      throw VolumeFileError(.malformed("no JSON of an array or group"), path: path)
    }
    self.path = path
  }

  func malformed(_ what: String) -> VolumeFileError {
    VolumeFileError(.malformed(what), path: path)
  }

  func unsupported(_ what: String) -> VolumeFileError {
    VolumeFileError(.unsupported(what), path: path)
  }

  /// A list of lengths, each above 0.
  func lengths(_ value: JSONValue?, _ name: String) throws(VolumeFileError) -> [Int] {
    guard let list = value?.list, list.count <= ZarrArray.mostAxes else {
      throw malformed("no \(name) of at most \(ZarrArray.mostAxes) axes")
    }
    var lengths: [Int] = []
    for item in list {
      guard let length = item.whole, length > 0, length < 1 << 48 else {
        throw malformed("\(name) with a length that is none")
      }
      lengths.append(length)
    }
    return lengths
  }
}

extension JSONValue {
  /// The value of a key of an object.
  subscript(key: String) -> JSONValue? {
    if case .object(let object) = self { object[key] } else { nil }
  }

  var list: [JSONValue]? { if case .list(let list) = self { list } else { nil } }

  var text: String? { if case .text(let text) = self { text } else { nil } }

  var number: Double? { if case .number(let number) = self { number } else { nil } }

  var whole: Int? { number.flatMap { Int(exactly: $0) } }

  var numbers: [Double]? {
    guard let list else { return nil }
    let numbers = list.compactMap(\.number)
    return numbers.count == list.count ? numbers : nil
  }

  /// Whether nothing stands there, or an empty list.
  var isNothing: Bool { self == .null || self == .list([]) }
}
