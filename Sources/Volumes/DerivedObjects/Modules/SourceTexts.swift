import DICOMImaging
import DICOMModel

/// The source's attributes as an object of some texts can take them over.
struct SourceTexts {
  /// The source with legal values and, where needed, with its texts in UTF-8.
  let source: SourceImages?
  /// Whether the object's texts are in UTF-8.
  let isUTF8: Bool
  /// Attributes whose values were put right or left out.
  let mendedTags: Set<Tag>

  /// Keeps the source's set, so that its texts keep their bytes, unless it cannot hold the others,
  /// or the images have different ones.
  init(_ source: SourceImages?, options: DerivedObjectOptions, texts: [String]) {
    guard let source else {
      self.source = nil
      isUTF8 = !texts.allSatisfy(TextEncoding.ascii.holds)
      mendedTags = []
      return
    }
    // Undeclared, texts are ASCII.
    let isDeclared = source.middle.contains(.specificCharacterSet) && !options.isAnonymous
    let encoding = isDeclared ? source.middle.textEncoding : .ascii
    let isOneSet =
      source.common.contains(.specificCharacterSet) == source.middle.contains(.specificCharacterSet)
    isUTF8 = !texts.allSatisfy(encoding.holds) || (!isOneSet && !options.isAnonymous)
    var tags: Set<Tag> = []
    func mended(_ set: DataSet) -> DataSet {
      let mended = MendedValues(set)
      tags.formUnion(mended.tags)
      return mended.set
    }
    let isTranscoded = isUTF8
    self.source = source.mapped { set in
      let legal = mended(set)
      return isTranscoded ? legal.inUTF8(from: source.middle.textEncoding) : legal
    }
    mendedTags = tags
  }
}
