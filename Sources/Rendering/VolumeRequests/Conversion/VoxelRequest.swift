public import SeriesLoading
public import Views
public import VolumeFiles
import VolumeModel

/// How the voxels of value files are stored.
public struct VoxelRequest: Codable, Hashable, Sendable {
  /// What is written for padding voxels.
  public enum Padding: Hashable, Sendable {
    /// NaN.
    case notANumber
    /// A number.
    case number(Float)

    /// The value that is written.
    public var value: Float {
      switch self {
      case .notANumber: .nan
      case .number(let number): number
      }
    }
  }

  /// The type of voxels; values that it cannot hold exactly are refused.
  public var type: VoxelType
  /// Whether values are rounded to the type, with slope and intercept in the header (NIfTI only).
  public var isScaled: Bool
  /// Whether formats that can are compressed; `.nii.gz` always is.
  public var isCompressed: Bool
  /// What is written for padding voxels; nil for the file's own value.
  public var padding: Padding?
  /// Whether files carry the series' description, identifiers and texts; nil is no.
  public var showIdentity: Bool?
  /// Whether values are labels, which levels of detail do not mix; nil where their own file says so.
  public var holdsLabels: Bool?

  /// Creates a request; floats by default.
  public init(
    type: VoxelType = .float32, isScaled: Bool = false, isCompressed: Bool = false,
    padding: Padding? = nil, showIdentity: Bool? = nil, holdsLabels: Bool? = nil
  ) {
    self.type = type
    self.isScaled = isScaled
    self.isCompressed = isCompressed
    self.padding = padding
    self.showIdentity = showIdentity
    self.holdsLabels = holdsLabels
  }

  /// Refuses what makes no sense, whatever the volume and format.
  ///
  /// - Throws: `RequestError` that names the field.
  public func validate() throws(RequestError) {
    if isScaled, !type.isInteger {
      throw RequestError(
        .outOfRange, field: "voxels.isScaled",
        sentence: "`voxels.isScaled` needs a type of whole numbers")
    }
    if case .number(let number)? = padding, !number.isFinite {
      throw RequestError(
        .outOfRange, field: "voxels.padding", sentence: "`voxels.padding` is not finite")
    }
  }

  /// A writer for some phases of a volume, with a text about its origin.
  ///
  /// - Throws: `LoadError` if the phases' times cannot be read.
  public func writer(
    for plan: VolumePlan, phases: [Int], note: String? = nil, loader: VolumeLoader
  ) throws -> VolumeFileWriter {
    var encoding = VoxelEncoding(
      type: type, isScaled: isScaled, isCompressed: isCompressed,
      times: try loader.times(ofPhases: phases, plan: plan), note: note,
      namesSeries: showIdentity ?? false)
    encoding.holdsLabels = holdsLabels ?? plan.holdsLabels
    encoding.phaseName = plan.phaseAxes.count == 1 ? plan.phaseAxes.first?.briefName : nil
    return VolumeFileWriter(
      padding: padding.map { .value($0.value) } ?? .keep, encoding: encoding)
  }
}

extension VoxelRequest.Padding: Codable {
  /// The word for NaN, which has no number in JSON.
  private static let word = "nan"

  /// Reads a number or `nan`.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let number = try? container.decode(Float.self) {
      self = .number(number)
    } else if try container.decode(String.self) == Self.word {
      self = .notANumber
    } else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "padding is a number, or \(Self.word)")
    }
  }

  /// Writes a number or `nan`.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .notANumber: try container.encode(Self.word)
    case .number(let number): try container.encode(number)
    }
  }
}

extension VolumePlan {
  /// Whether the volume's own files say that its values are labels.
  fileprivate var holdsLabels: Bool {
    volumeFile?.holdsLabels == true || attributes.modality == "SEG"
  }
}

extension VolumeLoader {
  /// When phases that follow each other were taken, if it is known in seconds.
  fileprivate func times(ofPhases phases: [Int], plan: VolumePlan) throws -> PhaseTimes? {
    guard phases.count > 1, let times = try phaseTimes(of: plan), let first = phases.first else {
      return nil
    }
    return PhaseTimes(first: times.first + Double(first) * times.step, step: times.step)
  }
}

extension PhaseAxis {
  /// The axis in the 15 letters that NIfTI has for it, with its unit.
  fileprivate var briefName: String {
    switch name {
    case "Echo Time", "Effective Echo Time": "echo time ms"
    case "Diffusion b-value": "b-value s/mm2"
    default: String(name.prefix(15))
    }
  }
}

extension VoxelRequest {
  /// Reads the fields that are given; the others are what they are in a new request.
  ///
  /// - Throws: `RequestError` for a field that there is not; `DecodingError`.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.fields(CodingKeys.self)
    let standard = Self()
    self.init(
      type: try fields.value(.type, default: standard.type),
      isScaled: try fields.value(.isScaled, default: standard.isScaled),
      isCompressed: try fields.value(.isCompressed, default: standard.isCompressed),
      padding: try fields.value(.padding),
      showIdentity: try fields.value(.showIdentity),
      holdsLabels: try fields.value(.holdsLabels))
  }
}
