/// A file of a series: which slice it holds, and under which names.
struct SeriesFile: Hashable, Sendable {
  /// Why the file is there.
  enum Role: String, Hashable, Sendable, Codable {
    /// The slice itself.
    case slice
    /// The same instance once more.
    case duplicate
    /// The same SOP Instance UID, other pixels.
    case conflicting
    /// Another instance in the same place.
    case repeated
    /// A picture across the slices.
    case localizer
  }

  let role: Role
  /// The slice's index along the normal, missing ones counted; 0 for the localizer.
  let slice: Int
  let sopInstanceUID: String
  var name = ""
  var instanceNumber = 0

  init(_ role: Role, slice: Int, uids: DeterministicUID) {
    (self.role, self.slice) = (role, slice)
    // A second file of an instance has the identifier of the first.
    let isOfSlice = role == .duplicate || role == .conflicting
    sopInstanceUID = uids.uid(of: "\(isOfSlice ? Role.slice : role)/\(slice)")
  }

  /// Returns the files of a series in the order of their names.
  static func list(
    _ series: PhantomSeries, layout: SliceLayout, uids: DeterministicUID
  ) -> [SeriesFile] {
    let oddities = series.oddities
    func files(_ slice: Int) -> [SeriesFile] {
      let roles: [(Role, [Int])] = [
        (.slice, [slice]), (.duplicate, oddities.duplicatedSlices),
        (.conflicting, oddities.conflictingSlices),
        (.repeated, oddities.repeatedSlices),
      ]
      return roles.filter { $0.1.contains(slice) }
        .map { SeriesFile($0.0, slice: slice, uids: uids) }
    }
    var files = layout.present.flatMap(files)
    if series.order == .descending { files.reverse() }
    if oddities.hasLocalizer {
      files.insert(SeriesFile(.localizer, slice: 0, uids: uids), at: 0)
    }
    return named(files, series: series)
  }

  private static func named(_ files: [SeriesFile], series: PhantomSeries) -> [SeriesFile] {
    let random = CounterRandom(seed: series.seed)
    let isShuffled = series.order == .shuffled
    func order(_ stream: UInt64) -> [Int] {
      isShuffled ? random.stream(stream).permutation(files.count) : Array(0..<files.count)
    }
    let names = order(2)
    let numbers = order(3)
    var numberOfInstance: [String: Int] = [:]
    var result = files
    for n in files.indices {
      let digits = "\(names[n] + 1)"
      let zeros = String(repeating: "0", count: max(0, 4 - digits.count))
      result[n].name = "IM\(zeros)\(digits).dcm"
      let number = numberOfInstance[files[n].sopInstanceUID, default: numbers[n] + 1]
      numberOfInstance[files[n].sopInstanceUID] = number
      result[n].instanceNumber = number
    }
    return result.sorted { $0.name < $1.name }
  }
}
