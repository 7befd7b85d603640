/// 256 colours that stand for the greys from black to white.
public struct ColorMap: Hashable, Sendable {
  /// The name on the command line.
  public let name: String
  /// What it looks like or is used for, in a few words.
  public let use: String
  /// Where its colours come from.
  public let source: String
  /// Red, green and blue for each grey, from black (0) to white (255).
  public let colors: [SIMD3<UInt8>]

  /// Grey itself, for the list's sake.
  public static let gray = ColorMap(
    name: "gray", use: "black to white", source: "identity",
    colors: (0...255).map { SIMD3(repeating: UInt8($0)) })

  /// All maps: grey, the eight of DICOM's PS3.6 Annex B, and perceptually even ones.
  public static let all: [ColorMap] =
    [gray]
    + ColorMapTable.entries.map { entry in
      ColorMap(
        name: entry.name, use: entry.use, source: entry.source, colors: colors(entry.digits))
    }

  /// Finds a map by its name; upper and lower case are the same, and so are `_` and `-`.
  ///
  /// - Throws: ``UnknownColorMap``.
  public init(named name: String) throws(UnknownColorMap) {
    let wanted = String(name.lowercased().map { $0 == "_" ? "-" : $0 })
    guard let map = Self.all.first(where: { $0.name == wanted }) else {
      throw UnknownColorMap(name: name)
    }
    self = map
  }

  private init(name: String, use: String, source: String, colors: [SIMD3<UInt8>]) {
    self.name = name
    self.use = use
    self.source = source
    self.colors = colors
  }

  private static func colors(_ digits: StaticString) -> [SIMD3<UInt8>] {
    digits.withUTF8Buffer { text in
      func nibble(_ place: Int) -> UInt8 {
        let digit = unsafe text[place]
        return digit < 58 ? digit - 48 : digit - 87
      }
      func byte(_ place: Int) -> UInt8 { nibble(place) << 4 | nibble(place + 1) }
      return stride(from: 0, to: text.count, by: 6).map { place in
        SIMD3(byte(place), byte(place + 2), byte(place + 4))
      }
    }
  }
}

/// No colour map has this name.
public struct UnknownColorMap: Error, Hashable, CustomStringConvertible {
  /// What was asked for.
  public let name: String

  /// One line for people: what is wrong, the closest name, and all names.
  public var description: String {
    let names = ColorMap.all.map(\.name)
    let hint = closestName(to: name, among: names).map { " (did you mean \($0)?)" } ?? ""
    return "unknown color map '\(name)'\(hint); known are \(names.joined(separator: ", "))"
  }
}
