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
private func shaded(_ name: String, preset: String, angle: Double? = nil) -> Case {
  Case(name: name, items: 64 * 64, item: "ray") {
    let renderer = Renderer(try ball(64))
    let frame = try rays(64, of: renderer.volume, angle: angle)
    let style = RenderStyle(try TransferFunction(preset: preset))
    try renderer.prepare(context: one)
    return { _ = try renderer.picture(frame, style: style, context: one) }
  }
}
