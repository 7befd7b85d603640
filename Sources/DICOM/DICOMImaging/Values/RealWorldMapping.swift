import DICOMModel

/// A map from stored values to values of the real world (PS3.3 C.7.6.16.2.11), beside the modality
/// rescale and not after it.
public struct RealWorldMapping: Hashable, Sendable {
  /// The stored values it is for; others have no real-world value.
  public let stored: ClosedRange<Double>
  /// How they are mapped.
  public let function: Function
  /// The unit's code, as `mm2/s`; nil if none is given.
  public let unit: String?
  /// LUT Label: what the values are.
  public let label: String?

  /// How stored values are mapped.
  public enum Function: Hashable, Sendable {
    /// slope · stored + intercept.
    case linear(slope: Double, intercept: Double)
    /// One value for each stored value from the first on.
    case table([Double])
  }

  /// The value of a stored value; nil outside the range.
  public func value(of stored: Double) -> Double? {
    guard self.stored.contains(stored) else { return nil }
    switch function {
    case .linear(let slope, let intercept): return slope * stored + intercept
    case .table(let values):
      let place = Int((stored - self.stored.lowerBound).rounded())
      return values.indices.contains(place) ? values[place] : nil
    }
  }

  /// Reads the first mapping of a frame; nil if there is none that makes sense.
  init?(_ attributes: FrameAttributes) {
    // In functional groups the sequence is itself the macro, whose item stands among the sources.
    let groups = attributes.sources.dropLast().first {
      $0.contains(.realWorldValueSlope) || $0.contains(.realWorldValueLUTData)
    }
    guard
      let item = groups
        ?? attributes.sources.last?.item(.realWorldValueMappingSequence),
      let range = Self.range(item, attributes: attributes)
    else { return nil }
    stored = range
    if let values = item.doubles(.realWorldValueLUTData), !values.isEmpty {
      guard Double(values.count) == range.upperBound - range.lowerBound + 1 else { return nil }
      function = .table(values)
    } else {
      guard let slope = item.double(.realWorldValueSlope), slope.isFinite, slope != 0,
        let intercept = item.double(.realWorldValueIntercept), intercept.isFinite
      else { return nil }
      function = .linear(slope: slope, intercept: intercept)
    }
    unit = item.item(Self.unitsSequence)?.string(.codeValue)
    label = item.string(Self.lutLabel)
  }

  /// Double Float Real World Value First and Last Value Mapped, else the integers.
  private static func range(
    _ item: DataSet, attributes: FrameAttributes
  ) -> ClosedRange<Double>? {
    let doubles = [Tag(0x0040, 0x9214), Tag(0x0040, 0x9213)].compactMap { item.double($0) }
    let isSigned = attributes[.pixelRepresentation].integer(.pixelRepresentation) == 1
    let integers = [Tag.realWorldValueFirstValueMapped, .realWorldValueLastValueMapped].compactMap {
      item.integer($0, as: isSigned ? .ss : .us)
    }
    let ends = doubles.count == 2 ? doubles : integers.map(Double.init)
    guard ends.count == 2, ends.allSatisfy(\.isFinite), ends[0] <= ends[1] else { return nil }
    return ends[0]...ends[1]
  }

  private static let unitsSequence = Tag(0x0040, 0x08EA)
  private static let lutLabel = Tag(0x0040, 0x9210)
}
