import Sagitta

/// Projections and ray casts of 64 × 64 rays.
let rayCases: [Case] =
  ProjectionBlend.allCases.map { blend in
    Case(name: "ray-\(blend.rawValue)", items: 64 * 64, item: "ray") {
      let renderer = Renderer(try ball(64))
      let frame = try rays(64, of: renderer.volume)
      try renderer.prepare(context: one)
      return { _ = try renderer.projection(frame, blend: blend, context: one) }
    }
  }
  + axes.map { name, forward, up in
    Case(name: "ray-along-\(name)", items: 64 * 64, item: "ray") {
      let renderer = Renderer(try ball(64))
      let frame = try straightRays(64, of: renderer.volume, forward: forward, up: up)
      try renderer.prepare(context: one)
      return { _ = try renderer.projection(frame, context: one) }
    }
  } + [
    shaded("ray-shaded", preset: "ct-bone"),
    shaded("ray-translucent", preset: "ct-skin"),
    shaded("ray-perspective", preset: "ct-bone", angle: 30),
    shaded("ray-preintegrated", preset: "ct-bone") { $0.classification = .preintegrated },
    shaded("ray-cubic", preset: "ct-bone") { $0.interpolation = .cubic },
    shaded("ray-smooth", preset: "ct-bone") { $0.interpolation = .smooth },
    shaded("ray-occluded", preset: "ct-bone") { $0.occlusion = 1 },
    labelled("ray-labels"),
    occlusion("occlusion"),
    Case(name: "blocks", items: 64 * 64 * 64, item: "voxel") {
      let volume = try ball(64)
      return { try Renderer(volume).prepare(context: one) }
    },
  ]

private let axes = [
  ("x", PatientVector(-1, 0, 0), PatientVector(0, 0, 1)),
  ("y", PatientVector(0, 1, 0), PatientVector(0, 0, 1)),
  ("z", PatientVector(0, 0, 1), PatientVector(0, -1, 0)),
]

/// A shaded picture; with an angle, in perspective.
private func shaded(
  _ name: String, preset: String, angle: Double? = nil,
  change: @escaping @Sendable (inout RenderStyle) -> Void = { _ in }
) -> Case {
  Case(name: name, items: 64 * 64, item: "ray") {
    let renderer = Renderer(try ball(64))
    let frame = try rays(64, of: renderer.volume, angle: angle)
    var style = RenderStyle(try TransferFunction(preset: preset))
    change(&style)
    let kept = style
    // What serves every picture of a look is made before.
    _ = try renderer.picture(frame, style: kept, context: one)
    return { _ = try renderer.picture(frame, style: kept, context: one) }
  }
}

/// Translucent skin with two bodies in it.
private func labelled(_ name: String) -> Case {
  Case(name: name, items: 64 * 64, item: "ray") {
    let renderer = Renderer(try ball(64))
    let frame = try rays(64, of: renderer.volume)
    let style = RenderStyle(try TransferFunction(preset: "ct-skin"))
    let grid = renderer.volume.geometry
    let labels = try LabelBodies(
      try Volume(geometry: grid) { i, j, k in
        let place = SIMD3(Double(i), Double(j), Double(k)) - 31.5
        return (place * place).sum() > 400 ? 0 : i < 32 ? 1 : 2
      })
    _ = try renderer.picture(frame, style: style, labels: labels, context: one)
    return { _ = try renderer.picture(frame, style: style, labels: labels, context: one) }
  }
}

/// The light in a volume, and one small picture with it.
private func occlusion(_ name: String) -> Case {
  Case(name: name, items: 32 * 32 * 32, item: "voxel") {
    let volume = try ball(32)
    let frame = try rays(8, of: volume)
    var style = RenderStyle(try TransferFunction(preset: "ct-bone"))
    style.occlusion = 1
    let kept = style
    return { _ = try Renderer(volume).picture(frame, style: kept, context: one) }
  }
}
