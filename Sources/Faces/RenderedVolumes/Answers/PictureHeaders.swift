import SagittaEngine
import WebServices

/// What the head of an answer says beside its type.
struct PictureHeaders {
  let parameters: RenderedParameters
  let pictures: any Pictures
  let found: TargetVolumes.Found

  /// The fields.
  var fields: [WebHeader] {
    var fields: [WebHeader] = []
    if let plane = pictures.plane {
      fields.append(WebHeader("Sagitta-Plane", Self.text(of: plane)))
    }
    if let window = pictures.window {
      let text = "\(window.center),\(window.width),\(window.function.rawValue)"
      fields.append(WebHeader("Sagitta-Window", text))
    }
    if let coarse = found.coarse {
      fields.append(WebHeader("Sagitta-Preliminary", "\(coarse.count)/\(coarse.total)"))
    }
    if let size = found.halved?.kept.volume.dimensions {
      let counts = size.ijk.map(String.init).joined(separator: ",")
      fields.append(WebHeader("Sagitta-Coarse", counts))
    }
    return fields + warnings
  }

  private var warnings: [WebHeader] {
    var texts = found.notes
    if let coarse = found.coarse {
      texts.append("a preliminary picture of \(coarse.count) of \(coarse.total) slices")
    }
    if !parameters.unknown.isEmpty {
      texts.append(
        "The following parameters are not supported: \(parameters.unknown.joined(separator: ", "))")
    }
    if !parameters.annotation.unknown.isEmpty {
      texts.append(
        "The following annotation values are not supported: "
          + parameters.annotation.unknown.joined(separator: ", "))
    }
    return texts.map { WebHeader("Warning", "299 sagitta: \"\($0)\"") }
  }

  /// Where the pixels lie, as JSON in one line.
  private static func text(of plane: PlaneGeometry) -> String {
    func list(_ point: SIMD3<Double>) -> String { "[\(point.x),\(point.y),\(point.z)]" }
    return "{\"center\":\(list(plane.center.coordinates)),"
      + "\"right\":\(list(plane.right.components)),\"down\":\(list(plane.down.components)),"
      + "\"pixel\":\(plane.pixelWidth),\"size\":[\(plane.width),\(plane.height)]}"
  }
}
