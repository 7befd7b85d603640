import DICOMModel

/// How strongly and in which direction an image is weighted by diffusion.
public struct DiffusionWeighting: Hashable, Sendable {
  /// The b-value in s/mm².
  public let bValue: Double
  /// The direction of the gradient as the file states it; nil without a direction.
  public let direction: [Double]?

  /// Reads the standard's attributes (PS3.3 C.8.13.5.9), else the private ones of Siemens, GE
  /// and Philips; nil if the frame has none.
  init?(_ attributes: FrameAttributes) {
    if let bValue = attributes.double(.diffusionBValue) {
      let item = attributes[.diffusionGradientDirectionSequence]
        .item(.diffusionGradientDirectionSequence)
      let direction =
        item?.doubles(.diffusionGradientOrientation)
        ?? attributes.doubles(.diffusionGradientOrientation)
      self.init(bValue, direction)
      return
    }
    guard let root = attributes.sources.last,
      let found = Self.siemens(root) ?? Self.generalElectric(root) ?? Self.philips(root)
    else { return nil }
    self = found
  }

  private init?(_ bValue: Double, _ direction: [Double]?) {
    guard bValue.isFinite else { return nil }
    self.bValue = bValue
    let isDirection =
      direction?.count == 3 && direction?.allSatisfy(\.isFinite) == true
      && direction?.contains { $0 != 0 } == true
    self.direction = isDirection ? direction : nil
  }

  /// Siemens before the enhanced objects.
  private static func siemens(_ dataSet: DataSet) -> DiffusionWeighting? {
    guard let block = dataSet.privateBlock(0x0019, "SIEMENS MR HEADER"),
      let bValue = dataSet.double(block.tag(0x0C), as: .is)
    else { return nil }
    return DiffusionWeighting(bValue, dataSet.doubles(block.tag(0x0E), as: .fd))
  }

  /// GE adds 10⁹ to b-values that stand for directions not listed.
  private static func generalElectric(_ dataSet: DataSet) -> DiffusionWeighting? {
    guard let block = dataSet.privateBlock(0x0043, "GEMS_PARM_01"),
      let stated = dataSet.double(block.tag(0x39), as: .is)
    else { return nil }
    let bValue = stated >= 1e9 ? stated.truncatingRemainder(dividingBy: 1e9) : stated
    let direction = dataSet.privateBlock(0x0019, "GEMS_ACQU_01").map { block in
      [0xBB, 0xBC, 0xBD].compactMap { dataSet.double(block.tag($0), as: .ds) }
    }
    return DiffusionWeighting(bValue, direction)
  }

  private static func philips(_ dataSet: DataSet) -> DiffusionWeighting? {
    guard let block = dataSet.privateBlock(0x2001, "Philips Imaging DD 001"),
      let bValue = dataSet.double(block.tag(0x03), as: .fl)
    else { return nil }
    let direction = dataSet.privateBlock(0x2005, "Philips MR Imaging DD 001").map { block in
      [0xB0, 0xB1, 0xB2].compactMap { dataSet.double(block.tag($0), as: .fl) }
    }
    return DiffusionWeighting(bValue, direction)
  }
}

extension DiffusionWeighting: Comparable {
  /// By b-value, then no direction before directions, these by their components.
  public static func < (a: DiffusionWeighting, b: DiffusionWeighting) -> Bool {
    if a.bValue != b.bValue { return a.bValue < b.bValue }
    return (a.direction ?? []).lexicographicallyPrecedes(b.direction ?? [])
  }
}

/// A block of private elements that one maker has reserved (PS3.5 7.8.1).
struct PrivateBlock {
  let group: UInt16
  let block: UInt16

  /// The tag of an element, by the low byte that the maker documents.
  func tag(_ element: UInt16) -> Tag { Tag(group, block << 8 | element) }
}

extension DataSet {
  /// The block that a private creator has reserved in a group; nil if there is none.
  func privateBlock(_ group: UInt16, _ creator: String) -> PrivateBlock? {
    elements(from: Tag(group, 0x10), through: Tag(group, 0xFF))
      .first { string($0.tag) == creator }
      .map { PrivateBlock(group: group, block: $0.tag.element) }
  }
}
