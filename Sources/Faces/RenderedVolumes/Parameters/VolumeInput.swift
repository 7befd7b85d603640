import DICOMModel
import SagittaEngine

/// Which part of a target is the volume that is meant.
struct VolumeInput: Hashable {
  /// An instance that is part of it, and one of its frames.
  struct Reference: Hashable {
    var instance: String
    var frame: Int?
  }

  var reference: Reference?
  var matches: [AttributeMatch] = []
  /// The number of a volume, as the JSON of the series counts them.
  var volume: Int?
  /// The phase of a volume that has several; nil for the first.
  var phase: Int?

  /// Takes the parameters, and all names that are those of attributes.
  mutating func read(_ reader: inout ParameterReader) throws(RenderedVolumesError) {
    reference = try reader.text(Self.name).map(Self.reference)
    volume = try reader.integer("volume", in: 1...1_000_000)
    phase = try reader.integer("phase", in: 0...1_000_000)
    for (name, value) in reader.rest {
      guard let tag = AttributeMatch.tag(name) else { continue }
      _ = reader.text(name)
      matches.append(AttributeMatch(name: name, tag: tag, value: value))
    }
    guard reference == nil || matches.isEmpty else {
      throw .wrongParameter(Self.name, problem: "it goes without attributes that are to match")
    }
  }

  private static let name = "volumeinputreference"

  /// `uid`, or `uid,frame`.
  private static func reference(_ text: String) throws(RenderedVolumesError) -> Reference {
    let fields = text.split(separator: ",", omittingEmptySubsequences: false)
    let isUID =
      (1...64).contains(fields[0].utf8.count)
      && fields[0].utf8.allSatisfy { (0x30...0x39).contains($0) || $0 == 0x2E }
    guard isUID, fields.count <= 2 else { throw unreadable }
    guard fields.count == 2 else { return Reference(instance: String(fields[0])) }
    guard fields[1].utf8.count < 10, let frame = Int(fields[1]), frame > 0 else { throw unreadable }
    return Reference(instance: String(fields[0]), frame: frame)
  }

  private static let unreadable = RenderedVolumesError.wrongParameter(
    name, problem: "it is the UID of an instance, or UID,FRAME")
}
