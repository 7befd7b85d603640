import Faults
public import SeriesLoading
public import Views

/// Which volumes of an input are used, which phases of them, and how files are read.
///
/// It names no file: what the input is stands beside it.
public struct VolumeSelection: Codable, Hashable, Sendable {
  /// The word that stands for every volume.
  public static let all = "all"

  /// A volume's number, its Series Instance UID, or ``all``; nil takes the one with the most voxels.
  public var volume: String?

  /// Which phase; nil leaves it to the request, most of which take the first.
  public var phase: PhaseSelection?

  /// Millimetres between columns, rows and slices of images that do not say where they lie.
  public var assumedSpacing: [Double]?

  /// Tolerances of the loader that are not the default ones, by their words, in their units.
  public var tolerances: [String: Double]

  /// What voxels are.
  public var values: ValueKind

  /// Whether volume files may name data files that do not lie below their own folder; nil is no.
  public var outsideData: Bool?

  /// How voxels are kept in memory.
  ///
  /// No result depends on it, so that no record of a request has it.
  public var storage = StorageChoice.float

  /// Selects the largest volume, read the default way.
  public init(
    volume: String? = nil, phase: PhaseSelection? = nil, assumedSpacing: [Double]? = nil,
    tolerances: [String: Double] = [:], values: ValueKind = .modality, outsideData: Bool? = nil
  ) {
    self.volume = volume
    self.phase = phase
    self.assumedSpacing = assumedSpacing
    self.tolerances = tolerances
    self.values = values
    self.outsideData = outsideData
  }

  /// Whether every volume is used.
  public var isOfAll: Bool { volume == Self.all }

  /// Refuses what makes no sense, whatever the input.
  ///
  /// - Throws: `RequestError` that names the field.
  public func validate() throws(RequestError) {
    if case .number(let number)? = phase, number < 0 {
      throw RequestError(
        .outOfRange, field: "phase", sentence: "`phase` \(number) is below 0")
    }
    if let assumedSpacing {
      guard assumedSpacing.count == 3, assumedSpacing.allSatisfy({ $0 > 0 && $0.isFinite }) else {
        throw RequestError(
          .outOfRange, field: "assumedSpacing",
          sentence: "`assumedSpacing` is not three numbers above 0")
      }
    }
    var trial = StackTolerances()
    for (key, value) in tolerances.sorted(by: { $0.key < $1.key })
    where !trial.set(key, to: value) {
      throw RequestError(
        .outOfRange, field: "tolerances",
        sentence:
          "`tolerances` has \(key), which is unknown or has a number that is negative; names are "
          + StackTolerances.keys.joined(separator: ", "))
    }
  }

  /// A loader that reads as the selection asks.
  public func loader() -> VolumeLoader {
    var loader = VolumeLoader()
    if let spacing = assumedSpacing, spacing.count == 3 {
      loader.assumedSpacing = SIMD3(spacing[0], spacing[1], spacing[2])
    }
    // Names that are not known were refused by validate().
    for (key, value) in tolerances { _ = loader.tolerances.set(key, to: value) }
    loader.values = values
    loader.allowsOutsideData = outsideData ?? false
    loader.storage = storage
    return loader
  }
}

extension VolumeSelection {
  private enum CodingKeys: String, CodingKey {
    case volume, phase, assumedSpacing, tolerances, values, outsideData
  }

  /// Reads the fields that are given; the others are what they are in a new request.
  ///
  /// - Throws: `RequestError` for a field that there is not; `DecodingError`.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.fields(CodingKeys.self)
    let standard = Self()
    self.init(
      volume: try fields.value(.volume),
      phase: try fields.value(.phase),
      assumedSpacing: try fields.value(.assumedSpacing),
      tolerances: try fields.value(.tolerances, default: standard.tolerances),
      values: try fields.value(.values, default: standard.values),
      outsideData: try fields.value(.outsideData))
  }
}
