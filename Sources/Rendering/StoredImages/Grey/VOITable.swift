import DICOMModel

/// A table from modality values to display values (PS3.3 C.11.2): an item of VOI LUT Sequence.
public struct VOITable: Hashable, Sendable {
  /// The modality value of the first entry; smaller ones get that entry too.
  public let first: Int
  /// The display values; modality values beyond the last entry get the last.
  public let values: [Int]
  /// Bits of a display value: black is 0, white 2ᵇ − 1.
  public let bits: Int
  /// What the file calls it.
  public let explanation: String?

  /// Reads an item; nil if it makes no sense.
  ///
  /// The first modality value is meant as a signed number where modality values can be negative.
  init?(_ item: DataSet, isSigned: Bool) {
    guard let words = item.integers(.lutDescriptor, as: .us), words.count == 3,
      let signed = item.integers(.lutDescriptor, as: .ss), (1...16).contains(words[2]),
      let bytes = item.bytes(.lutData)
    else { return nil }
    let count = words[0] == 0 ? 65_536 : words[0]
    if bytes.count >= 2 * count, let entries = item.integers(.lutData, as: .us) {
      values = Array(entries.prefix(count))
    } else if words[2] <= 8, bytes.count >= count {
      values = bytes.prefix(count).map { Int($0) }
    } else {
      return nil
    }
    first = isSigned ? signed[1] : words[1]
    // Some writers say 8 where the entries need more.
    let needed = Int.bitWidth - (values.max() ?? 0).leadingZeroBitCount
    bits = max(words[2], needed)
    explanation = item.string(.lutExplanation)
  }

  /// The grey of a modality value: 0 is black, `white` is white.
  func grey(of value: Float, white: Double) -> Double {
    guard value.isFinite else { return 0 }
    let place = Double(value).rounded(.toNearestOrAwayFromZero) - Double(first)
    let entry = values[Int(min(max(place, 0), Double(values.count - 1)))]
    return (Double(entry) * white / Double((1 << bits) - 1)).rounded(.toNearestOrAwayFromZero)
  }
}
