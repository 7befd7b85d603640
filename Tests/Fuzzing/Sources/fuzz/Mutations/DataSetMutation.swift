import DICOMCoding
import DICOMModel

/// Mutations of data sets: elements and items instead of bytes, so that what is tried gets past the
/// parser.
enum DataSetMutation {
  /// Changes one element of one file, and writes the file anew.
  static func mutated(_ bytes: [UInt8], random: inout FuzzRandom) -> [UInt8]? {
    let reader = Part10Reader(inflater: FuzzTarget.inflater)
    guard let file = try? reader.readWhole(bytes) else { return nil }
    var set = file.dataSet
    change(&set, random: &random)
    return try? Part10Writer().file(set, transferSyntax: file.transferSyntax)
  }

  /// Changes one of several files, which ``FuzzFolder/separator`` divides, or their number.
  static func mutatedFiles(_ bytes: [UInt8], random: inout FuzzRandom) -> [UInt8]? {
    var files = FuzzFolder.split(bytes, most: 8)
    let place = random.below(files.count)
    switch random.below(8) {
    case 0 where files.count > 1: files.remove(at: place)
    case 1 where files.count < 8:
      guard let other = mutated(files[place], random: &random) else { return nil }
      files.append(other)
    default:
      guard let other = mutated(files[place], random: &random) else { return nil }
      files[place] = other
    }
    return Array(files.joined(separator: FuzzFolder.separator))
  }

  private static func change(_ set: inout DataSet, random: inout FuzzRandom) {
    let elements = set.elements.filter { $0.tag.group > 2 }
    guard !elements.isEmpty else { return }
    let element = random.one(of: elements)
    if let items = set.items(element.tag), random.below(4) > 0 {
      set.set(element.tag, items: changed(items, random: &random))
      return
    }
    switch random.below(10) {
    case 0: set.remove(element.tag)
    case 1: copy(element.tag, of: set, into: &set, random: &random)
    case 2: setImportant(&set, random: &random)
    case 3: set.set(element.tag, items: [set])
    default: setValue(element, of: &set, random: &random)
    }
  }

  /// Functional groups and other sequences: one item changed, lost, doubled or moved.
  private static func changed(_ items: [DataSet], random: inout FuzzRandom) -> [DataSet] {
    guard !items.isEmpty else { return [DataSet()] }
    var items = items
    let place = random.below(items.count)
    switch random.below(6) {
    case 0: items.remove(at: place)
    case 1: items.insert(items[place], at: random.below(items.count))
    case 2: items.swapAt(place, random.below(items.count))
    default: change(&items[place], random: &random)
    }
    return items
  }

  private static func copy(
    _ tag: Tag, of source: DataSet, into set: inout DataSet, random: inout FuzzRandom
  ) {
    let elements = source.elements.filter { !$0.tag.isOfMeta }
    guard let bytes = source.bytes(tag), !elements.isEmpty else { return }
    let other = random.one(of: elements)
    set.set(other.tag, vr: other.vr, bytes: Array(bytes))
  }

  /// Attributes that decide sizes, places and kinds.
  private static let important: [Tag] = [
    .rows, .columns, .numberOfFrames, .samplesPerPixel, .bitsAllocated, .bitsStored, .highBit,
    .pixelRepresentation, .imagePositionPatient, .imageOrientationPatient, .pixelSpacing,
    .sliceThickness, .rescaleSlope, .rescaleIntercept, .gridFrameOffsetVector, .instanceNumber,
    .imageType, .photometricInterpretation, .temporalPositionIdentifier,
  ]

  private static func setImportant(_ set: inout DataSet, random: inout FuzzRandom) {
    let tag = random.one(of: important)
    setValue(tag, vr: DataDictionary.vr(tag) ?? .un, of: &set, random: &random)
  }

  private static func setValue(
    _ element: DataElement, of set: inout DataSet, random: inout FuzzRandom
  ) {
    setValue(element.tag, vr: element.vr, of: &set, random: &random)
  }

  private static func setValue(
    _ tag: Tag, vr: VR, of set: inout DataSet, random: inout FuzzRandom
  ) {
    switch vr {
    case .us, .ss, .ow:
      let words: [UInt16] = [0, 1, 2, 3, 7, 8, 16, 255, 0x7FFF, 0x8000, 0xFFFF]
      let word = random.one(of: words)
      set.set(tag, vr: vr, bytes: [UInt8(truncatingIfNeeded: word), UInt8(word >> 8)])
    case .sq: set.set(tag, items: [])
    case .ob, .un, .ul, .sl, .fl, .fd, .of, .od:
      let count = random.below(17)
      set.set(tag, vr: vr, bytes: (0..<count).map { _ in UInt8(random.below(256)) })
    default:
      let count = random.one(of: [1, 1, 2, 3, 6, 7])
      let values = (0..<count).map { _ in random.one(of: TextMutation.numbers) }
      set.set(tag, vr: vr, bytes: Array(values.joined(separator: "\\").utf8))
    }
  }
}

extension Tag {
  fileprivate var isOfMeta: Bool { group <= 2 }
}
