package import DICOMModel

/// The attributes of one frame, wherever the object keeps them.
///
/// Functional groups (PS3.3 C.7.6.16) are laid over the data set: what an item says of the
/// frame wins over what all frames share, and that over the data set itself.
package struct FrameAttributes {
  /// Where to look, in this order; the data set itself comes last.
  package let sources: [DataSet]
  /// The frame's private items, which are looked at for private elements only.
  let privateItems: [DataSet]

  /// Attributes of an object without functional groups.
  package init(_ dataSet: DataSet) {
    sources = [dataSet]
    privateItems = []
  }

  /// Attributes of one frame: the macros of its own item, those of the shared item, and the
  /// data set.
  init(
    frame: [DataSet], shared: [DataSet], privateItems: [DataSet] = [], dataSet: DataSet
  ) {
    sources = frame + shared + [dataSet]
    self.privateItems = privateItems
  }

  /// The data set to read an attribute from: the first that has it, else the last.
  package subscript(tag: Tag) -> DataSet {
    let last = sources.count - 1
    for index in 0..<last where sources[index].contains(tag) { return sources[index] }
    return sources[last]
  }

  /// Whether one of the functional groups, and not only the data set itself, has an attribute.
  func isInGroups(_ tag: Tag) -> Bool {
    sources.dropLast().contains { $0.contains(tag) }
  }

  package func doubles(_ tag: Tag) -> [Double]? { self[tag].doubles(tag) }
  package func double(_ tag: Tag) -> Double? { self[tag].double(tag) }
  package func string(_ tag: Tag) -> String? { self[tag].string(tag) }
  package func strings(_ tag: Tag) -> [String]? { self[tag].strings(tag) }
  package func bytes(_ tag: Tag) -> ArraySlice<UInt8>? { self[tag].bytes(tag) }

  /// Whether the frame lies in the coordinates of a volume of ultrasound, not in a patient's
  /// (PS3.3 C.7.6.16.2.21).
  var isInVolumeFrame: Bool {
    isInGroups(.imagePositionVolume) && !isInGroups(.imagePositionPatient)
  }

  /// What a text attribute says, for messages about it: ` (“0.8;0.5”)`; empty if there is no text.
  func shownValue(_ tag: Tag) -> String {
    let text = self[tag].strings(tag)?.joined(separator: "\\") ?? ""
    guard !text.isEmpty else { return "" }
    let most = 64
    return " (\u{201C}\(text.prefix(most))\(text.count > most ? "…" : "")\u{201D})"
  }

  /// The macros of a functional-groups item: the first item of each of its sequences.
  ///
  /// Private sequences are left out: some hold a whole classic header, which says of the
  /// frame what its macros no longer do.
  static func macros(of item: DataSet) -> [DataSet] { items(of: item) { !$0.isPrivate } }

  /// The first item of each private sequence of a functional-groups item.
  static func privateItems(of item: DataSet) -> [DataSet] { items(of: item, where: \.isPrivate) }

  private static func items(of item: DataSet, where isWanted: (Tag) -> Bool) -> [DataSet] {
    item.elements.compactMap { element in
      element.isSequence && isWanted(element.tag) ? item.item(element.tag) : nil
    }
  }
}

extension Tag {
  /// Image Position (Volume), VR FD.
  static let imagePositionVolume = Tag(0x0020, 0x9301)
  /// Image Orientation (Volume), VR FD.
  static let imageOrientationVolume = Tag(0x0020, 0x9302)
}
