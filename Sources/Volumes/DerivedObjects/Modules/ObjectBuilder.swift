import DICOMImaging
import DICOMModel

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Puts a derived object together, module by module (PS3.3): what all derived objects share.
struct ObjectBuilder {
  let source: SourceImages?
  let options: DerivedObjectOptions
  let derivation: Derivation
  /// Series Instance UID of the derived series.
  let seriesUID: String
  /// The items that name the source images.
  let references: References
  /// Whether texts are in UTF-8, since the source's set cannot hold all of them.
  let isUTF8: Bool
  /// Attributes of the source whose values the standard forbids.
  let mendedTags: Set<Tag>
  /// The object so far.
  var set = DataSet()

  /// Begins an object; `texts` is what it says beside the source's texts, its series' description
  /// and what was done.
  init(
    _ source: SourceImages?, options: DerivedObjectOptions, derivation: Derivation,
    seriesUID: String, texts: [String] = []
  ) {
    let source = options.isAnonymous ? source?.anonymous : source
    let description = Self.seriesDescription(source, options: options, derivation: derivation)
    let texts = SourceTexts(
      source, options: options, texts: texts + [description, derivation.description])
    self.source = texts.source
    isUTF8 = texts.isUTF8
    mendedTags = texts.mendedTags
    self.options = options
    self.derivation = derivation
    self.seriesUID = seriesUID
    references = References(options.isAnonymous ? [] : source?.references ?? [])
  }

  /// Takes attributes over from the source, as they are; those in which its images differ are
  /// left out.
  mutating func take(_ tags: some Sequence<Tag>) {
    guard let source else { return }
    set.copy(tags, from: source.common)
  }

  /// Takes attributes over that must be there: empty (type 2) if the source does not say them.
  mutating func takeOrLeaveEmpty(_ tags: some Sequence<Tag>) {
    take(tags)
    for tag in tags where !set.contains(tag) { setEmpty(tag) }
  }

  /// Says that a value is not known.
  mutating func setEmpty(_ tag: Tag) {
    if DataDictionary.vr(tag) == .sq { set.set(tag, items: []) } else { set.set(tag, bytes: []) }
  }

  /// Returns the identifier that stands for one of the source's: itself, or a new one if the
  /// object is anonymous.
  func kept(_ uid: String) -> String {
    options.isAnonymous ? options.identifiers.replacement(for: uid) : uid
  }

  /// Returns an item of a code sequence, of the DICOM Controlled Terminology.
  static func code(_ value: String, meaning: String) -> DataSet {
    var item = DataSet()
    item.set(.codeValue, string: value)
    item.set(.codingSchemeDesignator, string: "DCM")
    item.set(.codeMeaning, string: meaning)
    return item
  }

  /// Cuts a text to the length that its representation allows, in characters.
  static func cut(_ text: String, length: Int) -> String { String(text.prefix(length)) }
}

/// Dates and times as DICOM writes them, in the local time zone.
enum DICOMClock {
  /// DA: `YYYYMMDD`.
  static func date(_ moment: Date) -> String {
    let parts = parts(moment)
    return digits(parts.year, count: 4) + digits(parts.month, count: 2)
      + digits(parts.day, count: 2)
  }

  /// TM: `HHMMSS`.
  static func time(_ moment: Date) -> String {
    let parts = parts(moment)
    return digits(parts.hour, count: 2) + digits(parts.minute, count: 2)
      + digits(parts.second, count: 2)
  }

  /// The years that DA can write, in seconds since 2001.
  private static let years = -63_113_904_000.0...252_423_993_599

  /// A moment beyond what DA can write becomes the nearest that it can.
  private static func parts(_ moment: Date) -> DateComponents {
    let seconds = moment.timeIntervalSinceReferenceDate
    let limited = seconds.isNaN ? 0 : min(max(seconds, years.lowerBound), years.upperBound)
    return Calendar(identifier: .gregorian).dateComponents(
      [.year, .month, .day, .hour, .minute, .second],
      from: Date(timeIntervalSinceReferenceDate: limited))
  }

  private static func digits(_ number: Int?, count: Int) -> String {
    let text = String(number ?? 0)
    return String(repeating: "0", count: max(0, count - text.count)) + text
  }
}
