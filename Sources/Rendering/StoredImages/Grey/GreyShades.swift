/// From stored samples to grey, in one table where there are few enough values.
struct GreyShades {
  let map: ModalityMap
  let view: GreyView
  let isInverted: Bool
  /// The largest grey.
  let white: Int

  /// Values for which a table is made; beyond, each sample is computed.
  private static let longestTable = 1 << 17

  /// The grey of every sample; what is no number is black.
  func shades<Word: FixedWidthInteger>(of samples: StoredSamples) -> [Word] {
    switch samples {
    case .doubles(let values): return values.map { shade(of: $0) }
    case .integers(let values):
      guard let low = values.min(), let high = values.max(),
        Int(high) - Int(low) < Self.longestTable
      else { return values.map { shade(of: Double($0)) } }
      let table: [Word] = (Int(low)...Int(high)).map { shade(of: Double($0)) }
      return values.map { table[Int($0) - Int(low)] }
    }
  }

  private func shade<Word: FixedWidthInteger>(of stored: Double) -> Word {
    let value = map.value(of: stored)
    guard !value.isNaN else { return 0 }
    let grey = view.grey(of: value, white: Double(white))
    return Word(truncatingIfNeeded: isInverted ? white - Int(grey) : Int(grey))
  }
}
