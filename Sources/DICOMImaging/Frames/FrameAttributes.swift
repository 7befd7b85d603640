package import DICOMModel

/// The attributes of one frame, wherever the object keeps them.
///
/// Functional groups (PS3.3 C.7.6.16) are laid over the data set: what an item says of the
/// frame wins over what all frames share, and that over the data set itself.
package struct FrameAttributes {
  /// Where to look, in this order; the data set itself comes last.
  package let sources: [DataSet]

  /// Attributes of an object without functional groups.
  package init(_ dataSet: DataSet) {
    sources = [dataSet]
  }

  /// Attributes of one frame: the macros of its own item, those of the shared item, and the
  /// data set.
  init(frame: [DataSet], shared: [DataSet], _ dataSet: DataSet) {
    sources = frame + shared + [dataSet]
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

  /// The macros of a functional-groups item: the first item of each of its sequences.
  ///
  /// Private sequences are left out: some hold a whole classic header, which says of the
  /// frame what its macros no longer do.
  static func macros(of item: DataSet) -> [DataSet] {
    item.elements.compactMap { element in
      element.isSequence && !element.tag.isPrivate ? item.item(element.tag) : nil
    }
  }
}
