public import DICOMModel

/// One of the dimensions along which the frames of an object are indexed (PS3.3 C.7.6.17).
public struct DimensionIndex: Hashable, Sendable {
  /// Dimension Index Pointer: the attribute that varies along it.
  public let pointer: Tag
  /// Dimension Index Private Creator, if the attribute is private.
  public let creator: String?

  /// The attribute's name, or for a private one its tag and its creator.
  public var name: String {
    if let name = DataDictionary.entry(pointer)?.name { return name }
    return creator.map { "\(pointer) of \($0)" } ?? "\(pointer)"
  }

  /// Whether it numbers places, which positions say better.
  public var isSpatial: Bool {
    Self.spatial.contains(pointer)
  }

  /// The dimensions of an object, in the order of its Dimension Index Values.
  static func all(in dataSet: DataSet) -> [DimensionIndex] {
    (dataSet.items(.dimensionIndexSequence) ?? []).map { item in
      DimensionIndex(
        pointer: item.tags(.dimensionIndexPointer)?.first ?? Tag(0, 0),
        creator: item.string(Tag(0x0020, 0x9213)))
    }
  }

  private static let spatial: Set<Tag> = [
    .stackID, .inStackPositionNumber, .imagePositionPatient, .imageOrientationPatient,
    .sliceLocation, imagePositionVolume,
  ]

  /// Image Position (Volume), VR FD.
  private static let imagePositionVolume = Tag(0x0020, 0x9301)
}

/// Where a frame stands along one of its object's dimensions.
public struct DimensionPlace: Hashable, Sendable {
  /// The dimension.
  public let dimension: DimensionIndex
  /// The frame's Dimension Index Value, from 1.
  public let index: Int
  /// What the frame says in the attribute pointed to, if it can be read.
  public let value: DistinctionValue?

  /// The places of a frame along the dimensions that number no positions.
  static func all(
    _ dimensions: [DimensionIndex], in attributes: FrameAttributes
  ) -> [DimensionPlace] {
    guard !dimensions.isEmpty,
      let values = attributes[.dimensionIndexValues]
        .integers(.dimensionIndexValues), values.count == dimensions.count
    else { return [] }
    return zip(dimensions, values).filter { !$0.0.isSpatial }.map { dimension, index in
      DimensionPlace(
        dimension: dimension, index: index,
        value: attributes.value(of: dimension.pointer, creator: dimension.creator))
    }
  }
}

extension FrameAttributes {
  /// What the frame says in an attribute of whatever representation.
  func value(of tag: Tag, creator: String?) -> DistinctionValue? {
    guard let creator, tag.isPrivate else { return self[tag].distinctionValue(tag) }
    for dataSet in privateItems + sources {
      guard let block = dataSet.privateBlock(tag.group, creator: creator) else { continue }
      return dataSet.distinctionValue(block.tag(tag.element & 0xFF))
    }
    return nil
  }
}

extension DataSet {
  /// An attribute as one number, or as a text of all its values; nil if it has neither.
  func distinctionValue(_ tag: Tag) -> DistinctionValue? {
    if let numbers = doubles(tag), !numbers.isEmpty, numbers.allSatisfy(\.isFinite) {
      if numbers.count == 1 { return .number(numbers[0]) }
      return .text(numbers.map { "\($0)" }.joined(separator: ", "))
    }
    guard let texts = strings(tag), texts.contains(where: { !$0.isEmpty }) else { return nil }
    return .text(texts.joined(separator: "\\"))
  }
}
