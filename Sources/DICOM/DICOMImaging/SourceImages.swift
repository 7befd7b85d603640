public import DICOMModel

/// The images that something was made of: which they are, and what they agree in.
public struct SourceImages: Sendable {
  /// An image object by its identifiers.
  public struct Reference: Hashable, Sendable {
    /// SOP Class UID.
    public let sopClassUID: String
    /// SOP Instance UID.
    public let sopInstanceUID: String
    /// Series Instance UID.
    public let seriesInstanceUID: String

    /// Names an image.
    public init(sopClassUID: String, sopInstanceUID: String, seriesInstanceUID: String) {
      self.sopClassUID = sopClassUID
      self.sopInstanceUID = sopInstanceUID
      self.seriesInstanceUID = seriesInstanceUID
    }
  }

  /// The attributes in which the images agree, without pixels.
  ///
  /// Attributes of functional groups stand among the others, as in a classic image.
  public let common: DataSet

  /// The attributes of an image in the middle, without pixels.
  public let middle: DataSet

  /// Every image, each once.
  public let references: [Reference]

  /// Whether one of the images once went through a lossy compression.
  public let isLossy: Bool

  /// Takes what is needed of some of the images and the names of all.
  ///
  /// - Parameters:
  ///   - headers: Attributes of images, the one in the middle first: all of them, or a sample such
  ///     as the first, the middle and the last.
  ///   - references: Every image, each once.
  ///   - isLossy: Whether one of them once went through a lossy compression.
  /// - Precondition: There is a header.
  public init(headers: [DataSet], references: [Reference], isLossy: Bool) {
    precondition(!headers.isEmpty, "something is made of images")
    let flat = headers.map(Self.flattened)
    var common = flat[0]
    for other in flat.dropFirst() {
      for element in common.elements where !Self.agree(element.tag, common, other) {
        common.remove(element.tag)
      }
    }
    self.common = common
    middle = flat[0]
    self.references = references
    self.isLossy = isLossy
  }

  /// The same images with other attributes.
  package func mapped(_ change: (DataSet) -> DataSet) -> SourceImages {
    SourceImages(
      common: change(common), middle: change(middle), references: references, isLossy: isLossy)
  }

  private init(common: DataSet, middle: DataSet, references: [Reference], isLossy: Bool) {
    self.common = common
    self.middle = middle
    self.references = references
    self.isLossy = isLossy
  }

  private static func agree(_ tag: Tag, _ first: DataSet, _ second: DataSet) -> Bool {
    var one = DataSet()
    var other = DataSet()
    one.copy(tag, from: first)
    other.copy(tag, from: second)
    return one == other
  }

  /// An object's attributes with those of its functional groups among them, of its middle frame
  /// where frames differ; neither pixels nor private attributes.
  private static func flattened(_ object: DataSet) -> DataSet {
    let frames = object.items(.perFrameFunctionalGroupsSequence) ?? []
    let own = frames.isEmpty ? [] : FrameAttributes.macros(of: frames[frames.count / 2])
    let shared = object.item(.sharedFunctionalGroupsSequence).map(FrameAttributes.macros) ?? []
    var flat = DataSet()
    for source in [object] + shared + own {
      for element in source.elements where isKept(element.tag) {
        flat.copy(element.tag, from: source)
      }
    }
    return flat
  }

  private static func isKept(_ tag: Tag) -> Bool {
    !tag.isPrivate && tag.group != 0x7FE0 && tag != .perFrameFunctionalGroupsSequence
      && tag != .sharedFunctionalGroupsSequence
  }
}
