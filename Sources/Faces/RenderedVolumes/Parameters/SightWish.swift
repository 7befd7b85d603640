import SagittaEngine

/// From where a volume is seen, as far as a request says it.
struct SightWish {
  /// The side of the patient that the camera looks at (PS3.18 8.3.5.3.4).
  var side: Side?
  var position: PatientPoint?
  var lookAt: PatientPoint?
  var up: PatientVector?
  /// The middle of the picture, by the own parameter.
  var center: PatientPoint?
  var right: PatientVector?
  var down: PatientVector?

  /// Whether one of the three parameters of the standard's camera was given.
  var hasViewpoint: Bool { position != nil || lookAt != nil || up != nil }

  /// Takes the parameters.
  mutating func read(_ reader: inout ParameterReader) throws(RenderedVolumesError) {
    side = try reader.word("orientation")
    position = try Self.point("viewpointposition", &reader)
    lookAt = try Self.point("viewpointlookat", &reader)
    up = try Self.point("viewpointup", &reader)?.fromOrigin
    center = try Self.point("center", &reader)
    right = try Self.point("right", &reader)?.fromOrigin
    down = try Self.point("down", &reader)?.fromOrigin
    try check()
  }

  private func check() throws(RenderedVolumesError) {
    guard side == nil || !hasViewpoint else {
      throw .wrongParameter("orientation", problem: "it goes without the viewpoint parameters")
    }
    guard (right == nil) == (down == nil) else {
      throw .wrongParameter("right", problem: "right and down go together")
    }
    guard right == nil || (side == nil && !hasViewpoint) else {
      throw .wrongParameter(
        "right", problem: "it goes without orientation and the viewpoint parameters")
    }
    guard center == nil || !hasViewpoint else {
      throw .wrongParameter("center", problem: "viewpointlookat says it already")
    }
    if let position, let lookAt, (lookAt - position).normalized == nil {
      throw .wrongParameter("viewpointposition", problem: "it is the point that is looked at")
    }
    if let up, up.normalized == nil {
      throw .wrongParameter("viewpointup", problem: "0,0,0 is no direction")
    }
    if let right, let down {
      do throws(ReslicingError) {
        _ = try ImageOrientation(right: right, down: down)
      } catch {
        throw .wrongParameter("right", problem: error.description)
      }
    }
  }

  private static func point(
    _ name: String, _ reader: inout ParameterReader
  ) throws(RenderedVolumesError) -> PatientPoint? {
    try reader.numbers(name, counts: { $0 == 3 }, like: "10,-20,300")
      .map { PatientPoint($0[0], $0[1], $0[2]) }
  }
}

/// A side of the patient, from which a camera looks at the volume's centre.
enum Side: String, CaseIterable {
  case anterior = "a"
  case posterior = "p"
  case right = "r"
  case left = "l"
  case head = "h"
  case feet = "f"

  /// The camera's direction.
  var view: CameraView {
    switch self {
    case .anterior: .anterior
    case .posterior: .posterior
    case .right: .right
    case .left: .left
    case .head: .head
    case .feet: .feet
    }
  }
}
