package import SagittaEngine

/// The parameter `viewport` (PS3.18 8.3.5.1.3).
extension Viewport {
  private static let mostPixels = 1 << 20
  private static let name = "viewport"

  /// Reads `vw,vh` or `vw,vh,sx,sy,sw,sh`, of which the last four may be empty or left out.
  ///
  /// - Parameter text: The parameter's value.
  /// - Throws: ``RenderedVolumesError/wrongParameter(_:problem:)``.
  package init(_ text: String) throws(RenderedVolumesError) {
    let fields = text.split(separator: ",", omittingEmptySubsequences: false)
    guard (2...6).contains(fields.count) else { throw Self.unreadable }
    self.init(width: try Self.size(fields[0]), height: try Self.size(fields[1]))
    left = try Self.number(fields, 2).map { abs($0) } ?? 0
    top = try Self.number(fields, 3).map { abs($0) } ?? 0
    if let number = try Self.number(fields, 4) {
      partWidth = try Self.extent(number)
      isFlippedAcross = number < 0
    }
    if let number = try Self.number(fields, 5) {
      partHeight = try Self.extent(number)
      isFlippedDown = number < 0
    }
  }

  private static func size(_ text: Substring) throws(RenderedVolumesError) -> Int {
    guard text.utf8.count < 10, let number = Int(text), (1...mostPixels).contains(number) else {
      throw .wrongParameter(name, problem: "width and height are whole numbers above 0")
    }
    return number
  }

  private static func extent(_ number: Double) throws(RenderedVolumesError) -> Double {
    guard number != 0 else { throw .wrongParameter(name, problem: "the part has no size") }
    return abs(number)
  }

  private static func number(
    _ fields: [Substring], _ place: Int
  ) throws(RenderedVolumesError) -> Double? {
    guard place < fields.count, !fields[place].isEmpty else { return nil }
    guard let number = ParameterReader.number(fields[place]), abs(number) <= 1e6 else {
      throw unreadable
    }
    return number
  }

  private static let unreadable = RenderedVolumesError.wrongParameter(
    name, problem: "it is written like 512,512 or 512,512,0,0,256,256")
}
