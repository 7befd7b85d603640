import DICOMModel
import Geometry
import VolumeModel

/// Everything that is fixed once the parameters of a series are: layout, field, files, names.
struct SeriesContent: Sendable {
  let series: PhantomSeries
  let layout: SliceLayout
  let phantom: Phantom
  let uids: DeterministicUID
  let files: [SeriesFile]
  private let noise: GaussianNoise
  private let junk: CounterRandom

  init(_ series: PhantomSeries) throws {
    try series.validate()
    self.series = series
    layout = SliceLayout(series)
    phantom = Phantom(series.kind, fitting: layout.nominalGrid)
    uids = DeterministicUID(identity: try PhantomTruth.json(SeriesParameters(series).identity))
    files = SeriesFile.list(series, layout: layout, uids: uids)
    noise = GaussianNoise(standardDeviation: series.noise, seed: series.seed)
    junk = CounterRandom(seed: series.seed).stream(4)
  }

  /// How the values of a slice are stored.
  func format(ofSlice slice: Int) -> StoredFormat {
    let format = series.format
    guard series.oddities.hasSlopePerSlice else { return format }
    return format.with(slope: format.slope * (1 + 0.125 * Double(slice % 7)))
  }

  /// Returns the stored value of a pixel.
  func stored(_ column: Int, row: Int, slice: Int) -> Int {
    if let padding = series.oddities.paddingValue, isPadding(column, row: row) {
      return padding
    }
    let steps = layout.steps
    let center = layout.positions[slice] + steps[0] * Double(column) + steps[1] * Double(row)
    let mean = phantom.mean(around: center, steps: steps, supersampling: series.supersampling)
    let offset = layout.dimensions.offset(column, row, slice)
    return format(ofSlice: slice).stored(mean + noise[offset])
  }

  /// Whether a pixel lies outside the largest circle of the picture and padding is asked for.
  func isPadding(_ column: Int, row: Int) -> Bool {
    guard series.oddities.paddingValue != nil else { return false }
    let x = Double(2 * column + 1 - layout.dimensions.columns)
    let y = Double(2 * row + 1 - layout.dimensions.rows)
    let diameter = Double(min(layout.dimensions.columns, layout.dimensions.rows))
    return x * x + y * y > diameter * diameter
  }

  /// Returns the modality value that a loader finds for a stored value.
  func modalityValue(_ stored: Int, slice: Int) -> Double {
    guard series.modality == .ct else { return Double(stored) }
    let format = format(ofSlice: slice)
    return Double(stored) * format.slope + format.intercept
  }

  /// Returns the pixel data of a file, as little-endian words.
  func pixelData(of file: SeriesFile) -> [UInt8] {
    let size = layout.dimensions
    var bytes: [UInt8] = []
    bytes.reserveCapacity(2 * size.voxelsPerSlice)
    for row in 0..<size.rows {
      for column in 0..<size.columns {
        let stored = storedValue(of: file, column: column, row: row)
        let word = series.format.word(stored) | junkBits(size.offset(column, row, file.slice))
        bytes.append(UInt8(truncatingIfNeeded: word))
        bytes.append(UInt8(truncatingIfNeeded: word >> 8))
      }
    }
    return bytes
  }

  private func storedValue(of file: SeriesFile, column: Int, row: Int) -> Int {
    switch file.role {
    case .localizer: return localizerValue(column, row: row)
    case .conflicting:
      let value = stored(column, row: row, slice: file.slice)
      return value < series.format.range.upperBound ? value + 1 : value - 1
    case .slice, .duplicate, .repeated: return stored(column, row: row, slice: file.slice)
    }
  }

  private func junkBits(_ n: Int) -> UInt16 {
    guard series.oddities.hasJunkHighBits else { return 0 }
    return UInt16(truncatingIfNeeded: junk.bits(n)) & ~series.format.word(-1)
  }
}

extension SeriesContent {
  /// The localizer's rows run as the slices' do, its columns against the normal.
  var localizerOrientation: (row: PatientVector, column: PatientVector) {
    (layout.orientation.row, -layout.orientation.normal)
  }

  /// The centre of the localizer's first pixel in LPS mm; its middle is the series'.
  var localizerPosition: PatientPoint {
    let (row, column) = localizerOrientation
    let size = layout.dimensions
    return series.center - row * (Double(size.columns - 1) / 2 * series.spacing.x)
      - column * (Double(size.rows - 1) / 2 * series.spacing.y)
  }

  private func localizerValue(_ column: Int, row: Int) -> Int {
    let (right, down) = localizerOrientation
    let point =
      localizerPosition + right * (Double(column) * series.spacing.x)
      + down * (Double(row) * series.spacing.y)
    return series.format.stored(phantom.value(at: point))
  }
}
