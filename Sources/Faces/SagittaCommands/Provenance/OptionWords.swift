import Sagitta

/// The options of a verb as a request: their names, and those of their values that can tell of
/// nobody, which are numbers and words that the program itself has.
struct OptionWords: Encodable {
  let options: [String]

  init(_ invocation: Invocation) {
    options = invocation.words.dropFirst().prefix { $0 != "--" }.flatMap(Self.kept)
  }

  private static func kept(_ word: String) -> [String] {
    let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
    guard let first = parts.first, first.wholeMatch(of: /--?[a-z][a-z-]*/) != nil else {
      return isHarmless(word) ? [word] : []
    }
    return parts.dropFirst().allSatisfy(isHarmless) ? [word] : [first]
  }

  private static func isHarmless(_ value: String) -> Bool {
    value.wholeMatch(of: /[-+0-9.,x]+/) != nil || vocabulary.contains(value)
  }

  private static var vocabulary: Set<String> {
    Set(
      OrthogonalOrientation.allCases.map(\.rawValue) + Interpolation.allCases.map(\.rawValue)
        + SampleBlend.allCases.map(\.rawValue) + DerivedEncoding.allCases.map(\.rawValue)
        + WindowPreset.all.map(\.name) + ColorMap.all.map(\.name)
        + TransferFunction.presets.compactMap(\.name) + ["all", "full"])
  }
}
