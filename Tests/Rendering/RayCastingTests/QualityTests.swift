import Foundation
import Geometry
import Phantoms
import Testing
import VolumeModel
import VolumePairs
import WorkScheduling

@testable import RayCasting

private typealias Definition = `Ray casts are what their definition says`

extension RenderStyle {
  /// The same style with another field or other parts of rays.
  fileprivate func with(
    _ interpolation: RayInterpolation, _ classification: RayClassification
  ) -> RenderStyle {
    var style = self
    style.interpolation = interpolation
    style.classification = classification
    return style
  }
}

@Suite struct `Ways between samples` {
  @Test(arguments: [nil, 40.0])
  func `of an even body keep 1 − exp(−kL) of the light, whatever the step`(angle: Double?) throws {
    let grid = try TestGrid.axial.geometry(60, 60, 40)
    let volume = try Volume.of(grid) { _ in 100 }
    let crop = PatientBox(PatientPoint(-13, -11, -9), PatientPoint(14, 12.3, 10.1))
    let function = TransferFunction(
      opacity: [.init(value: 0, opacity: 0.07), .init(value: 200, opacity: 0.07)],
      color: [.init(value: 0, color: [1, 0.5, 0])], shading: nil)
    let style = RenderStyle(function).with(.linear, .preintegrated)
    for step in [0.3, 2.9, 14] {
      let camera = try Camera.looking(30, 20, at: grid, showing: 50, angle: angle)
      let frame = try RayFrame(
        camera, width: 41, height: 41, of: grid, step: step, clipping: Clipping(crop: crop))
      let slow = SlowRays(volume: volume, frame: frame)
      for (n, color) in try Renderer(volume).colors(frame, style: style).enumerated() {
        let ray = slow.ray(n % 41, n / 41)
        let chord = crop.clip(origin: ray.start, direction: ray.direction)
        let length = chord.map { $0.upperBound - $0.lowerBound } ?? 0
        let truth = 1 - pow(1 - 0.07, length)
        #expect(abs(Double(color.w) - truth) < 1e-5)
        #expect(abs(Double(color.y) - truth / 2) < 1e-5)
      }
    }
  }

  /// A look as steep as they come: a coat of red paint over white.
  static let paint = TransferFunction(
    opacity: [
      .init(value: 480, opacity: 0), .init(value: 482, opacity: 0.9),
      .init(value: 530, opacity: 0.9), .init(value: 532, opacity: 0.99),
    ],
    color: [.init(value: 525, color: [1, 0, 0]), .init(value: 540, color: [1, 1, 1])], shading: nil)

  @Test(arguments: TestGrid.allCases)
  func `are close to what 64 times as many samples see`(kind: TestGrid) throws {
    // A ball of paint, no part of which reaches the faces.
    let volume = try Volume.of(try kind.geometry()) { p in
      480 + 50 * (4.5 * 4.5 - p.fromOrigin.dot(p.fromOrigin))
    }
    let camera = try Camera.looking(37, 22, at: volume.geometry, showing: 8)
    let renderer = Renderer(volume)
    func colors(_ step: Double, _ classification: RayClassification) throws -> [SIMD4<Float>] {
      let frame = try RayFrame(camera, width: 31, height: 31, of: volume.geometry, step: step)
      return try renderer.colors(
        frame, style: RenderStyle(Self.paint).with(.linear, classification))
    }
    let truth = try colors(0.4 / 64, .sampled)
    func error(_ classification: RayClassification) throws -> Double {
      let sum = zip(try colors(0.4, classification), truth).reduce(0.0) { sum, pair in
        let off = SIMD4<Double>(pair.0 - pair.1)
        return sum + (off * off).sum()
      }
      return (sum / Double(4 * truth.count)).squareRoot()
    }
    let (sampled, ways) = (try error(.sampled), try error(.preintegrated))
    #expect(sampled > 0.1 && ways < sampled / 8, "\(sampled), \(ways)")
  }

  @Test func `show no grain on a flat edge across all steps`() throws {
    let grid = try TestGrid.axial.geometry(64, 64, 48)
    let normal = try #require(PatientVector(0.23, 1, 0.31).normalized)
    let volume = try Volume.of(grid) { p in
      let depth = p.fromOrigin.dot(normal)
      return min(max(500 + 250 * depth, 0), 1000)
    }
    let camera = try Camera.looking(0, 0, at: grid, showing: 20)
    let frame = try RayFrame(camera, width: 60, height: 60, of: grid, step: 0.7)
    func spread(_ classification: RayClassification) throws -> Double {
      let style = RenderStyle(Self.paint).with(.linear, classification)
      let greens = try Renderer(volume).colors(frame, style: style).map { Double($0.y) }
      let mean = greens.reduce(0, +) / Double(greens.count)
      return (greens.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(greens.count))
        .squareRoot()
    }
    let (sampled, ways) = (try spread(.sampled), try spread(.preintegrated))
    #expect(sampled > 0.05 && ways < sampled / 10, "\(sampled), \(ways)")
  }

  @Test func `with gradients in the look are samples with finer steps`() throws {
    let volume = try Volume.of(try TestGrid.oblique.geometry(), waves)
    let camera = try Camera.looking(37, 22, at: volume.geometry, showing: 15)
    let style = Definition.styles[4].style
    let frame = try RayFrame(camera, width: 21, height: 21, of: volume.geometry, step: 0.3)
    let fine = try RayFrame(camera, width: 21, height: 21, of: volume.geometry, step: 0.02)
    let renderer = Renderer(volume)
    let ways = try renderer.colors(frame, style: style.with(.linear, .preintegrated))
    for (found, truth) in zip(ways, try renderer.colors(fine, style: style)) {
      for channel in 0..<4 { #expect(abs(found[channel] - truth[channel]) < 0.02) }
    }
  }
}

@Suite struct `Cubic fields` {
  @Test(arguments: TestGrid.allCases, [RayInterpolation.catmullRom, .cubic, .smooth])
  func `are seen as their definition says`(
    kind: TestGrid, interpolation: RayInterpolation
  ) throws {
    let volume = try Volume.of(try kind.geometry(13, 12, 11), waves)
    let camera = try Camera.looking(37, 22, at: volume.geometry, showing: 14)
    let frame = try RayFrame(camera, width: 9, height: 9, of: volume.geometry, step: 0.83)
    let slow = SlowRays(
      volume: volume, frame: frame, cubic: SlowCubic(volume, interpolation))
    // Gradients across irregular slices are no derivatives.
    let styles = volume.geometry.slicePositions == nil ? [0, 4] : [0]
    for style in styles.map({ Definition.styles[$0].style }) {
      let colors = try Renderer(volume).colors(frame, style: style.with(interpolation, .sampled))
      for (n, color) in colors.enumerated() {
        let truth = slow.color(slow.ray(n % 9, n / 9), style)
        for channel in 0..<4 { #expect(abs(Double(color[channel]) - truth[channel]) < 1e-3) }
      }
    }
  }

  /// A ball of 12 mm in slices 4 mm apart.
  @Test(arguments: [(RayInterpolation.catmullRom, 0.95), (.cubic, 0.9), (.smooth, 0.6)])
  func `show less of the terraces of thick slices`(
    interpolation: RayInterpolation, part: Double
  ) throws {
    let grid = try GridGeometry(
      dimensions: GridDimensions(columns: 48, rows: 48, slices: 12),
      voxelToPatient: AffineMap(
        x: PatientVector(0.8, 0, 0), y: PatientVector(0, 0.8, 0), z: PatientVector(0, 0, 4),
        origin: PatientPoint(-18.8, -18.8, -22)))
    let ball = SpherePhantom(
      center: grid.center, radius: 12, inside: 1000, outside: 0, edgeWidth: 3)
    let volume = try Volume(sampling: ball, on: grid)
    let camera = try Camera.looking(0, 0, at: grid, showing: 15)
    let frame = try RayFrame(camera, width: 45, height: 45, of: grid)
    let light = Shading(ambient: 0, diffuse: 1, specular: 0, shininess: 1)
    let function = TransferFunction(
      opacity: [.init(value: 0, opacity: 1)], color: [.init(value: 0, color: [1, 1, 1])],
      shading: light)
    let slow = SlowRays(volume: volume, frame: frame)
    func error(_ interpolation: RayInterpolation) throws -> Double {
      let style = RenderStyle(function, mode: .isosurface(value: 500, color: SIMD3(1, 1, 1)))
      let colors = try Renderer(volume).colors(frame, style: style.with(interpolation, .sampled))
      let sum = colors.enumerated().reduce(0.0) { sum, item in
        let ray = slow.ray(item.offset % 45, item.offset / 45)
        let aside = ball.center - ray.start
        let off = (aside - ray.direction * aside.dot(ray.direction)).length
        // What faces the viewer of a ball's surface.
        let truth = (1 - off * off / 144).squareRoot()
        return sum + (Double(item.element.x) - truth) * (Double(item.element.x) - truth)
      }
      return (sum / 2025).squareRoot()
    }
    let (linear, cubic) = (try error(.linear), try error(interpolation))
    #expect(cubic < linear * part, "\(linear), \(cubic)")
  }

  @Test func `of one value everywhere have no surface inside`() throws {
    let volume = try Volume.of(try TestGrid.axial.geometry(12, 12, 12)) { _ in 1000 / 3 }
    let camera = try Camera.looking(20, 30, at: volume.geometry, showing: 4)
    let frame = try RayFrame(camera, width: 5, height: 5, of: volume.geometry)
    let style = Definition.styles[1].style
    let plain = try Renderer(volume).colors(frame, style: style)
    for interpolation in [RayInterpolation.catmullRom, .cubic, .smooth] {
      let colors = try Renderer(volume).colors(frame, style: style.with(interpolation, .sampled))
      for (color, linear) in zip(colors, plain) {
        for channel in 0..<4 { #expect(abs(color[channel] - linear[channel]) < 1e-4) }
      }
    }
  }
}

@Suite struct `Cut faces of finer rays` {
  @Test(
    arguments: [
      (RayInterpolation.linear, RayClassification.preintegrated), (.smooth, .preintegrated),
      (.cubic, .sampled),
    ], [nil, 40.0])
  func `show what lies in their plane, whatever the step`(
    look: (RayInterpolation, RayClassification), angle: Double?
  ) throws {
    let grid = try TestGrid.axial.geometry(60, 60, 40)
    let volume = try Volume.of(grid) { p in 500 + 10 * p.fromOrigin.y }
    // All but opaque within a millimetre.
    let function = TransferFunction(
      opacity: [.init(value: 0, opacity: 0.9999), .init(value: 1000, opacity: 0.9999)],
      color: [.init(value: 0, color: [0, 0, 0]), .init(value: 1000, color: [1, 1, 1])],
      shading: nil)
    let cut = try #require(
      Plane(through: grid.center, normal: PatientVector(0.31, 1, 0.22)))
    let camera = try Camera.looking(0, 0, at: grid, showing: 12, angle: angle)
    for step in [0.4, 1.7] {
      let frame = try RayFrame(
        camera, width: 31, height: 31, of: grid, step: step, clipping: Clipping(planes: [cut]))
      let slow = SlowRays(volume: volume, frame: frame)
      let colors = try Renderer(volume).colors(
        frame, style: RenderStyle(function).with(look.0, look.1))
      for (n, color) in colors.enumerated() {
        let ray = slow.ray(n % 31, n / 31)
        let interval = try #require(slow.interval(ray))
        let depth = (Double(color.x) * 1000 - 500) / 10
        let truth = slow.place(ray, interval.lowerBound).fromOrigin.y
        // What is all but opaque is seen to a tenth of a millimetre; of a part of a long way the colours
        // are mixed of those of the whole way and of a thin one.
        #expect(abs(depth - truth) < (step < 1 ? 0.15 : 0.3), "\(step): \(depth), \(truth)")
      }
    }
  }
}

@Suite struct `Finer rays are the same bits` {
  static let styles: [RenderStyle] = {
    var surface = Definition.styles[1].style
    surface.mode = .isosurface(value: 480, color: SIMD3(0.9, 0.8, 0.7))
    let lit = Definition.styles[2].style, graded = Definition.styles[4].style
    var paint = RenderStyle(`Ways between samples`.paint)
    paint.transferFunction.opacity.append(.init(value: 700, opacity: 0))
    return [
      paint.with(.linear, .preintegrated), graded.with(.linear, .preintegrated),
      lit.with(.catmullRom, .preintegrated), lit.with(.cubic, .preintegrated),
      graded.with(.cubic, .sampled), lit.with(.catmullRom, .sampled),
      lit.with(.smooth, .preintegrated),
      surface.with(.cubic, .sampled), surface.with(.catmullRom, .sampled),
    ]
  }()

  private func bits(
    _ volume: Volume, isSkipping: Bool = true, level: CPULevel = .current
  ) throws -> [[UInt32]] {
    let renderer = Renderer(volume, isSkipping: isSkipping, level: level)
    return try [(41.0, 17.0, nil, nil), (-120, 50, 35.0, 11.3), (90, 0, nil, 2.7)].flatMap {
      let camera = try Camera.looking($0.0, $0.1, at: volume.geometry, showing: 40, angle: $0.2)
      let frame = try RayFrame(camera, width: 20, height: 19, of: volume.geometry, step: $0.3)
      return try Self.styles.map { style in
        try renderer.colors(frame, style: style).flatMap { color in
          [color.x, color.y, color.z, color.w].map(\.bitPattern)
        }
      }
    }
  }

  private func volumes(_ kind: TestGrid) throws -> [Volume] {
    let sparks = try Volume.sparks(try kind.geometry(43, 38, 35), seed: 11)
    return [sparks, try sparks.withHoles(seed: 12)]
  }

  @Test(arguments: [TestGrid.oblique, .irregular])
  func `whether blocks are leapt over or not, and on every CPU level`(kind: TestGrid) throws {
    for volume in try volumes(kind) {
      let wanted = try bits(volume, isSkipping: false)
      for level in CPULevel.allCases.filter(\.isAvailable) {
        let found = try bits(volume, level: level)
        for (n, picture) in wanted.enumerated() { #expect(found[n] == picture, "\(n), \(level)") }
      }
    }
  }

  @Test func `from 1, 3 and 8 workers`() throws {
    for volume in try volumes(.oblique) {
      let camera = try Camera.looking(41, 17, at: volume.geometry, showing: 40)
      let frame = try RayFrame(camera, width: 40, height: 38, of: volume.geometry)
      for style in Self.styles {
        let pictures = try [1, 3, 8].map { workers in
          try Renderer(volume).picture(frame, style: style, context: WorkContext(workers: workers))
        }
        #expect(pictures[1] == pictures[0] && pictures[2] == pictures[0])
      }
    }
  }

  @Test(arguments: StoredKind.allCases.prefix(3))
  func `of integers as of the floats they stand for`(stored: StoredKind) throws {
    let pair = try VolumePair(
      TestGrid.oblique.geometry(27, 26, 25), stored, seed: 21, invalid: 0.01
    ) { $0 > 0.995 ? 1000 * $0 : 100 * $0 }
    let outputs = try pair.both.map { try bits($0) }
    #expect(outputs[0] == outputs[1])
  }

  @Test(arguments: [TestGrid.axial, .irregular])
  func `whatever the numbers of voxels that hold nothing`(kind: TestGrid) throws {
    let volume = try Volume.of(try kind.geometry(), waves)
    let outputs = try [Float(-3000), 1e30, .nan].map { value in
      try bits(try volume.withHoles(seed: 8, value: value))
    }
    #expect(outputs[1] == outputs[0] && outputs[2] == outputs[0])
  }
}

@Suite struct `Presets of specimens` {
  private func cube(_ side: Double) throws -> Volume {
    let grid = try GridGeometry(
      dimensions: GridDimensions(columns: 40, rows: 40, slices: 40),
      voxelToPatient: AffineMap(
        x: PatientVector(side / 40, 0, 0), y: PatientVector(0, side / 40, 0),
        z: PatientVector(0, 0, side / 40), origin: PatientPoint(0, 0, 0)))
    return try Volume(geometry: grid) { i, j, k in
      Float(1000 * max(0, 1 - hypot(Double(i) - 20, hypot(Double(j) - 20, Double(k) - 20)) / 20))
    }
  }

  @Test(arguments: ["mip-like", "ct-vessels"])
  func `show what they show of a trunk`(name: String) throws {
    let preset = try TransferFunction(preset: name)
    let pictures = try [400, 0.4].map { side in
      let volume = try cube(side)
      let camera = try Camera.looking(30, 20, at: volume.geometry, showing: side * 1.5)
      let frame = try RayFrame(camera, width: 25, height: 25, of: volume.geometry)
      var function = preset.suiting(volume.geometry)
      // Of each preset only what its unit says: the trunk's voxels are not the usual ones.
      function.gradientOpacity = nil
      return try Renderer(volume).colors(frame, style: RenderStyle(function))
    }
    #expect(pictures[0].contains { $0.w > 0.1 })
    for (large, small) in zip(pictures[0], pictures[1]) {
      for channel in 0..<4 { #expect(abs(large[channel] - small[channel]) < 1e-3) }
    }
  }

  @Test func `keep their own lengths from a tenth of a millimetre on`() throws {
    for preset in TransferFunction.presets {
      #expect(preset.suiting(try cube(4).geometry) == preset)
    }
    let lung = try TransferFunction(preset: "ct-lung")
    let suited = lung.suiting(try cube(0.28).geometry)
    let magnitudes = try #require(lung.gradientOpacity).map(\.magnitude)
    let found = try #require(suited.gradientOpacity).map(\.magnitude)
    #expect(zip(found, magnitudes).allSatisfy { abs($0 - 100 * $1) < 1e-6 * $0 || $1 == 0 })
    #expect(abs(suited.opacityUnit - 0.0007) < 1e-9)
  }
}
