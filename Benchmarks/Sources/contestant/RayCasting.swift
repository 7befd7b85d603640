import Foundation
import Sagitta

extension Session {
  /// A maximum projection along x, y, z (`field=voxels`: one ray a voxel) or the oblique direction.
  func projectionWork(_ request: Request) throws -> Work {
    let volume = try volume(request)
    let context = WorkContext(workers: request.threads)
    let renderer = Renderer(volume)
    try renderer.prepare(context: context)
    let isVoxels = try request.text("field") == "voxels"
    let frame = try isVoxels ? voxelRays(request, volume) : rays(request, volume)
    let kept = Kept<[Float]>()
    return Work {
      kept.value = try renderer.projection(frame, blend: .max, context: context).image.values
    } result: {
      WorkResult(try kept.required())
    }
  }

  /// Maximum projections all around the long axis.
  func spinWork(_ request: Request) throws -> Work {
    let volume = try volume(request)
    let context = WorkContext(workers: request.threads)
    let renderer = Renderer(volume)
    try renderer.prepare(context: context)
    let count = try request.whole("frames")
    let frames = try (0..<count).map { n in
      try RayFrame(
        camera(request, view: CameraView(azimuth: 360 * Double(n) / Double(count), elevation: 0)),
        width: request.whole("size"), height: request.whole("size"), of: volume.geometry,
        step: request.millimetres("step", in: volume))
    }
    let kept = Kept<[Float]>()
    return Work {
      for frame in frames {
        kept.value = try renderer.projection(frame, blend: .max, context: context).image.values
      }
    } result: {
      WorkResult(try kept.required())
    }
  }

  /// A shaded ray cast; with `first=yes` preparing the volume counts.
  func renderWork(_ request: Request) throws -> Work {
    let volume = try volume(request)
    let context = WorkContext(workers: request.threads)
    let style = RenderStyle(try transferFunction(request))
    let frame = try rays(request, volume)
    let isFirst = request.text("first", or: "no") == "yes"
    let renderer = isFirst ? nil : Renderer(volume)
    try renderer?.prepare(context: context)
    var bytes = [UInt8](repeating: 0, count: frame.width * frame.height * 3)
    return Work {
      try (renderer ?? Renderer(volume)).render(frame, style: style, into: &bytes, context: context)
    } result: {
      WorkResult(bytes.map { Float($0) })
    }
  }

  private func rays(_ request: Request, _ volume: Volume) throws -> RayFrame {
    let size = try request.whole("size")
    return try RayFrame(
      camera(request, view: nil), width: size, height: size, of: volume.geometry,
      step: request.millimetres("step", in: volume))
  }

  /// One ray for each line of voxels along an axis.
  private func voxelRays(_ request: Request, _ volume: Volume) throws -> RayFrame {
    let (size, spacing) = (volume.dimensions.ijk, volume.geometry.spacing)
    let axes = ["x": (1, 2), "y": (0, 2), "z": (0, 1)]
    guard let (across, down) = axes[try request.text("along")] else {
      throw BadRequest("voxels lie along x, y and z")
    }
    let (forward, up) = try direction(request)
    let camera = try Camera(
      position: Oblique.center - forward * 1000, lookAt: Oblique.center, up: up,
      projection: .orthographic(
        width: Double(size[across]) * spacing[across], height: Double(size[down]) * spacing[down]))
    return try RayFrame(camera, width: size[across], height: size[down], of: volume.geometry)
  }

  /// Looks at the volume's centre along the request's direction, or from a view.
  private func camera(_ request: Request, view: CameraView?) throws -> Camera {
    let (forward, up): (PatientVector, PatientVector)
    if let view {
      (forward, up) = (-view.towardsCamera, view.up)
    } else {
      (forward, up) = try direction(request)
    }
    let field = try request.number("field")
    let angle = Double(request.text("angle", or: "0")) ?? 0
    if angle == 0 {
      return try Camera(
        position: Oblique.center - forward * 1000, lookAt: Oblique.center, up: up,
        projection: .orthographic(width: field, height: field))
    }
    // As far away as makes the field fill the angle.
    let distance = field / 2 / tan(angle * .pi / 360)
    return try Camera(
      position: Oblique.center - forward * distance, lookAt: Oblique.center, up: up,
      projection: .perspective(verticalAngle: angle))
  }

  private func direction(_ request: Request) throws -> (PatientVector, PatientVector) {
    switch try request.text("along") {
    case "x": (PatientVector(-1, 0, 0), PatientVector(0, 0, 1))
    case "y": (PatientVector(0, 1, 0), PatientVector(0, 0, 1))
    case "z": (PatientVector(0, 0, 1), PatientVector(0, -1, 0))
    default: (Oblique.n, -Oblique.v)
    }
  }

  /// The curves of the README; opacities are meant for half a millimetre.
  private func transferFunction(_ request: Request) throws -> TransferFunction {
    let isBone = try request.text("look") == "bone"
    let opacity: [(Double, Double)] =
      isBone
      ? [(150, 0), (300, 0.05), (700, 0.35), (1200, 0.85), (2500, 0.95)]
      : [(-300, 0), (-50, 0.004), (60, 0.006), (150, 0.01), (700, 0.12), (1200, 0.4), (2500, 0.8)]
    let color: [(Double, [Double])] =
      isBone
      ? [(150, [0.7, 0.4, 0.3]), (700, [0.95, 0.85, 0.7]), (2500, [1, 1, 0.95])]
      : [(-300, [0.9, 0.6, 0.5]), (150, [0.9, 0.5, 0.4]), (1200, [1, 1, 0.9])]
    return TransferFunction(
      opacityUnit: 0.5,
      opacity: opacity.map { TransferFunction.OpacityPoint(value: $0.0, opacity: $0.1) },
      color: color.map { TransferFunction.ColorPoint(value: $0.0, color: $0.1) },
      shading: Shading(ambient: 0.2, diffuse: 0.7, specular: 0.3, shininess: 20))
  }
}
